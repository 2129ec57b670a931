import * as api from './api.js';
import { byId, make, say } from './element.js';
import { Latest } from './latest.js';
import { coverage, indexGrid, pathOf, VersionView } from './operations-table.js';
import { renew } from './renew.js';
import { Repeat } from './repeat.js';
import { cell, figure, grid, nothing, number } from './table.js';
import { clock, count, moment, plural, size } from './words.js';

const REFRESH_MILLISECONDS = 4000;
const DID = {
  CREATE: 'Created', APPEND: 'Rows added', DELETE: 'Rows deleted', MERGE_INSERT: 'Rows merged', COMPACTION: 'Compacted',
  UPDATE: 'Rows updated', OVERWRITE: 'Overwritten', RESTORE: 'Restored', ADD_COLUMNS: 'Columns added',
  ALTER_COLUMNS: 'Columns altered', DROP_COLUMNS: 'Columns dropped', CLONE: 'Cloned', INDEX: 'Index built',
};
const STATES = { RUNNING: 'running', FAILED: 'failed' };
const NOT_EXPOSED = 'The endpoint /actuator/fletch is not exposed. Add fletch to management.endpoints.web.exposure.include.';

let overview = null;
/** The jobs of each collection that could be asked, with its name. */
let ingestion = [];
/** What the address names: a table, and perhaps one of its versions. */
let place = { database: null, table: null, version: null };
/** The version of the table that is shown in full, or null after a failure. */
let shownLatest = null;
let view = null;
let repeat = null;
const loads = new Latest();
const tables = new Latest();

export function startOperations() {
  view = new VersionView(refresh);
  repeat = new Repeat(REFRESH_MILLISECONDS, () => (isShown() ? refresh() : document.hidden || repeat.stop()));
  document.addEventListener('visibilitychange', () => isShown() && refresh());
}

const isShown = () => document.body.dataset.view === 'operations' && !document.hidden;

export async function enterOperations(database = null, table = null, version = null) {
  const before = place;
  place = { database, table, version: /^\d+$/.test(version ?? '') ? Number(version) : null };
  const entered = place;
  const sameTable = before.database === database && before.table === table;
  repeat.start();
  await load();
  if (entered === place) {
    await showTable(sameTable);
  }
}

async function refresh() {
  await load();
  const known = entry();
  if (known && known.version !== shownLatest) {
    await showTable(true);
  }
}

/** What the store does and what is read in fail apart from each other. */
async function load() {
  const isLatest = loads.begin();
  await Promise.all([loadOverview(isLatest), loadIngestion(isLatest)]);
  if (isLatest()) {
    showJobs();
  }
}

async function loadOverview(isLatest) {
  try {
    const told = await api.overview();
    if (isLatest()) {
      overview = told;
      say(byId('operations-problem'), '');
      showTables();
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('operations-problem'), failure.status === 404 ? NOT_EXPOSED : failure.message);
      say(byId('tables-note'), '');
    }
  }
}

async function loadIngestion(isLatest) {
  try {
    const told = await Promise.all((await api.collections()).map(jobsOf));
    if (isLatest()) {
      ingestion = told;
      say(byId('jobs-problem'), '');
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('jobs-problem'), `The documents on their way cannot be told: ${failure.message}`);
    }
  }
}

async function jobsOf({ id, name }) {
  try {
    return { id, name, jobs: await api.jobs(id) };
  } catch (failure) {
    if (failure.status !== 404) {
      throw failure;
    }
    // It was deleted meanwhile.
    return { id, name, jobs: [] };
  }
}

function entry() {
  const databases = overview?.databases ?? {};
  // The address may name what every object has, as "constructor".
  return Object.hasOwn(databases, place.database) ? databases[place.database].tables.find(({ name }) => name === place.table)
    : undefined;
}

function showTables() {
  const databases = Object.entries(overview.databases);
  const several = databases.length > 1;
  const rows = databases.flatMap(([database, { tables: all }]) => all.map((table) => tableRow(database, table, several)));
  const problems = databases.flatMap(([, each]) => Object.entries(each.problems));
  say(byId('tables-note'), databases.map(([, { uri }]) => uri).join(', '));
  const heads = ['Table', ['Version'], ['Rows'], ['Fragments'], ['Deleted rows'], ['Size'], 'Indexed'];
  renew(byId('tables'), rows.length ? grid(several ? ['Database', ...heads] : heads, rows) : nothing('No tables yet.'),
    ...problems.map(([name, detail]) => make('p', { className: 'problem', text: `${name}: ${detail}` })));
}

function tableRow(database, table, several) {
  const isHere = database === place.database && table.name === place.table;
  const row = make('tr', { 'data-key': `${database}/${table.name}`, ...(isHere ? { 'aria-current': 'true' } : {}) },
    make('th', { scope: 'row' }, make('a', { href: pathOf(database, table.name), text: table.name })),
    number(table.version), number(table.rows), number(table.fragments), number(table.deletedRows), figure(size(table.bytes)),
    make('td', {}, coverage(leastCovered(table.indexes))));
  if (several) {
    row.prepend(cell(database));
  }
  return row;
}

const leastCovered = (indexes) => (indexes.length ? Math.min(...indexes.map((index) => index.coverage)) : null);

async function showTable(sameTable) {
  const known = entry();
  const isLatest = tables.begin();
  byId('table-part').hidden = !known;
  say(byId('place-problem'), known || place.table === null || !overview ? ''
    : `There is no table ${place.table} in the database ${place.database}.`);
  shownLatest = null;
  if (!known) {
    return;
  }
  showFacts(known);
  const { database, table, version } = place;
  try {
    const versions = await api.versions(database, table);
    if (!isLatest()) {
      return;
    }
    say(byId('table-problem'), '');
    const chosen = version ?? versions[0]?.version;
    renew(byId('versions'), ...versions.map((each) => versionItem(each, chosen)));
    if (!sameTable) {
      byId('table-title').focus({ preventScroll: true });
      byId('table-part').scrollIntoView({ block: 'start' });
    }
    // The table may have gone on since it was looked at.
    const latest = Math.max(known.version, versions[0]?.version ?? 0);
    if (chosen === undefined || await view.show({ database, table, version: chosen, latest })) {
      shownLatest = isLatest() ? known.version : shownLatest;
    }
  } catch (failure) {
    if (isLatest()) {
      say(byId('table-problem'), failure.message);
    }
  }
}

function showFacts({ name, version, rows, fragments, bytes, indexes }) {
  say(byId('table-title'), name);
  say(byId('table-note'),
    `Version ${count(version)}, ${plural(rows, 'row')} in ${plural(fragments, 'fragment')}, ${size(bytes)}`);
  renew(byId('indexes'), indexes.length ? indexGrid(indexes)
    : nothing('This table has no index; every search looks at all rows.'));
}

function versionItem({ version, time, operation, inserted, updated, deleted }, chosen) {
  const counts = [[inserted, '+'], [updated, '~'], [deleted, '−']].filter(([many]) => many > 0)
    .map(([many, sign]) => `${sign}${count(many)}`);
  const href = pathOf(place.database, place.table, version);
  return make('li', { 'data-key': href }, make('a', { href, ...(version === chosen ? { 'aria-current': 'true' } : {}) },
    make('span', { className: 'which', text: String(version) }),
    make('span', { className: 'did', text: [DID[operation] ?? operation, ...counts].join(' ') }),
    make('time', { className: 'when', datetime: time, text: moment(time) })));
}

function showJobs() {
  const several = ingestion.length > 1;
  const jobs = [
    ...(overview?.upkeep ?? []).map(({ database, table, kind, since }) =>
      ['Upkeep', kind.toLowerCase(), `${database} / ${table}`, '', 'running', since, '']),
    ...(overview?.jobs ?? []).map(({ database, table, operation, state, begun, result }) =>
      ['Asked for', operation, `${database} / ${table}`, '', state, begun, result ?? '']),
    ...ingestion.flatMap(({ name, jobs: all }) =>
      all.filter(({ state }) => state !== 'DONE').map((job) => ingestionOf(job, name))),
  ];
  const done = ingestion.flatMap(({ jobs: all }) => all).filter(({ state }) => state === 'DONE').length;
  const heads = ['Job', 'What', 'Of', 'Collection', 'State', 'Since', 'Result'];
  renew(byId('jobs'), jobs.length
    ? grid(several ? heads : heads.toSpliced(3, 1), jobs.map((job) => jobRow(job, several)))
    : nothing(`Nothing runs now.${done ? ` ${plural(done, 'document')} went through since the start.` : ''}`));
}

function ingestionOf({ name, stage, state, done, total, error }, collection) {
  const result = error ?? (total ? `${count(done)} of ${plural(total, 'passage')}` : '');
  return ['Ingestion', (stage ?? '').toLowerCase(), name, collection, STATES[state] ?? state.toLowerCase(), null, result];
}

function jobRow([job, what, of, collection, state, since, result], several) {
  return make('tr', {}, make('th', { scope: 'row', text: job }), cell(what), make('td', { className: 'of', text: of }),
    ...(several ? [make('td', { className: 'of', text: collection })] : []),
    make('td', {}, make('span', { className: `state ${state}`, text: state })),
    cell(since ? clock(since) : ''), make('td', { className: 'result', text: result }));
}
