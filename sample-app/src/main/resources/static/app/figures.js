import { make } from './element.js';

const NAMES = {
  rewrite: 'Understand the question', retrieve: 'Search', rerank: 'Rerank', expand: 'Read around', pack: 'Pack the prompt',
  guard: 'Look for orders', generate: 'Answer',
};
const HEADS = ['Stage', 'Time', 'In', 'Out', 'Tokens read', 'Tokens written'];

/** What each stage of an answer took, behind a disclosure. */
export function figuresOf({ stages, lookedFor }) {
  const head = make('tr', {}, ...HEADS.map((text) => make('th', { scope: 'col', text })));
  const table = make('table', {}, make('thead', {}, head), make('tbody', {}, ...stages.map(rowOf)));
  const notes = stages.flatMap((stage) => stage.notes);
  return make('details', { className: 'figures' }, make('summary', { text: 'Time and tokens' }),
    make('p', { text: `Searched for: ${lookedFor.map((text) => `“${text}”`).join(', ')}` }),
    make('div', { className: 'table', tabindex: '0', role: 'region', 'aria-label': 'Stages' }, table),
    ...notes.map((text) => make('p', { text })));
}

function rowOf({ name, millis, in: given, out, tokens }) {
  const cells = [`${millis < 10 ? millis.toFixed(1) : Math.round(millis)} ms`, given, out ?? '', tokens?.read ?? '',
    tokens?.written ?? ''];
  return make('tr', { 'data-stage': name }, make('th', { scope: 'row', text: NAMES[name] ?? name }),
    ...cells.map((value) => make('td', { text: String(value) })));
}
