import { byId, make } from './element.js';
import { keep, kept } from './kept.js';

const KEPT = 'fletch.answerer';

let select = null;

/** Lets the user choose who answers, where there is a choice. The choice is kept in this browser. */
export function startAnswerers({ answerer, answerers }, options) {
  byId('answerer').textContent = answerer.label;
  if (answerers.length < 2) {
    return;
  }
  select = make('select', { id: 'model' }, ...answerers.map(({ id, name }) => make('option', { value: id, text: name })));
  const before = kept(KEPT);
  select.value = answerers.some(({ id }) => id === before) ? before : answerer.id;
  const say = () => {
    byId('answerer').textContent = answerers.find(({ id }) => id === select.value).label;
  };
  select.addEventListener('change', () => {
    keep(KEPT, select.value);
    say();
  });
  say();
  options.append(make('span', { className: 'ask-option' }, make('label', { for: 'model', text: 'Answered by' }), select));
}

/** The id of who shall answer, or null for the default. */
export const chosenAnswerer = () => select?.value ?? null;
