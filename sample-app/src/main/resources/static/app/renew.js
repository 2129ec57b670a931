/**
 * Makes the content of a place like what is wanted, and leaves alone what is like it already: the focus, a press that
 * has begun, a selection and where it was scrolled stay. Children with a data-key are known by it, others by their
 * order. Who listens to an element that stays listens on, so what listens must depend on the key alone.
 */
export function renew(place, ...wanted) {
  const keys = new Set(wanted.map(keyOf));
  [...place.childNodes].filter((there) => keyOf(there) && !keys.has(keyOf(there))).forEach((there) => there.remove());
  wanted.forEach((next, index) => {
    const there = place.childNodes[index] ?? null;
    const known = keyOf(next) ? [...place.children].find((each) => keyOf(each) === keyOf(next)) : there;
    if (!known || !isAlike(known, next)) {
      place.insertBefore(next, there);
      // One of another key is wanted further on.
      if (known && keyOf(known) === keyOf(next)) {
        known.remove();
      }
      return;
    }
    if (known !== there) {
      place.insertBefore(known, there);
    }
    if (!known.isEqualNode(next)) {
      become(known, next);
    }
  });
  while (place.childNodes.length > wanted.length) {
    place.lastChild.remove();
  }
}

const keyOf = (node) => node.dataset?.key;

const isAlike = (known, next) => known.nodeName === next.nodeName && keyOf(known) === keyOf(next);

function become(known, next) {
  if (known.nodeType === Node.TEXT_NODE) {
    known.data = next.data;
    return;
  }
  [...known.attributes].filter(({ name }) => !next.hasAttribute(name)).forEach(({ name }) => known.removeAttribute(name));
  [...next.attributes].filter(({ name, value }) => known.getAttribute(name) !== value)
    .forEach(({ name, value }) => known.setAttribute(name, value));
  renew(known, ...next.childNodes);
}
