import { make } from './element.js';
import { count, duration } from './words.js';

const NAMES = {
  rewrite: 'Understand the question', retrieve: 'Search', rerank: 'Rerank', expand: 'Read around', pack: 'Pack the prompt',
  guard: 'Look for orders', generate: 'Answer',
};
const HEADS = ['Stage', 'Time', 'In', 'Out'];
const TOKEN_HEADS = ['Tokens read', 'Tokens written'];

/** What each stage of an answer took, behind a disclosure. */
export function figuresOf({ stages, lookedFor }) {
  const hasTokens = stages.some(({ tokens }) => tokens);
  const heads = hasTokens ? [...HEADS, ...TOKEN_HEADS] : HEADS;
  const head = make('tr', {}, ...heads.map((text) => make('th', { scope: 'col', text })));
  const table = make('table', {}, make('thead', {}, head),
    make('tbody', {}, ...stages.map((stage) => rowOf(stage, hasTokens))));
  const notes = stages.flatMap((stage) => stage.notes);
  if (!hasTokens) {
    notes.push('No model told how many tokens it read and wrote.');
  }
  return make('details', { className: 'figures' }, make('summary', { text: 'Time and tokens' }),
    make('p', { text: `Searched for: ${lookedFor.map((text) => `“${text}”`).join(', ')}` }),
    make('div', { className: 'table', tabindex: '0', role: 'group', 'aria-label': 'Stages' }, table),
    ...notes.map((text) => make('p', { text })));
}

/** A number, or nothing where it is not known. */
const told = (number) => (Number.isFinite(number) ? count(number) : number ?? '');

function rowOf({ name, millis, in: given, out, tokens }, hasTokens) {
  const cells = [duration(millis), told(given), told(out)];
  if (hasTokens) {
    cells.push(told(tokens?.read), told(tokens?.written));
  }
  return make('tr', { 'data-stage': name }, make('th', { scope: 'row', text: NAMES[name] ?? name }),
    ...cells.map((value) => make('td', { text: String(value) })));
}
