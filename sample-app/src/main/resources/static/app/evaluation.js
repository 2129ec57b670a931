import * as api from './api.js';
import { collections, currentCollection, nameOf, whenCollectionChanges } from './collection.js';
import { Choice } from './collections.js';
import { confirmed } from './confirm.js';
import { button, chip } from './controls.js';
import { byId, make, say } from './element.js';
import { RunView } from './evaluation-run.js';
import { GoldenSets } from './evaluation-sets.js';
import { FilterBox } from './filter.js';
import { Latest } from './latest.js';
import { renew } from './renew.js';
import { Repeat } from './repeat.js';
import { cell, grid, nothing, time } from './table.js';
import { count, moment, plural } from './words.js';

const POLL_MILLISECONDS = 700;
const CUTOFFS = [1, 3, 5, 10, 20, 50];
const MOST_CUTOFFS = 4;
/** What others are compared with, unless somebody says otherwise. */
const BASELINE = 'hybrid';
const STATES = { RUNNING: 'running', DONE: 'done', CANCELLED: 'cancelled', FAILED: 'failed', BROKEN_OFF: 'broken off' };
const DOT = { RUNNING: 'running', DONE: 'done', FAILED: 'failed', BROKEN_OFF: 'failed' };

let offer = null;
let runs = [];
let sets = null;
let view = null;
let filter = null;
let learned = null;
let following = null;
let visited = false;
const visits = new Latest();
const offers = new Latest();
const lists = new Latest();

export function startEvaluation() {
  view = new RunView(() => runs);
  sets = new GoldenSets(() => offer?.mostBytes ?? Infinity);
  filter = new FilterBox(byId('run-filter'), byId('run-filter-options'), byId('run-filter-problem'));
  following = new Repeat(POLL_MILLISECONDS, follow);
  byId('evaluation-run').addEventListener('submit', (event) => {
    event.preventDefault();
    start();
  });
  byId('run-rankings').addEventListener('change', showBaselines);
  offerCollections();
}

/** What is in a set, and what can be asked, is told of the collection that is shown. */
function offerCollections() {
  const choice = make('div', { className: 'collection-choice' },
    make('label', { for: 'evaluation-collection', text: 'Collection' }), new Choice('evaluation-collection').element);
  choice.hidden = true;
  byId('evaluation-view').querySelector('.page-head').append(choice);
  whenCollectionChanges((moved) => {
    choice.hidden = collections().length < 2;
    if (moved) {
      learned = null;
      offers.end();
      sets.forget();
    }
    if (moved && isShown()) {
      learned = learn();
      sets.show();
    }
  });
}

const isShown = () => document.body.dataset.view === 'evaluation';

export async function enterEvaluation(run = null, other = null) {
  const isLatest = visits.begin();
  learned ??= learn();
  sets.forget();
  // What is shown of the last run is not of this one.
  if (run !== view.id) {
    view.hide();
  }
  await Promise.all([learned, sets.load(), loadRuns()]);
  if (!isLatest()) {
    return;
  }
  const takesFocus = visited;
  visited = true;
  if (run !== null) {
    markRun(run);
    // At the start nobody's focus is taken.
    await view.show(run, other, takesFocus);
  } else {
    markRun(null);
  }
  if (isLatest()) {
    following.start();
  }
}

async function learn() {
  const isLatest = offers.begin();
  try {
    const [own, playground] = await Promise.all([api.evaluationOffer(), api.playground()]);
    if (!isLatest()) {
      return;
    }
    offer = own;
    say(byId('evaluation-problem'), '');
    filter.learn(playground.filter);
    byId('run-passages').max = offer.mostPassages;
    byId('run-passages').value = offer.passages;
    byId('run-rankings').replaceChildren(...offer.rankings.map(({ name, label, description, suggested }) =>
      chip('checkbox', name, label, { checked: suggested, title: description })));
    byId('run-cutoffs').replaceChildren(...CUTOFFS.map((cutoff) =>
      chip('checkbox', cutoff, `@${cutoff}`, { checked: offer.cutoffs.includes(cutoff) })));
    showBaselines();
  } catch (failure) {
    if (isLatest()) {
      learned = null;
      say(byId('evaluation-problem'), failure.message);
    }
  }
}

const checked = (id) => [...byId(id).querySelectorAll('input:checked')].map((box) => box.value);

function showBaselines() {
  const chosen = offer.rankings.filter(({ name }) => checked('run-rankings').includes(name));
  const before = byId('run-baseline').value || BASELINE;
  byId('run-baseline').replaceChildren(...chosen.map(({ name, label }) => make('option', { value: name, text: label })));
  byId('run-baseline').value = chosen.some(({ name }) => name === before) ? before : chosen[0]?.name ?? '';
}

async function start() {
  filter.complain('');
  if (!learned || !offer) {
    say(byId('run-problem'), '');
    await (learned ??= learn());
    say(byId('run-problem'), learned ? 'Choose what is to be run, then try again.' : 'What can be run is not known.');
    return;
  }
  const rankings = checked('run-rankings');
  const cutoffs = checked('run-cutoffs').map(Number);
  const passages = Number(byId('run-passages').value);
  const wrong = objection(rankings, cutoffs, passages);
  say(byId('run-problem'), wrong ? wrong[1] : '');
  byId('run-passages').setAttribute('aria-invalid', String(wrong?.[0] === byId('run-passages')));
  if (wrong) {
    wrong[0]?.focus();
    return;
  }
  const baseline = byId('run-baseline').value;
  const visit = location.hash;
  byId('run-start').disabled = true;
  try {
    const begun = await api.startEvaluationRun({
      set: byId('run-set').value,
      rankings: [baseline, ...rankings.filter((name) => name !== baseline)],
      cutoffs,
      passages,
      filter: filter.value() || null,
      collection: currentCollection(),
    });
    if (location.hash === visit) {
      location.hash = `#/evaluation/${begun.id}`;
    } else {
      // Who has gone elsewhere meanwhile finds it in the list.
      await loadRuns();
      following.start();
    }
  } catch (failure) {
    if (failure.field === 'filter') {
      filter.complain(failure.message, failure.position ?? null);
    } else {
      say(byId('run-problem'), failure.message);
    }
  }
  byId('run-start').disabled = false;
}

function objection(rankings, cutoffs, passages) {
  if (!rankings.length) {
    return [byId('run-rankings').querySelector('input'), 'Choose at least one ranking.'];
  }
  if (!cutoffs.length || cutoffs.length > MOST_CUTOFFS) {
    return [byId('run-cutoffs').querySelector('input'), `Choose one to ${MOST_CUTOFFS} numbers of results to measure at.`];
  }
  const least = Math.max(...cutoffs);
  return Number.isInteger(passages) && passages >= least && passages <= offer.mostPassages ? null
    : [byId('run-passages'), `Passages a question must be a whole number from ${least} to ${offer.mostPassages}.`];
}

async function loadRuns() {
  const isLatest = lists.begin();
  try {
    const list = await api.evaluationRuns();
    if (isLatest()) {
      runs = list.runs;
      say(byId('runs-problem'), '');
      showRuns();
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('runs-problem'), failure.message);
    }
  }
}

function showRuns() {
  say(byId('runs-note'), runs.length ? plural(runs.length, 'run') : '');
  renew(byId('runs'), runs.length ? grid(['Run', 'Questions', 'Rankings', 'State', 'Best', ''], runs.map(runRow))
    : nothing(sets.isEmpty() ? 'No runs yet. Upload golden questions first.' : 'No runs yet.'));
  markRun(view.id);
}

function runRow(run) {
  const { id, setName, collection, questions, rankings, begunAt, state, best, progress } = run;
  const place = collections().length > 1 ? `, ${nameOf(collection)}` : '';
  const remove = button('Delete', () => removeRun(run),
    { className: 'quiet little', 'aria-label': `Delete the run of ${moment(begunAt)}` });
  remove.disabled = state === 'RUNNING';
  const link = make('a', { href: `#/evaluation/${id}` }, time(begunAt));
  const told = make('span', { className: `state ${DOT[state] ?? ''}`, text: STATES[state] ?? state });
  const here = id === view.id ? { 'aria-current': 'true' } : {};
  return make('tr', { 'data-key': id, 'data-run': id, 'data-state': state, ...here },
    make('th', { scope: 'row' }, link), make('td', { className: 'what', text: `${setName}, ${count(questions)}${place}` }),
    cell(rankings.map(({ label }) => label).join(', ')),
    make('td', {}, told, ...(progress ? [make('span', { className: 'soft', text: ` ${share(run)} %` })] : [])),
    cell(best ? `${best.ranking}, ${best.metric} ${best.value.toFixed(3)}` : ''), make('td', { className: 'act' }, remove));
}

const share = ({ progress, rankings, questions }) =>
  Math.floor(100 * ((progress.place - 1) * questions + progress.done) / (rankings.length * questions));

function markRun(id) {
  byId('runs').querySelectorAll('tr[data-run]').forEach((row) => {
    if (row.dataset.run === id) {
      row.setAttribute('aria-current', 'true');
    } else {
      row.removeAttribute('aria-current');
    }
  });
}

async function removeRun({ id, begunAt }) {
  const isGone = await confirmed({
    question: `Delete the run of ${moment(begunAt)}?`,
    detail: 'Its results can no longer be seen or compared.',
    action: () => api.removeEvaluationRun(id),
  });
  if (!isGone) {
    return;
  }
  if (view.id === id && isShown()) {
    location.hash = '#/evaluation';
  } else {
    await loadRuns();
  }
  byId('evaluation-title').focus();
}

/** Follows what runs, in the list and below it, until it has ended. */
async function follow() {
  if (!isShown() || !runs.some(({ state }) => state === 'RUNNING')) {
    following.stop();
    return;
  }
  await Promise.all([view.refresh(), loadRuns()]);
}
