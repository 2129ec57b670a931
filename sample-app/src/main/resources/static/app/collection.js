import { keep, kept } from './kept.js';

const KEPT = 'fletch.collection';
const DEFAULT = 'default';

let known = [{ id: DEFAULT, name: 'Documents', embeddingFunction: '', documents: 0 }];
let current = kept(KEPT) ?? DEFAULT;
const listeners = new Set();

/** The collections that there are, the default one first. */
export const collections = () => known;

export const isKnown = (id) => known.some((each) => each.id === id);

/** The id of the collection that the page shows and asks. */
export const currentCollection = () => current;

/** What a collection is called; one that was deleted, by its id. */
export const nameOf = (id) => known.find((each) => each.id === id)?.name ?? id;

/** A path of the API for a collection. */
export function inCollection(path, id = current) {
  return id === DEFAULT ? path : `${path}${path.includes('?') ? '&' : '?'}collection=${encodeURIComponent(id)}`;
}

/** Tells a listener whenever another collection is shown, or the collections have changed. Returns what ends that. */
export function whenCollectionChanges(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes note of the collections that there are. One that is shown and not there any more makes place for the default. */
export function setCollections(all) {
  const changed = JSON.stringify(all) !== JSON.stringify(known);
  known = all;
  const next = isKnown(current) ? current : DEFAULT;
  if (next !== current) {
    showCollection(next);
  } else if (changed) {
    tell(false);
  }
}

/** Shows another collection. The choice is kept in this browser. */
export function showCollection(id) {
  if (id === current) {
    return;
  }
  current = id;
  keep(KEPT, id);
  tell(true);
}

function tell(moved) {
  [...listeners].forEach((listener) => listener(moved));
}
