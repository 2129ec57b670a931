const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element of a drawing. */
export function draw(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

/** Makes a text of a drawing. */
export function label(text, attributes) {
  return draw('text', attributes, text);
}
