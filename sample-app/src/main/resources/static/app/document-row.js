import * as api from './api.js';
import { currentCollection } from './collection.js';
import { button } from './controls.js';
import { make, say } from './element.js';
import { showPassages } from './passages.js';
import { tagsOf } from './tags.js';
import { plural, size } from './words.js';

const STAGES = [['PARSE', 'Parsed'], ['SPLIT', 'Split'], ['EMBED', 'Embedded'], ['INDEX', 'Indexed']];
const STATE_WORDS = { done: 'done', active: 'under way', waiting: 'waiting' };
const NOTE_MILLISECONDS = 20_000;
const JOBLESS_MILLISECONDS = 5000;

const settled = (job) => ['DONE', 'FAILED', 'CANCELLED'].includes(job.state);

/** One document: what it is, how far its ingestion is, and what went wrong. */
export class Row {
  /** Tells the list when the document is to be removed, and when it has changed. */
  constructor({ name, sizeBytes }, list) {
    this.list = list;
    this.collection = currentCollection();
    this.name = name;
    this.sizeBytes = sizeBytes;
    this.job = null;
    this.document = null;
    this.arrivedAt = 0;
    this.joblessAt = -Infinity;
    this.onCancel = null;
    this.onRetry = null;
    this.facts = make('p', { className: 'facts' });
    this.stages = make('ol', { className: 'stages', 'aria-label': `Stages of ${name}` }, ...STAGES.map(([, label]) =>
      make('li', { text: label }, make('span', { className: 'unseen' }))));
    this.bar = make('progress', { 'aria-label': `Progress of ${name}`, max: 1 });
    this.work = make('div', { className: 'wide' }, this.stages, this.bar);
    this.problem = make('p', { className: 'problem wide', role: 'alert' });
    this.tags = make('div', { className: 'wide tags' });
    this.noted = make('p', { className: 'noted wide', role: 'status' });
    this.cancel = this.action('Cancel', () => this.onCancel());
    this.retry = this.action('Retry', () => this.onRetry());
    this.actions = make('div', { className: 'wide row-actions' }, this.cancel, this.retry);
    this.button = make('button', { type: 'button', className: 'remove', text: '×', 'aria-label': `Delete ${name}` });
    this.onRemove = () => this.list.remove(this);
    this.button.addEventListener('click', () => this.onRemove());
    this.element = make('li', { className: 'row', 'data-name': name },
      make('span', { className: 'kind', text: extensionOf(name), 'aria-hidden': 'true' }),
      make('div', {}, make('p', { className: 'name', text: name }), this.facts),
      this.button, this.work, this.noted, this.tags, this.problem, this.actions);
    this.stages.hidden = true;
    this.work.hidden = true;
    this.tags.hidden = true;
    this.offer();
  }

  action(text, onClick) {
    return button(text, onClick, { 'aria-label': `${text} ${this.name}` });
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
      await this.list.refresh();
    } catch (failure) {
      this.showProblem(failure.message);
      this.list.lookAgain();
    }
  }

  /** A document that waits is asked about, too; if it has no job here, only now and then. */
  active() {
    return this.job !== null ? !settled(this.job)
      : this.document?.state === 'PENDING' && Date.now() - this.joblessAt >= JOBLESS_MILLISECONDS;
  }

  /** Takes in how far the job is, undefined for none; tells whether the list may be out of date. */
  tell(job) {
    if (job) {
      this.showJob(job);
      return settled(job);
    }
    const isNews = this.job !== null;
    this.job = null;
    this.joblessAt = Date.now();
    return isNews;
  }

  note(text) {
    clearTimeout(this.noting);
    this.noted.textContent = text;
    this.noting = setTimeout(() => {
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
    this.stages.hidden = true;
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
    this.onRemove = () => this.list.remove(this);
    this.element.dataset.state = job.state;
    this.work.hidden = settled(job);
    this.showProblem(job.error ?? '');
    if (settled(job)) {
      this.offer();
      return;
    }
    this.offer(() => this.attempt(() => api.cancelJob(job.id, this.collection)));
    const current = STAGES.findIndex(([stage]) => stage === job.stage);
    this.showStages(job, current);
    if (job.total > 0) {
      this.bar.max = job.total;
      this.bar.value = job.done;
      this.facts.textContent = `${job.done} of ${plural(job.total, 'passage')}`;
    } else {
      this.bar.removeAttribute('value');
      this.facts.textContent = job.state === 'QUEUED' ? 'Waiting for its turn' : 'Reading';
    }
  }

  showStages(job, current) {
    this.stages.hidden = false;
    [...this.stages.children].forEach((stage, index) => {
      const state = stageState(job, index, current);
      if (stage.dataset.stageState === state) {
        return;
      }
      stage.dataset.stageState = state;
      stage.lastElementChild.textContent = `: ${STATE_WORDS[state]}`;
      if (state === 'active') {
        stage.setAttribute('aria-current', 'step');
      } else {
        stage.removeAttribute('aria-current');
      }
    });
  }

  showDocument(document, copyOf = null) {
    const changed = JSON.stringify(document.tags) !== JSON.stringify(this.document?.tags)
      || document.passages !== this.document?.passages;
    this.document = document;
    if (changed && !this.tags.querySelector('form')) {
      this.showTags();
    }
    if (this.job && settled(this.job)) {
      this.job = null;
    }
    if (this.job !== null) {
      return;
    }
    this.button.hidden = false;
    this.work.hidden = true;
    if (document.state === 'PENDING') {
      this.element.dataset.state = 'QUEUED';
      this.facts.textContent = 'Waiting for its turn';
      this.offer();
      return;
    }
    this.element.dataset.state = document.state;
    const facts = document.state === 'READY' ? [plural(document.passages, 'passage'), size(document.sizeBytes)]
      : [size(document.sizeBytes)];
    if (copyOf) {
      facts.push(`same content as ${copyOf}`);
    }
    this.facts.textContent = facts.join(' · ');
    this.showProblem(document.error ?? '');
    this.offer(null, document.state === 'FAILED'
      ? () => this.attempt(() => api.retryDeadLetter(document.id, this.collection)) : null);
  }

  showTags() {
    const passages = make('button', {
      type: 'button', className: 'small passages', text: 'Passages', 'aria-label': `Passages of ${this.name}`,
    });
    passages.addEventListener('click', () => showPassages(this.document, this.collection));
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
    const form = make('form', { className: 'inline-form' }, input,
      make('button', { className: 'primary', text: 'Save' }), button('Cancel', end));
    form.addEventListener('keydown', (event) => event.key === 'Escape' && end());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        this.document = await api.tagDocument(this.document.id, tagsOf(input.value), this.collection);
        this.showProblem('');
        end();
        await this.list.refresh();
      } catch (failure) {
        this.showProblem(failure.message);
      }
    });
    this.tags.replaceChildren(form);
    input.focus();
  }

  showProblem(detail) {
    say(this.problem, detail);
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
