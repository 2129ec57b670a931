import { startAdditions } from './additions.js';
import * as api from './api.js';
import { currentCollection, whenCollectionChanges } from './collection.js';
import { learnCollections } from './collections.js';
import { confirmed } from './confirm.js';
import { DeadLetters } from './deadletters.js';
import { Pages, SHOWN_AT_ONCE } from './document-pages.js';
import { Row } from './document-row.js';
import { byId, make, say } from './element.js';
import { Latest } from './latest.js';
import { Repeat } from './repeat.js';
import { forgetTags, showTags, TagFilter, tagsOf } from './tags.js';
import { Uploads } from './uploads.js';
import { plural, size } from './words.js';

const POLL_MILLISECONDS = 300;
/** Of many files at once each has little to tell. */
const MANY = 20;
const POLL_MANY_MILLISECONDS = 1000;
const POLL_AGAIN_MILLISECONDS = 3000;
const MOST_POLLED = 200;
const REFRESH_MILLISECONDS = 5000;
const TYPING_MILLISECONDS = 250;
/** The kinds worth naming; others, such as htm beside html, are taken without a word. */
const NAMED_KINDS = ['pdf', 'docx', 'pptx', 'xlsx', 'md', 'html', 'txt', 'rtf'];

/** Rows by key: the document's id, or a number of ours while the file is on its way. */
const rows = new Map();
/** What is on its way, by collection. */
const batches = new Map();
const refreshes = new Latest();
const list = { remove, refresh, lookAgain };
let uploadKeys = 0;
let polling = false;
let stale = false;
let refreshedAt = 0;
let limits = { extensions: [], maxFileBytes: Infinity };
let filter = null;
let newTags = null;
let uploads = null;
let deadLetters = null;
let search = null;
let pages = null;

export async function startDocuments(info) {
  limits = info;
  byId('files').accept = info.extensions.map((extension) => `.${extension}`).join(',');
  const kinds = NAMED_KINDS.filter((kind) => info.extensions.includes(kind)).map((kind) => kind.toUpperCase());
  byId('drop-types').textContent = `${kinds.join(', ')}, up to ${size(info.maxFileBytes)}`;
  startAdditions(limits, () => uploads, add);
  startTags();
  uploads = uploadsOf(currentCollection());
  window.addEventListener('beforeunload',
    (event) => [...batches.values()].some((batch) => batch.holds()) && event.preventDefault());
  deadLetters = new DeadLetters(refresh);
  byId('documents-problem').before(uploads.element, deadLetters.element);
  pages = new Pages(refresh);
  byId('rows').after(pages.element);
  whenCollectionChanges((moved) => moved && showOther());
  await refresh();
  new Repeat(REFRESH_MILLISECONDS, () => Promise.all([followOthers(), document.hidden || refresh()])).start();
}

function uploadsOf(collection) {
  if (!batches.has(collection)) {
    const ifShown = (change) => (...changed) => {
      if (collection === currentCollection()) {
        change(...changed);
      }
    };
    batches.set(collection, new Uploads(
      { begin: ifShown(begin), end: ifShown(end), refuse: ifShown(refuse), arrive: ifShown(arrive) }, collection));
  }
  return batches.get(collection);
}

/** Files for collections that are not shown wait for those before them, too. */
function followOthers() {
  return Promise.all([...batches].map(async ([collection, batch]) => {
    const ids = batch.documentIds().slice(0, MOST_POLLED);
    if (batch === uploads || !ids.length) {
      return;
    }
    try {
      await batch.tell(await api.jobsOf(ids, collection), ids);
    } catch (failure) {
      if (failure.status === 404 && failure.field === 'collection') {
        batches.delete(collection);
      }
      // Whatever else it is shows where the collection does, and is tried again.
    }
  }));
}

/** Another collection is shown; what is on its way into the one before goes on. */
async function showOther() {
  refreshes.end();
  uploads.leaveList();
  rows.clear();
  byId('rows').replaceChildren();
  const others = uploadsOf(currentCollection());
  uploads.element.replaceWith(others.element);
  uploads = others;
  uploads.enterList();
  search.value = '';
  pages.offset = 0;
  forgetTags();
  byId('summary').textContent = '';
  byId('documents-problem').textContent = '';
  deadLetters.forget();
  await refresh();
}

function startTags() {
  newTags = make('input', { type: 'text', id: 'new-tags', placeholder: 'contracts, 2026' });
  byId('drop').before(make('div', { className: 'new-tags' },
    make('label', { for: 'new-tags', text: 'Tags for new files, if any' }), newTags));
  filter = new TagFilter('list', 'Shown', () => pages.turn(0));
  search = make('input', { type: 'search', id: 'find-document', className: 'find', maxlength: '200',
    placeholder: 'Find by name', 'aria-label': 'Find documents by name' });
  search.hidden = true;
  let typing = null;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => pages.turn(0), TYPING_MILLISECONDS);
  });
  byId('rows').before(filter.element, search);
}

function add(selection, into = uploads) {
  into.add(selection, tagsOf(newTags.value), objectionTo);
}

function objectionTo(file) {
  if (file.size > limits.maxFileBytes) {
    return `The file has ${size(file.size)}; at most ${size(limits.maxFileBytes)} are accepted.`;
  }
  return null;
}

/** Gives an upload a row, or tells in the one it has that it goes on. */
function begin(upload) {
  if (!upload.row) {
    upload.row = new Row({ name: upload.name, sizeBytes: upload.file.size }, list);
    upload.key = `upload-${++uploadKeys}`;
    put(upload.key, upload.row, true);
  }
  upload.row.showUpload(upload.abort !== null, () => {
    uploads.cancel(upload);
    byId('drop').focus();
  });
}

function end(upload) {
  if (upload.row) {
    drop(upload.key);
    upload.row = null;
  }
}

function refuse(upload, dismiss, again) {
  upload.row?.failUpload(upload.reason, dismiss, again);
}

/** The document of that name may have a row already: the newer file takes its place. */
function arrive(upload) {
  const { row, job } = upload;
  if (!row) {
    // It was begun while another collection was shown.
    lookAgain();
    return;
  }
  upload.row = null;
  rows.delete(upload.key);
  if (rows.get(job.documentId) !== row) {
    rows.get(job.documentId)?.element.remove();
  }
  rows.set(job.documentId, row);
  row.arrivedAt = Date.now();
  row.showJob(job);
  if (job.unchanged) {
    row.note('Unchanged: this content was here already, and nothing was done');
  }
  lookAgain();
}

function put(key, row, first) {
  rows.set(key, row);
  byId('rows')[first ? 'prepend' : 'append'](row.element);
  byId('empty').hidden = true;
}

function drop(key) {
  rows.get(key)?.element.remove();
  rows.delete(key);
}

/** The list is out of date. */
function lookAgain() {
  stale = true;
  poll();
}

/** Asks how far jobs are as long as there are any, for all of them at once. */
async function poll() {
  if (polling) {
    return;
  }
  polling = true;
  try {
    for (;;) {
      if (stale && Date.now() - refreshedAt >= POLL_MANY_MILLISECONDS) {
        await refresh();
      }
      const ids = followed();
      if (!ids.length && !stale) {
        return;
      }
      await pause(ids.length > MANY || !ids.length ? POLL_MANY_MILLISECONDS : POLL_MILLISECONDS);
      if (ids.length) {
        await ask(ids);
      }
      if (stale && !followed().length) {
        await refresh();
      }
    }
  } finally {
    polling = false;
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const followed = () => [...new Set([
  ...[...rows.values()].filter((row) => row.active()).map((row) => row.documentId()),
  ...uploads.documentIds(),
])].slice(0, MOST_POLLED);

async function ask(ids) {
  const collection = currentCollection();
  try {
    const jobs = await api.jobsOf(ids, collection);
    if (collection !== currentCollection()) {
      return;
    }
    const told = new Map(jobs.map((job) => [job.documentId, job]));
    for (const id of ids) {
      const row = rows.get(id);
      if (row?.active()) {
        stale = row.tell(told.get(id)) || stale;
      }
    }
    stale = await uploads.tell(jobs, ids) || stale;
  } catch (failure) {
    if (collection === currentCollection()) {
      say(byId('documents-problem'), failure.message);
    }
    await pause(POLL_AGAIN_MILLISECONDS);
  }
}

async function refresh() {
  const begun = Date.now();
  const isLatest = refreshes.begin();
  const collection = currentCollection();
  stale = false;
  try {
    const wanted = { offset: pages.offset, limit: SHOWN_AT_ONCE, tags: filter.chosen(), name: search.value.trim() };
    const [found, counts] = await Promise.all([api.documents(wanted, collection), api.documentCounts(collection)]);
    if (!isLatest()) {
      return;
    }
    say(byId('documents-problem'), '');
    if (found.documents.length === 0 && found.total > 0) {
      await pages.turn(Math.floor((found.total - 1) / SHOWN_AT_ONCE) * SHOWN_AT_ONCE);
      return;
    }
    show(found, counts, begun);
    await deadLetters.show(counts.failed);
  } catch (failure) {
    await tellFailure(failure, isLatest());
  } finally {
    refreshedAt = Date.now();
  }
  poll();
}

async function tellFailure(failure, isLatest) {
  if (isLatest) {
    say(byId('documents-problem'), failure.message);
  }
  if (failure.status === 404 && failure.field === 'collection') {
    // Somebody deleted it: the default one is shown then.
    try {
      await learnCollections();
    } catch {
      // The next look at the documents tries again.
    }
  }
}

/** What arrived after the list was asked for is not in it, and stays. */
function show(found, counts, begun) {
  const known = new Set(found.documents.map((entry) => entry.id));
  for (const [key, row] of [...rows]) {
    if (!known.has(key) && !key.startsWith('upload-') && row.arrivedAt < begun) {
      drop(key);
    }
  }
  const copies = new Map(counts.copies.map((copy) => [copy.documentId, copy.name]));
  for (const entry of found.documents) {
    let row = rows.get(entry.id);
    if (!row) {
      row = new Row(entry, list);
      put(entry.id, row, false);
    }
    row.showDocument(entry, copies.get(entry.id));
  }
  arrange(found.documents);
  showTags([counts]);
  pages.show(found);
  summarize(found, counts);
}

/** Brings rows into the order of the list, and moves none that stands right: a moved one loses the focus. */
function arrange(documents) {
  const list = byId('rows');
  let place = list.lastElementChild;
  for (const entry of [...documents].reverse()) {
    const { element } = rows.get(entry.id);
    if (element === place) {
      place = place.previousElementSibling;
      continue;
    }
    const focused = element.contains(document.activeElement) ? document.activeElement : null;
    list.insertBefore(element, place ? place.nextElementSibling : list.firstElementChild);
    focused?.focus();
  }
}

function summarize(found, counts) {
  say(byId('summary'), counts.total
    ? `${counts.ready} of ${counts.total} ready, ${plural(counts.passages, 'passage')}` : '');
  byId('tab-count').textContent = counts.total || '';
  const narrowed = search.value.trim() || filter.chosen().length;
  search.hidden = counts.total <= MANY && !search.value;
  say(byId('empty'), counts.total && narrowed ? 'No document of this name or tag.'
    : 'No documents yet. Add some, then ask about them.');
  byId('empty').hidden = found.total > 0 || rows.size > 0;
}

/** The collection is that of the row, whatever is shown when the answer comes. */
async function remove(row) {
  const id = row.documentId();
  const isGone = await confirmed({
    question: `Delete ${row.name}?`,
    detail: 'Its passages can no longer be found. The file that you uploaded from stays where it is.',
    action: () => api.remove(id, row.collection),
  });
  if (!isGone || rows.get(id) !== row) {
    return;
  }
  const next = row.element.nextElementSibling ?? row.element.previousElementSibling;
  drop(id);
  (next?.querySelector('.remove:not([hidden])') ?? byId('drop')).focus();
  await refresh();
}
