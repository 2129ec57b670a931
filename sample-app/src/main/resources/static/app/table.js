import { make } from './element.js';
import { count, moment } from './words.js';

/** A table of rows. A head is a text, [text] above numbers, or empty above what needs none. */
export function grid(heads, rows) {
  return make('table', { className: 'grid' },
    make('thead', {}, make('tr', {}, ...heads.map(headOf))), make('tbody', {}, ...rows));
}

function headOf(head) {
  if (head === '') {
    return make('td');
  }
  return Array.isArray(head) ? make('th', { scope: 'col', className: 'number', text: head[0] })
    : make('th', { scope: 'col', text: head });
}

/** What may be wider than its place scrolls in it, by the keyboard, too. */
export const scrolling = (label, content, className = 'sheet-scroll') =>
  make('div', { className, tabindex: '0', role: 'region', 'aria-label': label }, content);

export const nothing = (text) => make('p', { className: 'nothing', text });

export const rowHead = (text) => make('th', { scope: 'row', text });

export const cell = (text) => make('td', { text });

export const figure = (text) => make('td', { className: 'number', text });

export const number = (of) => figure(count(of));

export const time = (at) => make('time', { datetime: at, text: moment(at) });
