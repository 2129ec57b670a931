import { byId, make } from './element.js';

/** Where in its document a source stands: page and heading, as far as they are known. */
export function placeOf(source) {
  const place = [];
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

/** The cited sentence with a little of what stands before it, or the beginning of the passage. */
export function extractOf(source, citation) {
  if (!citation) {
    return [source.text.slice(0, 240)];
  }
  const before = source.text.slice(0, citation.start).slice(-60);
  const cut = citation.start > 60 ? before.replace(/^\S*\s/, '… ') : before;
  return [cut, make('mark', { text: source.text.slice(citation.start, citation.end) }),
    source.text.slice(citation.end, citation.end + 120)];
}

/** A click on the backdrop closes a dialog, as Esc does. */
export function closeOnBackdrop(dialog) {
  dialog.addEventListener('click', (event) => {
    if (event.target !== dialog) {
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
