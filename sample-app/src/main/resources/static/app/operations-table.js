import * as api from './api.js';
import { confirmed } from './confirm.js';
import { button } from './controls.js';
import { byId, make, say } from './element.js';
import { Latest } from './latest.js';
import { cell, figure, grid, number, rowHead, scrolling } from './table.js';
import { count, plural, size } from './words.js';

/** Tables that hold parts of the same things. */
const TOGETHER = [['documents', 'texts', 'passages'], ['conversations', 'conversation_turns']];

/** The address of a table, or of one of its versions. */
export const pathOf = (...parts) => ['#/operations', ...parts.map(encodeURIComponent)].join('/');

/** How much of the rows is indexed, from 0 to 1, or null where there is no index. */
export function coverage(share) {
  if (share === null) {
    return make('span', { className: 'soft', text: 'no index' });
  }
  const percent = share < 1 ? Math.min(99, Math.round(share * 100)) : 100;
  return make('span', { className: 'coverage' },
    make('meter', { min: 0, max: 1, value: share, 'aria-label': `${percent} % of the rows are indexed` }), `${percent} %`);
}

export function indexGrid(indexes) {
  const heads = ['Index', 'Kind', 'Columns', ['Unindexed rows'], ['Segments'], ['Size'], 'Coverage'];
  return grid(heads, indexes.map((index) => make('tr', { 'data-key': index.name },
    rowHead(index.name), cell(index.type), cell(index.columns.join(', ')),
    number(index.unindexedRows), number(index.segments), figure(size(index.bytes)),
    make('td', {}, coverage(index.coverage),
      ...(index.problem ? [make('p', { className: 'problem', text: index.problem })] : [])))));
}

const gridScrolling = (label, content) => scrolling(label, content, 'grid-scroll');

/** One version of a table: what it changed, its rows, and the way back to it. */
export class VersionView {
  /** Takes what reads the tables anew. */
  constructor(refresh) {
    this.refresh = refresh;
    this.asked = new Latest();
    this.shown = null;
  }

  /**
   * Shows a version. One that is there already stays, whatever became of the table: only the way back to it may be
   * offered or not. Returns whether all is as it should be; otherwise it is worth to be tried again.
   */
  async show({ database, table, version, latest }) {
    const card = byId('version');
    const path = pathOf(database, table, version);
    const isLatest = this.asked.begin();
    if (this.shown === path) {
      card.setAttribute('aria-busy', 'false');
      this.tellLatest(latest);
      return true;
    }
    card.setAttribute('aria-busy', 'true');
    try {
      const [changes, rows] = await Promise.all([api.changes(database, table, version), api.rowsOf(database, table, version)]);
      if (isLatest()) {
        Object.assign(this, { database, table, version, latest: undefined, shown: path });
        this.head = make('div', { className: 'version-head' });
        this.rows = make('div');
        this.tellLatest(latest);
        card.replaceChildren(this.head, ...this.changes(changes), make('h5', { text: `Rows of version ${version}` }), this.rows);
        this.showRows(rows, []);
        say(byId('version-note'), `Version ${version} is shown`);
      }
      return true;
    } catch (failure) {
      return !isLatest() || this.refused(failure);
    } finally {
      if (isLatest()) {
        card.setAttribute('aria-busy', 'false');
      }
    }
  }

  refused(failure) {
    const card = byId('version');
    const told = card.querySelector(':scope > .problem:only-child') ?? make('p', { className: 'problem', role: 'alert' });
    say(told, failure.message);
    if (!told.isConnected) {
      card.replaceChildren(told);
    }
    this.shown = null;
    return failure.status >= 400 && failure.status < 500;
  }

  /** Only what is not the latest version can be restored. */
  tellLatest(latest) {
    const wasLatest = this.latest === this.version;
    const isFirst = this.latest === undefined;
    this.latest = latest;
    if (!isFirst && wasLatest === (latest === this.version)) {
      return;
    }
    this.head.replaceChildren(make('h4', { text: `Version ${this.version}` }), latest === this.version
      ? make('span', { className: 'state done', text: 'latest' })
      : button('Restore this version', () => this.restore(), { id: 'restore-version' }));
  }

  changes({ before, inserted, updated, deleted, columns, changes }) {
    if (before === null) {
      return [make('p', { className: 'note', text: 'No older version is left to compare it with.' })];
    }
    const counts = [['inserted', inserted], ['updated', updated], ['deleted', deleted]].filter(([, many]) => many > 0);
    if (!counts.length) {
      return [make('p', { className: 'note', text: `Has the same rows as version ${before}.` })];
    }
    const some = changes.length < inserted + updated + deleted ? `, ${count(changes.length)} of them below` : '';
    return [make('ul', { className: 'counts', 'aria-label': 'Counts of changes' },
      ...counts.map(([kind, many]) => make('li', { className: kind, text: `${count(many)} ${kind}` }))),
    make('h5', { text: `What changed against version ${before}${some}` }),
    gridScrolling('Changed rows', grid(['Change', ['Row'], ...columns.map(({ name }) => name)],
      changes.flatMap((change) => changeRows(change))))];
  }

  showRows({ total, columns, rows, next }, before) {
    const { shown, database, table, version } = this;
    const all = [...before, ...rows];
    if (!all.length) {
      this.rows.replaceChildren(make('p', { className: 'note', text: 'This version has no rows.' }));
      return;
    }
    const heads = [['Row'], ...columns.map(({ name }) => name)];
    this.rows.replaceChildren(
      gridScrolling(`Rows of version ${version}`, grid(heads, all.map(({ rowId, values }) =>
        make('tr', {}, number(rowId), ...values.map((text) => value(text)))))),
      make('p', { className: 'note more', text: `${count(all.length)} of ${plural(total, 'row')}` }));
    if (!next) {
      return;
    }
    const more = button('Show more rows', async () => {
      more.disabled = true;
      try {
        const found = await api.rowsOf(database, table, version, next);
        if (shown === this.shown) {
          this.showRows(found, all);
          this.rows.querySelector('button.more')?.focus();
        }
      } catch (failure) {
        more.disabled = false;
        this.rows.querySelector('.problem')?.remove();
        more.before(make('p', { className: 'problem', role: 'alert', text: failure.message }));
      }
    }, { className: 'quiet more' });
    this.rows.append(more);
  }

  async restore() {
    const { database, table, version, latest } = this;
    const others = TOGETHER.find((tables) => tables.includes(table))?.filter((each) => each !== table) ?? [];
    const isRestored = await confirmed({
      question: `Restore version ${version} of ${table}?`,
      detail: `The table becomes what it was then, as a new version after ${latest}. `
        + 'Nothing is lost: every version can be restored in its turn. Other tables stay as they are'
        + (others.length
          ? `: restore ${others.join(' and ')}, too, to versions of the same time, or they will not fit together.` : '.'),
      keep: 'Leave it as it is',
      act: 'Restore',
      action: () => api.restore(database, table, version, latest),
    });
    const path = pathOf(database, table);
    if (isRestored && location.hash !== path) {
      location.hash = path;
    } else {
      // It may have been refused because there is a later version.
      await this.refresh();
    }
    if (isRestored) {
      byId('table-title').focus();
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

function value(text, className = '') {
  return text === null ? make('td', { className: `null ${className}`, text: 'null' }) : make('td', { className, text });
}
