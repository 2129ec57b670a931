import * as api from './api.js';
import { currentCollection, whenCollectionChanges } from './collection.js';
import { learnCollections } from './collections.js';
import { DeadLetters } from './deadletters.js';
import { byId, make } from './element.js';
import { showPassages } from './passages.js';
import { chosen, dropped } from './selection.js';
import { showTags, TagFilter, tagsOf } from './tags.js';
import { Uploads } from './uploads.js';
import { plural, size } from './words.js';

const STAGES = [['PARSE', 'Parsed'], ['SPLIT', 'Split'], ['EMBED', 'Embedded'], ['INDEX', 'Indexed']];
const POLL_MILLISECONDS = 300;
/** Of many files at once each has little to tell. */
const MANY = 20;
const POLL_MANY_MILLISECONDS = 1000;
const POLL_AGAIN_MILLISECONDS = 3000;
const MOST_POLLED = 200;
const REFRESH_MILLISECONDS = 5000;
const SHOWN_AT_ONCE = 50;
const TYPING_MILLISECONDS = 250;
const NOTE_MILLISECONDS = 20_000;
/** The kinds worth naming; others, such as htm beside html, are taken without a word. */
const NAMED_KINDS = ['pdf', 'docx', 'pptx', 'xlsx', 'md', 'html', 'txt', 'rtf'];

/** Rows by key: the document's id, or a number of ours while the file is on its way. */
const rows = new Map();
/** What is on its way, by collection. */
const batches = new Map();
let uploadKeys = 0;
let polling = false;
let stale = false;
let refreshedAt = 0;
let refreshes = 0;
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
  byId('drop').addEventListener('click', () => byId('files').click());
  takeChoicesOf(byId('files'));
  startFolders();
  acceptDrops();
  startTags();
  uploads = uploadsOf(currentCollection());
  window.addEventListener('beforeunload',
    (event) => [...batches.values()].some((batch) => batch.holds()) && event.preventDefault());
  deadLetters = new DeadLetters(refresh);
  byId('documents-problem').before(uploads.element, deadLetters.element);
  pages = new Pages();
  byId('rows').after(pages.element);
  whenCollectionChanges((moved) => moved && showOther());
  await refresh();
  setInterval(() => {
    followOthers();
    if (!document.hidden) {
      refresh();
    }
  }, REFRESH_MILLISECONDS);
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
  batches.forEach(async (batch, collection) => {
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
  });
}

/** Another collection is shown; what is on its way into the one before goes on. */
async function showOther() {
  uploads.leaveList();
  rows.clear();
  byId('rows').replaceChildren();
  const others = uploadsOf(currentCollection());
  uploads.element.replaceWith(others.element);
  uploads = others;
  search.value = '';
  pages.offset = 0;
  showTags([]);
  byId('summary').textContent = '';
  byId('documents-problem').textContent = '';
  await deadLetters.show(0);
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

function takeChoicesOf(input) {
  input.addEventListener('change', () => {
    add(chosen(input.files, limits));
    input.value = '';
  });
}

function startFolders() {
  const input = make('input', {
    type: 'file', id: 'folder', webkitdirectory: '', multiple: '', tabindex: '-1', 'aria-hidden': 'true',
  });
  input.hidden = true;
  takeChoicesOf(input);
  const button = make('button', { type: 'button', id: 'choose-folder', className: 'quiet', text: 'Choose a folder' });
  button.addEventListener('click', () => input.click());
  byId('drop').after(input, button);
}

/** A file dropped anywhere is taken: a miss must not make the browser leave the page. */
function acceptDrops() {
  const zone = byId('drop');
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragenter', (event) => {
    if (carriesFiles(event)) {
      depth++;
      zone.classList.add('over');
    }
  });
  document.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    zone.classList.toggle('over', depth > 0);
  });
  document.addEventListener('dragover', (event) => carriesFiles(event) && event.preventDefault());
  document.addEventListener('drop', async (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      depth = 0;
      zone.classList.remove('over');
      const into = uploads;
      add(await dropped(event.dataTransfer, limits), into);
    }
  });
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
    upload.row = new Row({ name: upload.name, sizeBytes: upload.file.size });
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

function refuse(upload, again) {
  upload.row?.failUpload(upload.reason, () => end(upload), again);
}

/** The document of that name may have a row already: the newer file takes its place. */
function arrive(upload) {
  const { row, job } = upload;
  if (!row) {
    // It was begun while another collection was shown.
    stale = true;
    poll();
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
  stale = true;
  poll();
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

const settled = (job) => ['DONE', 'FAILED', 'CANCELLED'].includes(job.state);

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
    const jobs = await api.jobsOf(ids);
    if (collection !== currentCollection()) {
      return;
    }
    const told = new Map(jobs.map((job) => [job.documentId, job]));
    for (const id of ids) {
      const row = rows.get(id);
      if (row?.active()) {
        row.tell(told.get(id));
        stale ||= !row.active();
      }
    }
    stale = await uploads.tell(jobs, ids) || stale;
  } catch (failure) {
    byId('documents-problem').textContent = failure.message;
    await pause(POLL_AGAIN_MILLISECONDS);
  }
}

async function refresh() {
  const begun = Date.now();
  const turn = ++refreshes;
  stale = false;
  try {
    const wanted = { offset: pages.offset, limit: SHOWN_AT_ONCE, tags: filter.chosen(), name: search.value.trim() };
    const [found, counts] = await Promise.all([api.documents(wanted), api.documentCounts()]);
    byId('documents-problem').textContent = '';
    if (turn !== refreshes) {
      return;
    }
    if (found.documents.length === 0 && found.total > 0) {
      await pages.turn(Math.floor((found.total - 1) / SHOWN_AT_ONCE) * SHOWN_AT_ONCE);
      return;
    }
    show(found, counts, begun);
    await deadLetters.show(counts.failed);
  } catch (failure) {
    if (turn === refreshes) {
      byId('documents-problem').textContent = failure.message;
    }
    if (failure.status === 404 && failure.field === 'collection') {
      // Somebody deleted it: the default one is shown then.
      await learnCollections();
    }
  } finally {
    refreshedAt = Date.now();
  }
  poll();
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
      row = new Row(entry);
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
  byId('summary').textContent = counts.total
    ? `${counts.ready} of ${counts.total} ready, ${plural(counts.passages, 'passage')}` : '';
  byId('tab-count').textContent = counts.total || '';
  const narrowed = search.value.trim() || filter.chosen().length;
  search.hidden = counts.total <= MANY && !search.value;
  byId('empty').textContent = counts.total && narrowed ? 'No document of this name or tag.'
    : 'No documents yet. Add some, then ask about them.';
  byId('empty').hidden = found.total > 0 || rows.size > 0;
}

/** Which part of the documents is shown. */
class Pages {
  constructor() {
    this.offset = 0;
    this.range = make('p', { className: 'note', role: 'status' });
    this.back = make('button', { type: 'button', className: 'quiet', text: 'Newer', 'aria-label': 'Newer documents' });
    this.back.addEventListener('click', () => this.turn(Math.max(0, this.offset - SHOWN_AT_ONCE)));
    this.further = make('button', { type: 'button', className: 'quiet', text: 'Older', 'aria-label': 'Older documents' });
    this.further.addEventListener('click', () => this.turn(this.offset + SHOWN_AT_ONCE));
    this.element = make('nav', { id: 'document-pages', className: 'pages', 'aria-label': 'Pages of the documents' },
      this.range, this.back, this.further);
    this.element.hidden = true;
  }

  async turn(offset) {
    const moved = offset !== this.offset;
    this.offset = offset;
    await refresh();
    if (moved) {
      byId('documents').scrollTop = 0;
    }
  }

  show({ documents, total }) {
    this.element.hidden = total <= SHOWN_AT_ONCE && this.offset === 0;
    this.range.textContent = `${this.offset + 1} to ${this.offset + documents.length} of ${total}`;
    this.back.disabled = this.offset === 0;
    this.further.disabled = this.offset + documents.length >= total;
  }
}

async function confirmDelete(row) {
  const dialog = byId('confirm');
  byId('confirm-question').textContent = `Delete ${row.name}?`;
  dialog.returnValue = 'keep';
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
  if (dialog.returnValue !== 'delete') {
    return;
  }
  try {
    const next = row.element.nextElementSibling ?? row.element.previousElementSibling;
    await api.remove(row.documentId());
    drop(row.documentId());
    (next?.querySelector('.remove:not([hidden])') ?? byId('drop')).focus();
    await refresh();
  } catch (failure) {
    row.showProblem(failure.message);
  }
}

/** One document: what it is, how far its ingestion is, and what went wrong. */
class Row {
  constructor({ name, sizeBytes }) {
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.job = null;
    this.document = null;
    this.arrivedAt = 0;
    this.isJobless = false;
    this.onCancel = null;
    this.onRetry = null;
    this.facts = make('p', { className: 'facts' });
    this.stages = make('ol', { className: 'stages', 'aria-label': `Stages of ${name}` });
    this.bar = make('progress', { 'aria-label': `Progress of ${name}`, max: 1 });
    this.work = make('div', { className: 'wide' }, this.stages, this.bar);
    this.problem = make('p', { className: 'problem wide', role: 'alert' });
    this.tags = make('div', { className: 'wide tags' });
    this.noted = make('p', { className: 'noted wide', role: 'status' });
    this.cancel = this.action('Cancel', () => this.onCancel());
    this.retry = this.action('Retry', () => this.onRetry());
    this.actions = make('div', { className: 'wide row-actions' }, this.cancel, this.retry);
    this.button = make('button', { type: 'button', className: 'remove', text: '×', 'aria-label': `Delete ${name}` });
    this.onRemove = () => confirmDelete(this);
    this.button.addEventListener('click', () => this.onRemove());
    this.element = make('li', { className: 'row', 'data-name': name },
      make('span', { className: 'kind', text: extensionOf(name), 'aria-hidden': 'true' }),
      make('div', {}, make('p', { className: 'name', text: name }), this.facts),
      this.button, this.work, this.noted, this.tags, this.problem, this.actions);
    this.work.hidden = true;
    this.tags.hidden = true;
    this.offer();
  }

  action(text, onClick) {
    const button = make('button', { type: 'button', className: 'quiet', text, 'aria-label': `${text} ${this.name}` });
    button.addEventListener('click', onClick);
    return button;
  }

  /** What can be done; a button that goes leaves the focus to one that stays. */
  offer(onCancel = null, onRetry = null) {
    const focused = this.actions.contains(document.activeElement);
    this.onCancel = onCancel;
    this.onRetry = onRetry;
    this.cancel.hidden = onCancel === null;
    this.retry.hidden = onRetry === null;
    this.actions.hidden = onCancel === null && onRetry === null;
    if (focused && document.activeElement.hidden !== false) {
      (onRetry ? this.retry : onCancel ? this.cancel : this.button).focus();
    }
  }

  async attempt(action) {
    try {
      const job = await action();
      this.showJob(job);
      await refresh();
    } catch (failure) {
      this.showProblem(failure.message);
      stale = true;
      poll();
    }
  }

  /** A document that waits is asked about, too, unless it has no job here. */
  active() {
    return this.job !== null ? !settled(this.job) : this.document?.state === 'PENDING' && !this.isJobless;
  }

  tell(job) {
    if (job) {
      this.showJob(job);
    } else {
      this.job = null;
      this.isJobless = true;
    }
  }

  note(text) {
    this.noted.textContent = text;
    setTimeout(() => {
      this.noted.textContent = '';
    }, NOTE_MILLISECONDS);
  }

  documentId() {
    return this.document?.id ?? this.job?.documentId;
  }

  showUpload(isSending, onCancel) {
    this.button.hidden = true;
    this.facts.textContent = `${size(this.sizeBytes)} · ${isSending ? 'uploading' : 'waiting'}`;
    this.work.hidden = !isSending;
    this.bar.removeAttribute('value');
    this.element.dataset.state = 'UPLOADING';
    this.showProblem('');
    this.offer(onCancel);
  }

  failUpload(detail, dismiss, again) {
    this.work.hidden = true;
    this.button.hidden = false;
    this.button.setAttribute('aria-label', `Dismiss ${this.name}`);
    this.onRemove = dismiss;
    this.facts.textContent = size(this.sizeBytes);
    this.element.dataset.state = 'REFUSED';
    this.showProblem(detail);
    this.offer(null, again);
  }

  showJob(job) {
    this.job = job;
    this.button.hidden = false;
    this.button.setAttribute('aria-label', `Delete ${this.name}`);
    this.onRemove = () => confirmDelete(this);
    this.element.dataset.state = job.state;
    this.work.hidden = settled(job);
    this.showProblem(job.error ?? '');
    if (settled(job)) {
      this.offer();
      return;
    }
    this.offer(() => this.attempt(() => api.cancelJob(job.id)));
    const current = STAGES.findIndex(([stage]) => stage === job.stage);
    this.stages.replaceChildren(...STAGES.map(([, label], index) => make('li', {
      text: label, 'data-stage-state': stageState(job, index, current),
    })));
    if (job.total > 0) {
      this.bar.max = job.total;
      this.bar.value = job.done;
      this.facts.textContent = `${job.done} of ${plural(job.total, 'passage')}`;
    } else {
      this.bar.removeAttribute('value');
      this.facts.textContent = job.state === 'QUEUED' ? 'Waiting for its turn' : 'Reading';
    }
  }

  showDocument(document, copyOf = null) {
    const changed = JSON.stringify(document.tags) !== JSON.stringify(this.document?.tags)
      || document.passages !== this.document?.passages;
    this.document = document;
    this.isJobless = false;
    if (changed && !this.tags.querySelector('form')) {
      this.showTags();
    }
    if (this.job && settled(this.job)) {
      this.job = null;
    }
    if (this.active()) {
      if (this.job === null) {
        this.element.dataset.state = 'QUEUED';
        this.facts.textContent = 'Waiting for its turn';
      }
      return;
    }
    this.button.hidden = false;
    this.work.hidden = true;
    this.element.dataset.state = document.state;
    const facts = document.state === 'READY' ? [plural(document.passages, 'passage'), size(document.sizeBytes)]
      : [size(document.sizeBytes)];
    if (copyOf) {
      facts.push(`same content as ${copyOf}`);
    }
    this.facts.textContent = facts.join(' · ');
    this.showProblem(document.error ?? '');
    this.offer(null, document.state === 'FAILED' ? () => this.attempt(() => api.retryDeadLetter(document.id)) : null);
  }

  showTags() {
    const passages = make('button', {
      type: 'button', className: 'small passages', text: 'Passages', 'aria-label': `Passages of ${this.name}`,
    });
    passages.addEventListener('click', () => showPassages(this.document));
    passages.hidden = this.document.passages === 0;
    const edit = make('button', {
      type: 'button', className: 'small edit-tags', text: this.document.tags.length ? 'Edit tags' : 'Add tags',
      'aria-label': `${this.document.tags.length ? 'Edit tags' : 'Add tags'} of ${this.name}`,
    });
    edit.addEventListener('click', () => this.editTags());
    const shown = this.document.tags.map((tag) => make('li', { className: 'tag', text: tag }));
    const list = make('ul', { 'aria-label': `Tags of ${this.name}` }, ...shown);
    list.hidden = shown.length === 0;
    this.tags.replaceChildren(list, passages, edit);
    this.tags.hidden = false;
  }

  editTags() {
    const input = make('input', { type: 'text', 'aria-label': `Tags of ${this.name}, with commas between` });
    input.value = this.document.tags.join(', ');
    const end = () => {
      this.showTags();
      this.tags.querySelector('.edit-tags').focus();
    };
    const cancel = make('button', { type: 'button', className: 'quiet', text: 'Cancel' });
    cancel.addEventListener('click', end);
    const form = make('form', { className: 'inline-form' }, input,
      make('button', { className: 'primary', text: 'Save' }), cancel);
    form.addEventListener('keydown', (event) => event.key === 'Escape' && end());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        this.document = await api.tagDocument(this.document.id, tagsOf(input.value));
        this.showProblem('');
        end();
        await refresh();
      } catch (failure) {
        this.showProblem(failure.message);
      }
    });
    this.tags.replaceChildren(form);
    input.focus();
  }

  showProblem(detail) {
    if (this.problem.textContent !== detail) {
      this.problem.textContent = detail;
    }
  }
}

function stageState(job, index, current) {
  if (job.state === 'QUEUED') {
    return 'waiting';
  }
  if (index < current) {
    return 'done';
  }
  return index === current ? 'active' : 'waiting';
}

function extensionOf(name) {
  const dot = name.lastIndexOf('.');
  return dot >= 0 && name.length - dot <= 5 ? name.slice(dot + 1) : 'file';
}
