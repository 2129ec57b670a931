import { nameOf } from './collection.js';
import { byId, make } from './element.js';

/** Where a source stands: its collection unless it is the default one, page and heading, as far as they are known. */
export function placeOf(source) {
  const place = [];
  if (source.collection && source.collection !== 'default') {
    place.push(nameOf(source.collection));
  }
  if (source.page) {
    place.push(`Page ${source.page}`);
  }
  if (source.heading) {
    place.push(source.heading);
  }
  return place.join(' · ');
}

/** Opens the passage of a source, with the cited sentence marked and in view. */
export function showPassage(source, citation) {
  byId('passage-name').textContent = source.documentName;
  byId('passage-place').textContent = placeOf(source);
  const text = byId('passage-text');
  if (citation) {
    const mark = make('mark', { text: source.text.slice(citation.start, citation.end) });
    text.replaceChildren(source.text.slice(0, citation.start), mark, source.text.slice(citation.end));
  } else {
    text.replaceChildren(source.text);
  }
  const dialog = byId('passage');
  dialog.showModal();
  text.scrollTop = 0;
  text.querySelector('mark')?.scrollIntoView({ block: 'center' });
}

/** The text with its marked places; they are in order and apart. */
export function marked(text, marks) {
  const parts = [];
  let from = 0;
  for (const { start, end } of marks) {
    if (start >= from) {
      parts.push(text.slice(from, start), make('mark', { text: text.slice(start, end) }));
      from = end;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** Opens a passage that was found, with the places that fit the question's words. */
export function showFound(found) {
  byId('passage-name').textContent = found.documentName;
  byId('passage-place').textContent = placeOf(found);
  const text = byId('passage-text');
  text.replaceChildren(...marked(found.text, found.marks ?? []));
  byId('passage').showModal();
  text.scrollTop = 0;
}

/** The cited sentences with a little of what stands around them, or the beginning of the passage. */
export function extractOf(source, citations) {
  const spans = [...citations].sort((one, other) => one.start - other.start);
  if (!spans.length) {
    return [source.text.slice(0, 240)];
  }
  let from = Math.max(0, spans[0].start - 60);
  // Not in the middle of a word.
  const parts = from > 0 ? ['… '] : [];
  from = from > 0 ? source.text.indexOf(' ', from) + 1 : 0;
  from = from > spans[0].start ? spans[0].start : from;
  for (const span of spans) {
    if (span.start >= from) {
      parts.push(source.text.slice(from, span.start), make('mark', { text: source.text.slice(span.start, span.end) }));
      from = span.end;
    }
  }
  return [...parts, source.text.slice(from, from + 120)];
}

/** A click on the backdrop closes a dialog, as Esc does. */
export function closeOnBackdrop(dialog) {
  dialog.addEventListener('click', (event) => {
    // The second click of a double click was meant for what opened it.
    if (event.target !== dialog || event.detail > 1) {
      return;
    }
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right
      && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) {
      dialog.close('keep');
    }
  });
}
