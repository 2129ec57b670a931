import * as api from './api.js';
import { byId, make } from './element.js';

const REFRESH_MILLISECONDS = 4000;
const DID = {
  CREATE: 'Created', APPEND: 'Rows added', DELETE: 'Rows deleted', MERGE_INSERT: 'Rows merged', COMPACTION: 'Compacted',
  UPDATE: 'Rows updated', OVERWRITE: 'Overwritten', RESTORE: 'Restored', ADD_COLUMNS: 'Columns added',
  ALTER_COLUMNS: 'Columns altered', DROP_COLUMNS: 'Columns dropped', CLONE: 'Cloned', INDEX: 'Index built',
};

/** Tables that hold parts of the same things. */
const TOGETHER = [['documents', 'texts', 'passages'], ['conversations', 'conversation_turns']];

let overview = null;
/** What the address names: a table, and perhaps one of its versions. */
let place = { database: null, table: null, version: null };
let timer = null;

export function startOperations() {
  document.addEventListener('visibilitychange', () => shown() && refresh());
}

const shown = () => document.body.dataset.view === 'operations' && !document.hidden;

export async function enterOperations(database = null, table = null, version = null) {
  const before = place;
  place = { database, table, version: /^\d+$/.test(version ?? '') ? Number(version) : null };
  const sameTable = before.database === database && before.table === table;
  clearInterval(timer);
  timer = setInterval(() => (shown() ? refresh() : document.hidden || clearInterval(timer)), REFRESH_MILLISECONDS);
  await load();
  await showTable(sameTable);
}

const path = (database, table, version) => ['#/operations', database, table, version]
  .filter((part) => part !== undefined && part !== null).map((part, index) => (index ? encodeURIComponent(part) : part)).join('/');

async function refresh() {
  await load();
  const known = entry();
  if (known && known.version !== shownLatest) {
    await showTable(true);
  }
}

async function load() {
  try {
    const [told, jobs] = await Promise.all([api.overview(), api.jobs()]);
    overview = told;
    byId('operations-problem').textContent = '';
    showTables();
    showJobs(jobs);
  } catch (failure) {
    byId('operations-problem').textContent = failure.status === 404
      ? 'The endpoint /actuator/fletch is not exposed. Add fletch to management.endpoints.web.exposure.include.' : failure.message;
    byId('tables-note').textContent = '';
  }
}

let shownLatest = null;

function entry() {
  const databases = overview?.databases ?? {};
  // The address may name what every object has, as "constructor".
  return Object.hasOwn(databases, place.database) ? databases[place.database].tables.find(({ name }) => name === place.table) : undefined;
}

function showTables() {
  const databases = Object.entries(overview.databases);
  const several = databases.length > 1;
  const rows = databases.flatMap(([database, { tables }]) => tables.map((table) => tableRow(database, table, several)));
  const problems = databases.flatMap(([, each]) => Object.entries(each.problems));
  byId('tables-note').textContent = databases.map(([, { uri }]) => uri).join(', ');
  const heads = ['Table', ['Version'], ['Rows'], ['Fragments'], ['Deleted rows'], ['Size'], 'Indexed'];
  if (several) {
    heads.unshift('Database');
  }
  keepFocus(byId('tables'), () => byId('tables').replaceChildren(rows.length ? grid(heads, rows) : nothing('No tables yet.'),
    ...problems.map(([name, detail]) => make('p', { className: 'problem', text: `${name}: ${detail}` }))));
}

/** What is shown anew keeps the focus where it was. */
function keepFocus(element, show) {
  const href = element.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  const scrolled = element.scrollLeft;
  show();
  element.scrollLeft = scrolled;
  if (href) {
    [...element.querySelectorAll('a')].find((link) => link.getAttribute('href') === href)?.focus({ preventScroll: true });
  }
}

function tableRow(database, table, several) {
  const here = database === place.database && table.name === place.table;
  const row = make('tr', here ? { 'aria-current': 'true' } : {},
    make('th', { scope: 'row' }, make('a', { href: path(database, table.name), text: table.name })),
    number(table.version), number(table.rows), number(table.fragments), number(table.deletedRows),
    make('td', { className: 'number', text: size(table.bytes) }), make('td', {}, coverage(leastCovered(table.indexes))));
  if (several) {
    row.prepend(make('td', { text: database }));
  }
  return row;
}

const leastCovered = (indexes) => (indexes.length ? Math.min(...indexes.map((index) => index.coverage)) : null);

function coverage(share) {
  if (share === null) {
    return make('span', { className: 'soft', text: 'no index' });
  }
  const percent = share < 1 ? Math.min(99, Math.round(share * 100)) : 100;
  return make('span', { className: 'coverage' },
    make('meter', { min: 0, max: 1, value: share, 'aria-label': `${percent} % of the rows are indexed` }), `${percent} %`);
}

async function showTable(sameTable) {
  const known = entry();
  byId('table-part').hidden = !known;
  byId('table-problem').textContent = '';
  shownLatest = known?.version ?? null;
  if (!known) {
    if (place.table !== null && overview) {
      byId('operations-problem').textContent = `There is no table ${place.table} in the database ${place.database}.`;
    }
    return;
  }
  byId('table-title').textContent = known.name;
  byId('table-note').textContent = `Version ${known.version}, ${plural(known.rows, 'row')} in ${plural(known.fragments, 'fragment')}, ${size(known.bytes)}`;
  byId('indexes').replaceChildren(known.indexes.length ? indexGrid(known.indexes) : nothing('This table has no index; every search looks at all rows.'));
  try {
    const asked = place;
    const versions = await api.versions(place.database, place.table);
    if (asked !== place) {
      return;
    }
    const chosen = place.version ?? versions[0]?.version;
    keepFocus(byId('versions'), () => byId('versions').replaceChildren(...versions.map((version) => versionItem(version, chosen))));
    if (!sameTable) {
      byId('table-title').focus({ preventScroll: true });
      byId('table-part').scrollIntoView({ block: 'start' });
    }
    await new VersionView(place, chosen, known.version).show();
  } catch (failure) {
    byId('table-problem').textContent = failure.message;
  }
}

function indexGrid(indexes) {
  return grid(['Index', 'Kind', 'Columns', ['Unindexed rows'], ['Segments'], ['Size'], 'Coverage'], indexes.map((index) => make('tr', {},
    make('th', { scope: 'row', text: index.name }), make('td', { text: index.type }), make('td', { text: index.columns.join(', ') }),
    number(index.unindexedRows), number(index.segments), make('td', { className: 'number', text: size(index.bytes) }),
    make('td', {}, coverage(index.coverage), ...(index.problem ? [make('p', { className: 'problem', text: index.problem })] : [])))));
}

function versionItem({ version, time, operation, inserted, updated, deleted }, chosen) {
  const counts = [[inserted, '+'], [updated, '~'], [deleted, '−']].filter(([count]) => count > 0).map(([count, sign]) => `${sign}${count}`);
  return make('li', {}, make('a', { href: path(place.database, place.table, version), ...(version === chosen ? { 'aria-current': 'true' } : {}) },
    make('span', { className: 'which', text: String(version) }),
    make('span', { className: 'did', text: [DID[operation] ?? operation, ...counts].join(' ') }),
    make('time', { className: 'when', datetime: time, text: new Date(time).toLocaleString() })));
}

/** One version of a table: what it changed, its rows, and the way back to it. */
class VersionView {
  constructor({ database, table }, version, latest) {
    Object.assign(this, { database, table, version, latest });
    this.rows = make('div');
  }

  async show() {
    const key = [this.database, this.table, this.version, this.latest].join('/');
    const card = byId('version');
    if (card.dataset.shows === key || this.version === undefined) {
      return;
    }
    card.dataset.shows = key;
    card.setAttribute('aria-busy', 'true');
    try {
      const [changes, rows] = await Promise.all([api.changes(this.database, this.table, this.version),
        api.rowsOf(this.database, this.table, this.version)]);
      if (card.dataset.shows !== key) {
        return;
      }
      card.replaceChildren(this.head(), ...this.changes(changes), make('h5', { text: `Rows of version ${this.version}` }), this.rows);
      this.showRows(rows, []);
    } catch (failure) {
      card.replaceChildren(make('p', { className: 'problem', role: 'alert', text: failure.message }));
    }
    card.setAttribute('aria-busy', 'false');
  }

  head() {
    const isLatest = this.version === this.latest;
    const head = make('div', { className: 'version-head' }, make('h4', { text: `Version ${this.version}` }),
      ...(isLatest ? [make('span', { className: 'state done', text: 'latest' })] : []));
    if (!isLatest) {
      const button = make('button', { type: 'button', className: 'quiet', id: 'restore-version', text: 'Restore this version' });
      button.addEventListener('click', () => this.restore());
      head.append(button);
    }
    return head;
  }

  changes({ before, inserted, updated, deleted, columns, changes }) {
    if (before === null) {
      return [make('p', { className: 'note', text: 'No older version is left to compare it with.' })];
    }
    const counts = [['inserted', inserted], ['updated', updated], ['deleted', deleted]].filter(([, count]) => count > 0);
    if (!counts.length) {
      return [make('p', { className: 'note', text: `Has the same rows as version ${before}.` })];
    }
    const many = changes.length < inserted + updated + deleted ? `, ${changes.length} of them below` : '';
    return [make('ul', { className: 'counts', 'aria-label': 'Counts of changes' },
      ...counts.map(([kind, count]) => make('li', { className: kind, text: `${count.toLocaleString()} ${kind}` }))),
    make('h5', { text: `What changed against version ${before}${many}` }),
    scrolling('Changed rows', grid(['Change', ['Row'], ...columns.map(({ name }) => name)], changes.flatMap((change) => changeRows(change))))];
  }

  showRows({ total, columns, rows, next }, before) {
    const all = [...before, ...rows];
    if (!all.length) {
      this.rows.replaceChildren(make('p', { className: 'note', text: 'This version has no rows.' }));
      return;
    }
    this.rows.replaceChildren(
      scrolling(`Rows of version ${this.version}`, grid([['Row'], ...columns.map(({ name }) => name)], all.map((row) => make('tr', {}, number(row.rowId), ...row.values.map(value))))),
      make('p', { className: 'note more', text: `${all.length.toLocaleString()} of ${plural(total, 'row')}` }));
    if (next) {
      const more = make('button', { type: 'button', className: 'quiet more', text: 'More rows' });
      more.addEventListener('click', async () => {
        more.disabled = true;
        try {
          this.showRows(await api.rowsOf(this.database, this.table, this.version, next), all);
          this.rows.querySelector('button.more')?.focus();
        } catch (failure) {
          more.replaceWith(make('p', { className: 'problem', role: 'alert', text: failure.message }));
        }
      });
      this.rows.append(more);
    }
  }

  async restore() {
    const dialog = byId('restore');
    const others = TOGETHER.find((tables) => tables.includes(this.table))?.filter((table) => table !== this.table) ?? [];
    byId('restore-question').textContent = `Restore version ${this.version} of ${this.table}?`;
    byId('restore-detail').textContent = `The table becomes what it was then, as a new version after ${this.latest}. `
      + 'Nothing is lost: every version can be restored in its turn. Other tables stay as they are'
      + (others.length ? `: restore ${others.join(' and ')}, too, to versions of the same time, or they will not fit together.` : '.');
    dialog.returnValue = 'keep';
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
    if (dialog.returnValue !== 'restore') {
      return;
    }
    try {
      await api.restore(this.database, this.table, this.version, this.latest);
      location.hash = path(this.database, this.table);
      byId('table-title').focus();
    } catch (failure) {
      await refresh();
      byId('table-problem').textContent = failure.message;
    }
  }
}

function changeRows({ kind, rowId, before, after }) {
  const rows = [];
  if (kind === 'updated' && before) {
    rows.push(make('tr', {}, make('td', { className: 'kind-of updated', text: 'before' }), number(rowId),
      ...before.values.map((text, index) => value(text, after && after.values[index] !== text ? 'was' : ''))));
  }
  const row = after ?? before;
  if (row) {
    rows.push(make('tr', {}, make('td', { className: `kind-of ${kind}`, text: kind }), number(rowId),
      ...row.values.map((text) => value(text))));
  }
  return rows;
}

function showJobs(ingestion) {
  const jobs = [
    ...overview.upkeep.map(({ database, table, kind, since }) => ['Upkeep', kind.toLowerCase(), `${database} / ${table}`, 'running', since, '']),
    ...overview.jobs.map(({ database, table, operation, state, begun, result }) => ['Asked for', operation, `${database} / ${table}`, state, begun, result ?? '']),
    ...ingestion.filter(({ state }) => state !== 'DONE').map(({ name, stage, state, done, total, error }) => ['Ingestion', (stage ?? '').toLowerCase(), name,
      { RUNNING: 'running', FAILED: 'failed' }[state] ?? state.toLowerCase(), null, error ?? (total ? `${done} of ${total} passages` : '')]),
  ];
  const done = ingestion.filter(({ state }) => state === 'DONE').length;
  byId('jobs').replaceChildren(jobs.length ? grid(['Job', 'What', 'Of', 'State', 'Since', 'Result'], jobs.map(([job, what, of, state, since, result]) => make('tr', {},
    make('th', { scope: 'row', text: job }), make('td', { text: what }), make('td', { text: of }),
    make('td', {}, make('span', { className: `state ${state}`, text: state })),
    make('td', { text: since ? new Date(since).toLocaleTimeString() : '' }), make('td', { text: result }))))
    : nothing(`Nothing runs now.${done ? ` ${plural(done, 'document')} went through since the start.` : ''}`));
}

function grid(heads, rows) {
  return make('table', {}, make('thead', {}, make('tr', {}, ...heads.map((head) => (Array.isArray(head)
    ? make('th', { scope: 'col', className: 'number', text: head[0] }) : make('th', { scope: 'col', text: head }))))), make('tbody', {}, ...rows));
}

const scrolling = (label, content) => make('div', { className: 'grid-scroll', tabindex: '0', role: 'region', 'aria-label': label }, content);

const nothing = (text) => make('p', { className: 'nothing', text });

const number = (count) => make('td', { className: 'number', text: count.toLocaleString() });

function value(text, className = '') {
  return text === null ? make('td', { className: `null ${className}`, text: 'null' }) : make('td', { className, text });
}

const plural = (count, word) => `${count.toLocaleString()} ${word}${count === 1 ? '' : 's'}`;

function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
