import * as api from './api.js';
import { collections, currentCollection, nameOf, whenCollectionChanges } from './collection.js';
import { Choice } from './collections.js';
import { byId, make } from './element.js';
import { RunView } from './evaluation-run.js';
import { FilterBox } from './filter.js';

const POLL_MILLISECONDS = 700;
const CUTOFFS = [1, 3, 5, 10, 20, 50];
const MOST_CUTOFFS = 4;
/** What others are compared with, unless somebody says otherwise. */
const BASELINE = 'hybrid';
const STATES = { RUNNING: 'running', DONE: 'done', CANCELLED: 'cancelled', FAILED: 'failed', BROKEN_OFF: 'broken off' };
const DOT = { RUNNING: 'running', DONE: 'done', FAILED: 'failed', BROKEN_OFF: 'failed' };

let offer = null;
let sets = [];
let runs = [];
let view = null;
let filter = null;
let learned = null;
let timer = null;
let visited = false;
/** What was found of a set's names; asked once for each set and visit. */
let checks = new Map();

export function startEvaluation() {
  view = new RunView(() => runs);
  filter = new FilterBox(byId('run-filter'), byId('run-filter-options'), byId('run-filter-problem'));
  byId('golden-upload').addEventListener('click', () => byId('golden-file').click());
  byId('golden-file').addEventListener('change', upload);
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
      checks = new Map();
    }
    if (moved && shown()) {
      learned = learn();
      showSets();
    }
  });
}

const shown = () => document.body.dataset.view === 'evaluation';

export async function enterEvaluation(run = null, other = null) {
  learned ??= learn();
  checks = new Map();
  await Promise.all([learned, loadSets(), loadRuns()]);
  if (run !== null) {
    // At the start nobody's focus is taken.
    await view.show(run, other, visited);
  } else {
    view.hide();
  }
  visited = true;
  markRun(run);
  poll();
}

async function learn() {
  try {
    const [own, playground] = await Promise.all([api.evaluationOffer(), api.playground()]);
    offer = own;
    filter.learn(playground.filter);
    byId('run-passages').max = offer.mostPassages;
    byId('run-passages').value = offer.passages;
    byId('run-rankings').replaceChildren(...offer.rankings.map(({ name, label, description, suggested }) => chip('checkbox', name, label, suggested, description)));
    byId('run-cutoffs').replaceChildren(...CUTOFFS.map((cutoff) => chip('checkbox', cutoff, `@${cutoff}`, offer.cutoffs.includes(cutoff))));
    showBaselines();
  } catch (failure) {
    learned = null;
    byId('evaluation-problem').textContent = failure.message;
  }
}

export function chip(type, value, label, checked, title = '', name = '') {
  const box = make('input', { type, value, name });
  box.checked = checked;
  return make('label', title ? { className: 'chip', title } : { className: 'chip' }, box, make('span', { text: label }));
}

const checked = (id) => [...byId(id).querySelectorAll('input:checked')].map((box) => box.value);

function showBaselines() {
  const chosen = offer.rankings.filter(({ name }) => checked('run-rankings').includes(name));
  const before = byId('run-baseline').value || BASELINE;
  byId('run-baseline').replaceChildren(...chosen.map(({ name, label }) => make('option', { value: name, text: label })));
  byId('run-baseline').value = chosen.some(({ name }) => name === before) ? before : chosen[0]?.name ?? '';
}

async function loadSets() {
  try {
    const list = await api.goldenSets();
    sets = list.sets;
    byId('evaluation-problem').textContent = '';
    showSets();
  } catch (failure) {
    byId('golden-note').textContent = '';
    byId('evaluation-problem').textContent = failure.message;
  }
}

function showSets() {
  byId('golden-note').textContent = sets.length ? plural(sets.length, 'set') : '';
  byId('golden-sets').replaceChildren(sets.length
    ? grid(['Set', ['Questions'], 'Names', 'Here', 'Uploaded', ''], sets.map(setRow))
    : nothing('No golden questions yet. Upload some, or download the example and upload it: it fits the documents that come with this application.'));
  byId('evaluation-run-part').hidden = !sets.length;
  const before = byId('run-set').value;
  byId('run-set').replaceChildren(...sets.map(({ id, name, questions }) => make('option', { value: id, text: `${name} (${plural(questions, 'question')})` })));
  byId('run-set').value = sets.some(({ id }) => id === before) ? before : sets[0]?.id ?? '';
}

function setRow({ id, name, questions, kind, addedAt }) {
  const here = make('td', { className: 'here' }, make('span', { className: 'soft', text: 'Looking' }));
  showCheck(id, kind, here);
  const remove = make('button', { type: 'button', className: 'quiet little', text: 'Delete', 'aria-label': `Delete ${name}` });
  remove.addEventListener('click', () => removeSet(id, name));
  return make('tr', { 'data-set': id }, make('th', { scope: 'row', text: name }), number(questions), make('td', { text: kind }), here,
    make('td', {}, time(addedAt)), make('td', { className: 'act' }, remove));
}

async function showCheck(id, kind, cell) {
  if (!checks.has(id)) {
    checks.set(id, api.goldenCheck(id));
  }
  try {
    const { named, present, missing, missingTotal, repeated } = await checks.get(id);
    cell.replaceChildren(make('span', { className: present < named ? 'lacking' : 'complete', text: `${present.toLocaleString()} of ${named.toLocaleString()} ${kind}` }));
    if (missingTotal) {
      cell.append(lines(`Missing in ${plural(missingTotal, 'place')}`, missing.map(({ line, name }) => [line, name]), missingTotal));
    }
    if (repeated.length) {
      cell.append(lines(`${plural(repeated.length, 'question')} asked twice`, repeated.map(({ line, first }) => [line, `as line ${first}`]), repeated.length));
    }
  } catch (failure) {
    cell.replaceChildren(make('span', { className: 'problem', text: failure.message }));
  }
}

function lines(summary, entries, total) {
  const list = make('ul', {}, ...entries.map(([line, text]) => make('li', {}, make('span', { className: 'line', text: `Line ${line}` }), make('span', { text }))));
  if (entries.length < total) {
    list.append(make('li', { className: 'soft', text: `and ${(total - entries.length).toLocaleString()} more` }));
  }
  return make('details', { className: 'missing' }, make('summary', { text: summary }), list);
}

async function upload() {
  const [file] = byId('golden-file').files;
  byId('golden-file').value = '';
  byId('golden-errors').replaceChildren();
  if (!file) {
    return;
  }
  if (file.size > (offer?.mostBytes ?? Infinity)) {
    byId('golden-errors').append(make('p', { className: 'problem', text: `${file.name} has more than ${offer.mostBytes / 1_000_000} MB. Upload it in parts.` }));
    return;
  }
  byId('golden-upload').disabled = true;
  byId('golden-note').textContent = `Reading ${file.name}`;
  try {
    const added = await api.uploadGoldenSet(file);
    await loadSets();
    byId('run-set').value = added.id;
    byId('golden-note').textContent = `${added.name} has ${plural(added.questions, 'question')}`;
  } catch (failure) {
    byId('golden-note').textContent = '';
    byId('golden-errors').append(make('p', { className: 'problem', text: `${file.name}: ${failure.message}` }));
    if (failure.errors.length > 1) {
      byId('golden-errors').append(make('ul', {}, ...failure.errors.map(({ line, detail }) => make('li', {},
        make('span', { className: 'line', text: `Line ${line}` }), make('span', { text: detail })))));
    }
  }
  byId('golden-upload').disabled = false;
}

async function removeSet(id, name) {
  if (!await confirmed(`Delete ${name}?`, 'Its questions are forgotten here. Runs over it stay, with their answers.')) {
    return;
  }
  await told(() => api.removeGoldenSet(id));
  await loadSets();
  byId('golden-upload').focus();
}

async function confirmed(question, detail) {
  const dialog = byId('evaluation-confirm');
  byId('evaluation-confirm-question').textContent = question;
  byId('evaluation-confirm-detail').textContent = detail;
  dialog.returnValue = 'keep';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  return dialog.returnValue === 'delete';
}

async function told(action) {
  try {
    byId('evaluation-problem').textContent = '';
    return await action();
  } catch (failure) {
    byId('evaluation-problem').textContent = failure.message;
    byId('content').scrollTop = 0;
    return null;
  }
}

async function start() {
  filter.complain('');
  const rankings = checked('run-rankings');
  const cutoffs = checked('run-cutoffs').map(Number);
  const passages = Number(byId('run-passages').value);
  const wrong = objection(rankings, cutoffs, passages);
  byId('run-problem').textContent = wrong ? wrong[1] : '';
  byId('run-passages').setAttribute('aria-invalid', String(wrong?.[0] === byId('run-passages')));
  if (wrong) {
    wrong[0].focus();
    return;
  }
  const baseline = byId('run-baseline').value;
  byId('run-start').disabled = true;
  try {
    const begun = await api.startEvaluationRun({
      set: byId('run-set').value, rankings: [baseline, ...rankings.filter((name) => name !== baseline)], cutoffs, passages, filter: filter.value() || null,
      collection: currentCollection(),
    });
    location.hash = `#/evaluation/${begun.id}`;
  } catch (failure) {
    if (failure.field === 'filter') {
      filter.complain(failure.message, failure.position ?? null);
    } else {
      byId('run-problem').textContent = failure.message;
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
  try {
    const list = await api.evaluationRuns();
    runs = list.runs;
    showRuns();
  } catch (failure) {
    byId('evaluation-problem').textContent = failure.message;
  }
}

function showRuns() {
  byId('runs-note').textContent = runs.length ? plural(runs.length, 'run') : '';
  const focused = byId('runs').contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  byId('runs').replaceChildren(runs.length ? grid(['Run', 'Questions', 'Rankings', 'State', 'Best', ''], runs.map(runRow))
    : nothing(sets.length ? 'No runs yet.' : 'No runs yet. Upload golden questions first.'));
  if (focused) {
    [...byId('runs').querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus({ preventScroll: true });
  }
  markRun(view.id);
}

function runRow(run) {
  const { id, setName, collection, questions, rankings, begunAt, state, best, progress } = run;
  const place = collections().length > 1 ? `, ${nameOf(collection)}` : '';
  const remove = make('button', { type: 'button', className: 'quiet little', text: 'Delete', 'aria-label': `Delete the run of ${new Date(begunAt).toLocaleString()}` });
  remove.disabled = state === 'RUNNING';
  remove.addEventListener('click', () => removeRun(run));
  const link = make('a', { href: `#/evaluation/${id}` }, time(begunAt));
  const told = make('span', { className: `state ${DOT[state] ?? ''}`, text: STATES[state] ?? state });
  return make('tr', { 'data-run': id, 'data-state': state }, make('th', { scope: 'row' }, link), make('td', { text: `${setName}, ${questions.toLocaleString()}${place}` }),
    make('td', { text: rankings.map(({ label }) => label).join(', ') }),
    make('td', {}, told, ...(progress ? [make('span', { className: 'soft', text: ` ${share(run)} %` })] : [])),
    make('td', { text: best ? `${best.ranking}, ${best.metric} ${best.value.toFixed(3)}` : '' }), make('td', { className: 'act' }, remove));
}

const share = ({ progress, rankings, questions }) => Math.floor(100 * ((progress.place - 1) * questions + progress.done) / (rankings.length * questions));

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
  if (!await confirmed(`Delete the run of ${new Date(begunAt).toLocaleString()}?`, 'Its results can no longer be seen or compared.')) {
    return;
  }
  await told(() => api.removeEvaluationRun(id));
  if (view.id === id) {
    location.hash = '#/evaluation';
  } else {
    await loadRuns();
  }
  byId('evaluation-title').focus();
}

/** Follows what runs, in the list and below it, until it has ended. */
function poll() {
  clearTimeout(timer);
  if (!runs.some(({ state }) => state === 'RUNNING')) {
    return;
  }
  timer = setTimeout(async () => {
    if (!shown()) {
      return;
    }
    await view.refresh();
    await loadRuns();
    poll();
  }, POLL_MILLISECONDS);
}

export function grid(heads, rows) {
  return make('table', {}, make('thead', {}, make('tr', {}, ...heads.map((head) => {
    if (head === '') {
      return make('td', {});
    }
    return Array.isArray(head) ? make('th', { scope: 'col', className: 'number', text: head[0] }) : make('th', { scope: 'col', text: head });
  }))), make('tbody', {}, ...rows));
}

export const nothing = (text) => make('p', { className: 'nothing', text });
export const number = (count) => make('td', { className: 'number', text: count.toLocaleString() });
export const plural = (count, word) => `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;
export const time = (at) => make('time', { datetime: at, text: new Date(at).toLocaleString() });
