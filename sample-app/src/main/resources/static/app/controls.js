import { make } from './element.js';

/** A button that does something; what else it has are its attributes. */
export function button(text, onClick, attributes = {}) {
  const made = make('button', { type: 'button', className: 'quiet', text, ...attributes });
  made.addEventListener('click', onClick);
  return made;
}

/** A box to tick, or one of several to choose from, that looks like a chip; the radio buttons of a name belong together. */
export function chip(type, value, label, { checked = false, title = '', name = '' } = {}) {
  const box = make('input', { type, value, name });
  box.checked = checked;
  return make('label', title ? { className: 'chip', title } : { className: 'chip' }, box, make('span', { text: label }));
}
