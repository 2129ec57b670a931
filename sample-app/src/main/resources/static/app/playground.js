import * as api from './api.js';
import { collections, currentCollection, isKnown, showCollection, whenCollectionChanges } from './collection.js';
import { Choice, learnCollections } from './collections.js';
import { chip } from './controls.js';
import { byId, make, say } from './element.js';
import { FilterBox } from './filter.js';
import { Latest } from './latest.js';
import { marked, placeOf, showFound } from './passage.js';
import { Plot } from './plot.js';
import { count, duration, plural } from './words.js';

const KEPT = 'fletch.rankings';
/** What moved is told against this ranking, or the first one where it is not shown. */
const BASELINE = 'hybrid';
const MOST_PLACED = 500;

let rankings = [];
let filter = null;
let plot = null;
/** The map that is shown, and its collection. */
let drawn = null;
let running = null;
let learned = null;
/** The question and filter of a link that were not asked yet. */
let linked = null;
const visits = new Latest();
const offers = new Latest();
const maps = new Latest();
const plans = new Latest();
const readings = new Latest();

export function startPlayground() {
  filter = new FilterBox(byId('trial-filter'), byId('filter-options'));
  plot = new Plot(readPoint, (passageId) => highlight(passageId, false));
  byId('trial').addEventListener('submit', (event) => {
    event.preventDefault();
    compare();
  });
  const choice = make('div', { className: 'collection-choice' },
    make('label', { for: 'playground-collection', text: 'Collection' }), new Choice('playground-collection').element);
  choice.hidden = true;
  byId('playground-view').querySelector('.page-head').append(choice);
  whenCollectionChanges((moved) => {
    choice.hidden = collections().length < 2;
    if (moved) {
      showOther();
    }
  });
}

/** What was found in another collection goes; if the view is shown, its address names the collection. */
function showOther() {
  running?.abort();
  [visits, offers, maps, readings].forEach((each) => each.end());
  learned = null;
  drawn = null;
  byId('map').hidden = true;
  byId('trial-columns').hidden = true;
  byId('trial-columns').replaceChildren();
  byId('trial-empty').hidden = false;
  byId('trial-status').textContent = '';
  byId('map-problem').textContent = '';
  if (isShown()) {
    enterPlayground();
  }
}

/**
 * Looks at the documents anew whenever the view is entered: they may have changed. A link may name a collection, and a
 * question with its filter, which is asked there.
 */
export async function enterPlayground(collection, question = null, condition = '') {
  const isLatest = visits.begin();
  byId('trial-problem').textContent = '';
  if (question) {
    linked = { question, condition };
  }
  if (collection !== undefined && collection !== currentCollection()) {
    const isKnownNow = await isThere(collection);
    if (!isLatest() || !isShown()) {
      return;
    }
    if (isKnownNow) {
      // It is entered by the change.
      showCollection(collection);
      return;
    }
    byId('trial-problem').textContent = `There is no collection ${collection}; this is another one.`;
    linked = null;
  }
  const address = currentCollection() === 'default' ? '#/playground' : `#/playground/${encodeURIComponent(currentCollection())}`;
  history.replaceState(null, '', address);
  learned ??= learn();
  await Promise.all([learned, showMap()]);
  if (isLatest() && isShown()) {
    await askLinked();
  }
}

const isShown = () => !byId('playground-view').hidden;

async function askLinked() {
  if (linked) {
    byId('trial-question').value = linked.question;
    byId('trial-filter').value = linked.condition;
    linked = null;
    await compare();
  }
}

async function isThere(collection) {
  try {
    await learnCollections();
  } catch (failure) {
    byId('trial-problem').textContent = failure.message;
  }
  return isKnown(collection);
}

async function learn() {
  const isLatest = offers.begin();
  try {
    const offer = await api.playground();
    if (!isLatest()) {
      return;
    }
    filter.learn(offer.filter);
    rankings = offer.rankings;
    const kept = keptRankings();
    byId('trial-rankings').replaceChildren(...rankings.map((ranking) => rankingChip(ranking, kept)));
  } catch (failure) {
    if (isLatest()) {
      learned = null;
      byId('trial-problem').textContent = failure.message;
    }
  }
}

function rankingChip({ name, label, description, suggested }, kept) {
  const made = chip('checkbox', name, label, { checked: kept?.includes(name) ?? suggested, title: description });
  made.addEventListener('change', () => {
    try {
      localStorage.setItem(KEPT, JSON.stringify(chosen().map((ranking) => ranking.name)));
    } catch {
      // Not kept, then.
    }
  });
  return made;
}

function keptRankings() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) ? kept : null;
  } catch {
    return null;
  }
}

function chosen() {
  const names = new Set([...byId('trial-rankings').querySelectorAll('input:checked')].map((box) => box.value));
  return rankings.filter(({ name }) => names.has(name));
}

function objection(question, limit, asked) {
  if (!question) {
    return [byId('trial-question'), 'Write a question first.'];
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > 50) {
    return [byId('trial-limit'), 'Passages must be a whole number from 1 to 50.'];
  }
  return asked.length ? null : [byId('trial-rankings').querySelector('input'), 'Choose at least one ranking.'];
}

async function compare() {
  filter.complain('');
  const question = byId('trial-question').value.trim();
  const limit = Number(byId('trial-limit').value);
  const asked = chosen();
  const wrong = objection(question, limit, asked);
  byId('trial-problem').textContent = wrong ? wrong[1] : '';
  for (const id of ['trial-question', 'trial-limit']) {
    byId(id).setAttribute('aria-invalid', String(wrong?.[0] === byId(id)));
  }
  if (wrong) {
    wrong[0]?.focus();
    return;
  }
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const columns = asked.map((ranking) => new Column(ranking,
    { question, ranking: ranking.name, limit, filter: filter.value() || null, collection: currentCollection() }));
  byId('trial-empty').hidden = true;
  byId('trial-columns').hidden = false;
  byId('trial-columns').replaceChildren(...columns.map(({ element }) => element));
  byId('trial-columns').dataset.state = 'running';
  byId('trial-status').textContent = 'Asking';
  try {
    await run(columns, controller.signal);
    byId('trial-status').textContent = told(columns);
    byId('trial-columns').dataset.state = 'done';
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      refuse(failure);
    }
    return;
  }
  await placeQuestion(question, columns, controller.signal);
}

/** One after the other, so that none takes the time of another. */
async function run(columns, signal) {
  for (const column of columns) {
    try {
      column.show(await api.trial(column.asked, signal));
    } catch (failure) {
      if (failure.name === 'AbortError' || failure.field === 'filter' || failure.field === 'question' || failure.field === 'limit') {
        throw failure;
      }
      column.fail(failure.message);
    }
    const baseline = columns.find(({ ranking }) => ranking.name === BASELINE) ?? columns[0];
    columns.forEach((each) => each.compareWith(baseline));
  }
}

function refuse(failure) {
  byId('trial-columns').hidden = true;
  byId('trial-columns').dataset.state = 'refused';
  byId('trial-empty').hidden = false;
  byId('trial-status').textContent = '';
  if (failure.field === 'filter') {
    filter.complain(failure.message, failure.position ?? null);
  } else {
    byId('trial-problem').textContent = failure.message;
  }
}

function told(columns) {
  const answered = columns.filter(({ found }) => found);
  const passages = new Set(answered.flatMap(({ found }) => found.hits.map(({ id }) => id)));
  return `${answered.length} of ${plural(columns.length, 'ranking')}, ${plural(passages.size, 'different passage')}`;
}

/** Marks a passage wherever it stands. */
function highlight(passageId, onMap = true) {
  byId('trial-columns').querySelectorAll('.hit').forEach((hit) => hit.classList.toggle('same', hit.dataset.passage === passageId));
  if (onMap && drawn) {
    plot.highlight(passageId);
  }
}

/** One ranking of the question. */
class Column {
  constructor(ranking, asked) {
    this.ranking = ranking;
    this.asked = asked;
    this.found = null;
    this.took = make('span', { className: 'took' });
    this.button = make('button', { type: 'button', className: 'quiet', text: 'Plan', 'aria-label': `Plan of ${ranking.label}` });
    this.button.addEventListener('click', () => showPlan(ranking, asked));
    this.body = make('div', {}, make('div', { className: 'waiting-card' }));
    this.element = make('section', { className: 'column', 'aria-label': ranking.label, 'data-ranking': ranking.name, 'aria-busy': 'true' },
      make('div', { className: 'column-head' }, make('h3', { text: ranking.label }), this.took, this.button),
      make('p', { className: 'goes-by', text: ranking.description }), this.body);
  }

  show(found) {
    this.found = found;
    this.element.setAttribute('aria-busy', 'false');
    this.took.textContent = duration(found.milliseconds);
    if (!found.hits.length) {
      this.body.replaceChildren(make('p', { className: 'none', text: 'Finds no passage.' }));
      return;
    }
    this.cards = found.hits.map((hit) => this.card(hit));
    this.body.replaceChildren(make('ol', { className: 'found' }, ...this.cards.map((card) => make('li', {}, card))));
  }

  fail(detail) {
    this.element.setAttribute('aria-busy', 'false');
    this.button.hidden = true;
    this.body.replaceChildren(make('p', { className: 'problem', role: 'alert', text: detail }));
  }

  card(hit) {
    const figures = make('span', { className: 'figures' }, figure('score', hit.score));
    if (hit.distance !== null) {
      figures.append(figure(`vector ${hit.vectorRank ? `#${hit.vectorRank}` : 'distance'}`, hit.distance));
    }
    if (hit.textScore !== null) {
      figures.append(figure(`words ${hit.textRank ? `#${hit.textRank}` : 'BM25'}`, hit.textScore));
    }
    const card = make('button', { type: 'button', className: 'hit', 'data-passage': hit.id },
      make('span', { className: 'rank', text: String(hit.rank) }),
      make('span', { className: 'name', text: hit.documentName }),
      make('span', { className: 'where', text: placeOf(hit) }),
      make('span', { className: 'extract' }, ...marked(...extract(hit))), figures);
    card.addEventListener('click', () => showFound(hit));
    for (const [on, off] of [['pointerenter', 'pointerleave'], ['focus', 'blur']]) {
      card.addEventListener(on, () => highlight(hit.id));
      card.addEventListener(off, () => highlight(null));
    }
    return card;
  }

  /** Tells of each passage how far it stands from its place in another ranking. */
  compareWith(baseline) {
    if (!this.cards || !baseline.found || baseline === this || this.compared) {
      return;
    }
    this.compared = true;
    const ranks = new Map(baseline.found.hits.map(({ id, rank }) => [id, rank]));
    this.found.hits.forEach(({ id, rank }, index) => {
      this.cards[index].querySelector('.name').after(move(ranks.get(id), rank, baseline.ranking.label));
    });
  }
}

function move(before, now, other) {
  if (before === undefined) {
    return make('span', { className: 'move new', text: 'new', title: `Not in ${other}` });
  }
  if (before === now) {
    return make('span', { className: 'move', text: '=', title: `The same place as in ${other}` });
  }
  const up = before > now;
  const steps = Math.abs(before - now);
  return make('span', { className: up ? 'move up' : 'move down', text: `${up ? '▲' : '▼'} ${steps}`, title: `Place ${before} in ${other}` });
}

/** The part of the text with the first marks, with the marks in it. */
function extract({ text, marks }) {
  const first = marks[0]?.start ?? 0;
  const from = first > 120 ? text.lastIndexOf(' ', first - 60) + 1 : 0;
  const to = from + 400;
  return [`${from ? '…' : ''}${text.slice(from, to)}`, marks.filter(({ start, end }) => start >= from && end <= to)
    .map(({ start, end }) => ({ start: start - from + (from ? 1 : 0), end: end - from + (from ? 1 : 0) }))];
}

function figure(label, value) {
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return make('span', {}, `${label} `, make('b', { text }));
}

async function showPlan(ranking, asked) {
  const isLatest = plans.begin();
  const tell = (problem, explain, analyze) => {
    byId('plan-problem').textContent = problem;
    byId('plan-explain').textContent = explain;
    byId('plan-analyze').textContent = analyze;
  };
  byId('plan-name').textContent = ranking.label;
  tell('', 'Loading', '');
  byId('plan').showModal();
  try {
    const { explain, analyze } = await api.plan(asked);
    if (isLatest()) {
      tell('', explain, analyze);
    }
  } catch (failure) {
    if (isLatest()) {
      tell(failure.message, '', '');
    }
  }
}

async function showMap() {
  const isLatest = maps.begin();
  const collection = currentCollection();
  try {
    const map = await api.map();
    if (!isLatest()) {
      return;
    }
    say(byId('map-problem'), '');
    // Versions are counted in each collection.
    if (drawn?.collection === collection && drawn.version === map.version) {
      return;
    }
    drawn = map.points.length ? { collection, version: map.version } : null;
    byId('map').hidden = !drawn;
    byId('map-empty').hidden = drawn !== null;
    say(byId('map-note'), drawn ? noteOf(map) : '');
    if (drawn) {
      plot.show(map);
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('map-problem'), failure.message);
    }
  }
}

function noteOf({ points, passages, shares }) {
  const percent = Math.round((shares[0] + shares[1]) * 100);
  const many = points.length < passages ? `${count(points.length)} of ${plural(passages, 'passage')}` : plural(passages, 'passage');
  return `${many}, in the plane in which their vectors differ most: it shows ${percent} % of the differences`;
}

async function placeQuestion(question, columns, signal) {
  await showMap();
  if (!drawn || signal.aborted) {
    return;
  }
  const ids = [...new Set(columns.flatMap(({ found }) => found?.hits.map(({ id }) => id) ?? []))];
  try {
    const placed = await api.place(question, ids.slice(0, MOST_PLACED), signal);
    // Another map may have been drawn, or none be left.
    if (drawn && !signal.aborted) {
      plot.ask(placed);
    }
  } catch (failure) {
    if (failure.name !== 'AbortError' && !signal.aborted) {
      say(byId('map-problem'), failure.message);
    }
  }
}

async function readPoint(point) {
  const isLatest = readings.begin();
  try {
    const passage = await api.passage(point.documentId, point.id);
    if (isLatest() && isShown()) {
      say(byId('map-problem'), '');
      showFound({ ...passage, text: passage?.text ?? point.start, documentName: point.documentName });
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('map-problem'), failure.message);
    }
  }
}
