import * as api from './api.js';
import { currentCollection, whenCollectionChanges } from './collection.js';
import { learnCollections } from './collections.js';
import { byId, make } from './element.js';
import { showPassages } from './passages.js';
import { showTags, TagFilter, tagsOf } from './tags.js';

const STAGES = [['PARSE', 'Parsed'], ['SPLIT', 'Split'], ['EMBED', 'Embedded'], ['INDEX', 'Indexed']];
const POLL_MILLISECONDS = 300;
const REFRESH_MILLISECONDS = 5000;
const UPLOADS_AT_ONCE = 2;
/** The kinds worth naming; others, such as htm beside html, are taken without a word. */
const NAMED_KINDS = ['pdf', 'docx', 'pptx', 'xlsx', 'md', 'html', 'txt', 'rtf'];

/** Rows by key: the document's id, or a number of ours while the file is on its way. */
const rows = new Map();
const waiting = [];
let uploading = 0;
let uploads = 0;
let polling = false;
let limits = { extensions: [], maxFileBytes: Infinity };
let filter = null;
let newTags = null;

export async function startDocuments(info) {
  limits = info;
  byId('files').accept = info.extensions.map((extension) => `.${extension}`).join(',');
  const kinds = NAMED_KINDS.filter((kind) => info.extensions.includes(kind)).map((kind) => kind.toUpperCase());
  byId('drop-types').textContent = `${kinds.join(', ')}, up to ${size(info.maxFileBytes)}`;
  byId('drop').addEventListener('click', () => byId('files').click());
  byId('files').addEventListener('change', () => {
    addFiles([...byId('files').files]);
    byId('files').value = '';
  });
  acceptDrops();
  startTags();
  whenCollectionChanges((moved) => moved && showOther());
  await refresh();
  setInterval(() => document.hidden || refresh(), REFRESH_MILLISECONDS);
}

/** Another collection is shown; what is on its way into the one before goes on. */
function showOther() {
  rows.clear();
  byId('rows').replaceChildren();
  showTags([]);
  summarize();
  return refresh();
}

function startTags() {
  newTags = make('input', { type: 'text', id: 'new-tags', placeholder: 'contracts, 2026' });
  byId('drop').before(make('div', { className: 'new-tags' },
    make('label', { for: 'new-tags', text: 'Tags for new files, if any' }), newTags));
  filter = new TagFilter('list', 'Shown', applyFilter);
  byId('rows').before(filter.element);
}

/** A file on its way is always shown. */
function applyFilter() {
  const wanted = filter.chosen();
  for (const row of rows.values()) {
    const tags = row.document?.tags;
    row.element.hidden = wanted.length > 0 && tags !== undefined && !tags.some((tag) => wanted.includes(tag));
  }
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
  document.addEventListener('drop', (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      depth = 0;
      zone.classList.remove('over');
      addFiles([...event.dataTransfer.files]);
    }
  });
}

function addFiles(files) {
  for (const file of files) {
    const row = new Row({ name: file.name, sizeBytes: file.size });
    const key = `upload-${++uploads}`;
    put(key, row, true);
    const objection = objectionTo(file);
    if (objection) {
      row.failUpload(objection, () => drop(key));
    } else {
      row.showUpload();
      waiting.push([key, row, file, tagsOf(newTags.value), currentCollection()]);
    }
  }
  sendNext();
}

function objectionTo(file) {
  if (file.size > limits.maxFileBytes) {
    return `The file has ${size(file.size)}; at most ${size(limits.maxFileBytes)} are accepted.`;
  }
  return null;
}

function sendNext() {
  while (uploading < UPLOADS_AT_ONCE && waiting.length) {
    uploading++;
    send(...waiting.shift()).finally(() => {
      uploading--;
      sendNext();
    });
  }
}

async function send(key, row, file, tags, collection) {
  try {
    const job = await api.upload(file, tags, collection);
    if (collection !== currentCollection()) {
      return;
    }
    rekey(key, job.documentId, row);
    row.showJob(job);
    poll();
    if (settled(job)) {
      await refresh();
    }
  } catch (failure) {
    row.failUpload(failure.message, () => drop(key));
  }
}

function put(key, row, first) {
  rows.set(key, row);
  byId('rows')[first ? 'prepend' : 'append'](row.element);
  summarize();
}

function drop(key) {
  rows.get(key)?.element.remove();
  rows.delete(key);
  summarize();
}

/** The document of that name may have a row already: the newer file takes its place. */
function rekey(from, to, row) {
  rows.delete(from);
  rows.get(to)?.element.remove();
  rows.set(to, row);
  summarize();
}

const settled = (job) => ['DONE', 'FAILED', 'CANCELLED'].includes(job.state);

async function poll() {
  if (polling) {
    return;
  }
  polling = true;
  try {
    let active = activeRows();
    while (active.length) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      await Promise.all(active.map(([, row]) => pollRow(row)));
      const done = active.some(([, row]) => !row.active());
      if (done) {
        await refresh();
      }
      active = activeRows();
    }
  } finally {
    polling = false;
  }
}

const activeRows = () => [...rows].filter(([, row]) => row.active());

async function pollRow(row) {
  try {
    row.showJob(await api.job(row.job.id));
  } catch (failure) {
    if (failure.status === 404) {
      row.job = null;
    } else {
      row.showProblem(failure.message);
    }
  }
}

async function refresh() {
  const collection = currentCollection();
  try {
    const [documents, jobs] = await Promise.all([api.documents(), api.jobs()]);
    if (collection !== currentCollection()) {
      return;
    }
    byId('documents-problem').textContent = '';
    show(documents, jobs);
  } catch (failure) {
    if (collection === currentCollection()) {
      byId('documents-problem').textContent = failure.message;
    }
    if (failure.status === 404 && failure.field === 'collection') {
      // Somebody deleted it: the default one is shown then.
      await learnCollections();
    }
  }
}

function show(documents, jobs) {
  const running = new Map(jobs.filter((job) => !settled(job)).map((job) => [job.documentId, job]));
  const known = new Set(documents.map((entry) => entry.id));
  for (const [key, row] of [...rows]) {
    if (!known.has(key) && !key.startsWith('upload-') && !row.active()) {
      drop(key);
    }
  }
  for (const entry of documents) {
    let row = rows.get(entry.id);
    if (!row) {
      row = new Row(entry);
      put(entry.id, row, false);
    }
    row.showDocument(entry, running.get(entry.id));
  }
  showTags(documents);
  applyFilter();
  summarize();
  poll();
}

function summarize() {
  const ready = [...rows.values()].filter((row) => row.document?.state === 'READY');
  const passages = ready.reduce((sum, row) => sum + row.document.passages, 0);
  byId('summary').textContent = rows.size
    ? `${ready.length} of ${rows.size} ready, ${plural(passages, 'passage')}` : '';
  byId('tab-count').textContent = rows.size || '';
  byId('empty').hidden = rows.size > 0;
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
    (next?.querySelector('.remove') ?? byId('drop')).focus();
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
    this.facts = make('p', { className: 'facts' });
    this.stages = make('ol', { className: 'stages', 'aria-label': `Stages of ${name}` });
    this.bar = make('progress', { 'aria-label': `Progress of ${name}`, max: 1 });
    this.work = make('div', { className: 'wide' }, this.stages, this.bar);
    this.problem = make('p', { className: 'problem wide', role: 'alert' });
    this.tags = make('div', { className: 'wide tags' });
    this.button = make('button', { type: 'button', className: 'remove', text: '×', 'aria-label': `Delete ${name}` });
    this.onRemove = () => confirmDelete(this);
    this.button.addEventListener('click', () => this.onRemove());
    this.element = make('li', { className: 'row', 'data-name': name },
      make('span', { className: 'kind', text: extensionOf(name), 'aria-hidden': 'true' }),
      make('div', {}, make('p', { className: 'name', text: name }), this.facts),
      this.button, this.work, this.tags, this.problem);
    this.work.hidden = true;
    this.tags.hidden = true;
  }

  active() {
    return this.job !== null && !settled(this.job);
  }

  documentId() {
    return this.document?.id ?? this.job?.documentId;
  }

  showUpload() {
    this.button.hidden = true;
    this.facts.textContent = `${size(this.sizeBytes)} · uploading`;
    this.work.hidden = false;
    this.bar.removeAttribute('value');
    this.element.dataset.state = 'UPLOADING';
  }

  failUpload(detail, dismiss) {
    this.work.hidden = true;
    this.button.hidden = false;
    this.button.setAttribute('aria-label', `Dismiss ${this.name}`);
    this.onRemove = dismiss;
    this.facts.textContent = size(this.sizeBytes);
    this.element.dataset.state = 'REFUSED';
    this.showProblem(detail);
  }

  showJob(job) {
    this.job = job;
    this.button.hidden = false;
    this.element.dataset.state = job.state;
    this.work.hidden = settled(job);
    this.showProblem(job.error ?? '');
    if (settled(job)) {
      return;
    }
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

  showDocument(document, job) {
    const changed = JSON.stringify(document.tags) !== JSON.stringify(this.document?.tags)
      || document.passages !== this.document?.passages;
    this.document = document;
    if (changed && !this.tags.querySelector('form')) {
      this.showTags();
    }
    if (job) {
      this.showJob(job);
      return;
    }
    if (this.active()) {
      return;
    }
    this.button.hidden = false;
    this.work.hidden = true;
    this.element.dataset.state = document.state;
    this.facts.textContent = document.state === 'READY'
      ? `${plural(document.passages, 'passage')} · ${size(document.sizeBytes)}` : size(document.sizeBytes);
    this.showProblem(document.error ?? '');
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

function plural(count, word) {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} bytes`;
  }
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1).replace('.0', '')} MB`;
}
