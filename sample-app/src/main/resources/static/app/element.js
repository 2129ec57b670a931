/** Finds the one element of an id. */
export const byId = (id) => document.getElementById(id);

/**
 * Makes an element. Text is always set as text, never parsed as HTML, so that names and
 * words out of documents cannot become markup.
 */
export function make(tag, { className, text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Sets a text that readers of screens are told of, unless it is there already: they would be told it again. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
