import * as api from './api.js';
import { currentCollection } from './collection.js';
import { confirmed } from './confirm.js';
import { button } from './controls.js';
import { make, say } from './element.js';
import { Latest } from './latest.js';
import { plural, when } from './words.js';

const AT_ONCE = 10;

const WORDS = {
  ENCRYPTED: 'Protected by a password',
  DAMAGED: 'Damaged',
  EMPTY: 'Without text',
  UNSUPPORTED: 'Of an unknown kind',
  TOO_LARGE: 'Too large',
  TOO_SLOW: 'Took too long to read',
  BUSY: 'Others took too long to read',
  INTERRUPTED: 'Reading was stopped',
  EMBEDDING: 'The embedding model failed',
  MODEL: 'The language model failed',
  IO: 'A file or connection failed',
  STORE: 'The store failed',
  MEMORY: 'Not enough memory',
  CUT_SHORT: 'The process ended meanwhile',
  FILE_GONE: 'Its file is gone',
  CANCELLED: 'Cancelled',
  UNEXPECTED: 'Something unexpected',
};
const inWords = (reason) => WORDS[reason] ?? reason;

/** The documents that could not be read: why, and once more or no more. */
export class DeadLetters {
  constructor(onChange) {
    this.onChange = onChange;
    this.loads = new Latest();
    this.offset = 0;
    this.count = 0;
    this.summary = make('summary');
    this.reason = make('select', { 'aria-label': 'Reason' });
    this.reason.addEventListener('change', () => this.load(0));
    this.retryAll = button('Retry all', () => this.retry((collection) => api.retryDeadLetters(this.reason.value, collection)));
    this.discardAll = button('Discard all', () => {
      const reason = this.reason.value;
      this.discard(this.questionOfAll(), (collection) => api.discardDeadLetters(reason, collection));
    });
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.list = make('ul', { className: 'letters', 'aria-label': 'Documents that could not be read' });
    this.range = make('p', { className: 'note', role: 'status' });
    this.back = button('Previous', () => this.load(this.offset - AT_ONCE));
    this.further = button('Next', () => this.load(this.offset + AT_ONCE));
    this.pages = make('div', { className: 'pages' }, this.range, this.back, this.further);
    this.element = make('details', { id: 'dead-letters', className: 'dead-letters' }, this.summary,
      make('div', { className: 'letter-actions' }, this.reason, this.retryAll, this.discardAll),
      this.problem, this.list, this.pages);
    this.element.hidden = true;
    this.element.addEventListener('toggle', () => this.element.open && this.load(0));
  }

  /** Another collection is shown. */
  forget() {
    this.loads.end();
    this.reason.replaceChildren();
    this.told = null;
    this.list.replaceChildren();
    this.problem.textContent = '';
    this.offset = 0;
    this.show(0);
  }

  /** Tells how many there are, with each change of the documents. */
  async show(count) {
    const changed = count !== this.count;
    this.count = count;
    if (count === 0 && this.element.contains(document.activeElement)) {
      document.getElementById('drop').focus();
    }
    this.element.hidden = count === 0;
    say(this.summary, `Could not be read (${count})`);
    if (count === 0) {
      this.element.open = false;
    } else if (changed && this.element.open) {
      await this.load(this.offset);
    }
  }

  async load(offset) {
    const isLatest = this.loads.begin();
    try {
      const wanted = Math.max(0, offset);
      const found = await api.deadLetters(wanted, AT_ONCE, this.reason.value, currentCollection());
      if (!isLatest()) {
        return;
      }
      if (!found.deadLetters.length && (wanted > 0 || this.reason.value)) {
        this.reason.value = found.total === 0 ? '' : this.reason.value;
        await this.load(wanted > 0 ? wanted - AT_ONCE : 0);
        return;
      }
      this.offset = wanted;
      say(this.problem, '');
      this.offer(found.reasons);
      this.fill(found.deadLetters);
      this.pages.hidden = found.total <= AT_ONCE;
      say(this.range, `${wanted + 1} to ${wanted + found.deadLetters.length} of ${found.total}`);
      this.back.disabled = wanted === 0;
      this.further.disabled = wanted + found.deadLetters.length >= found.total;
    } catch (failure) {
      if (isLatest()) {
        say(this.problem, failure.message);
      }
    }
  }

  offer(reasons) {
    const now = this.reason.value;
    const all = reasons.reduce((sum, { count }) => sum + count, 0);
    this.reason.replaceChildren(make('option', { value: '', text: `All reasons (${all})` }),
      ...reasons.map(({ reason, count }) => make('option', { value: reason, text: `${inWords(reason)} (${count})` })));
    this.reason.value = reasons.some(({ reason }) => reason === now) ? now : '';
    this.reason.hidden = reasons.length < 2 && !this.reason.value;
  }

  /** What has the focus keeps it, or gives it to what takes its place. */
  fill(letters) {
    const told = JSON.stringify(letters);
    if (told === this.told) {
      return;
    }
    this.told = told;
    const items = [...this.list.children];
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const key = at >= 0 ? document.activeElement.dataset.does : null;
    this.list.replaceChildren(...letters.map((letter) => this.item(letter)));
    if (key) {
      this.list.children[Math.min(at, this.list.children.length - 1)]?.querySelector(`[data-does="${key}"]`)?.focus();
    }
  }

  item(letter) {
    const retry = button('Retry', () => this.retry((collection) => api.retryDeadLetter(letter.documentId, collection)),
      { 'aria-label': `Retry ${letter.name}`, 'data-does': 'retry' });
    const discard = button('Discard', () => this.discard(`Discard ${letter.name}?`,
      (collection) => api.discardDeadLetter(letter.documentId, collection)),
    { 'aria-label': `Discard ${letter.name}`, 'data-does': 'discard' });
    const tried = letter.attempts > 0 ? `tried ${letter.attempts === 1 ? 'once' : `${letter.attempts} times`} · ` : '';
    return make('li', { className: 'letter', 'data-name': letter.name },
      make('p', { className: 'name', text: letter.name }),
      make('p', { className: 'facts', text: `${inWords(letter.reason)} · ${tried}${when(letter.failedAt)}` }),
      make('p', { className: 'message', text: letter.message }),
      make('div', { className: 'row-actions' }, retry, discard));
  }

  questionOfAll() {
    const chosen = this.reason.selectedOptions[0]?.textContent ?? '';
    return this.reason.value ? `Discard all of this reason: ${chosen}?`
      : `Discard ${plural(this.count, 'document')} that could not be read?`;
  }

  /** The collection is that of the question, whatever is shown when the answer comes. */
  async discard(question, action) {
    const collection = currentCollection();
    const isDone = await confirmed({
      question,
      detail: 'What is left of older versions is deleted, too. The files that you uploaded from stay where they are.',
      keep: 'Keep',
      act: 'Discard',
      action: () => action(collection),
    });
    if (isDone) {
      await this.lookAgain(collection);
    }
  }

  async retry(action) {
    const collection = currentCollection();
    try {
      await action(collection);
      await this.lookAgain(collection);
    } catch (failure) {
      if (collection === currentCollection()) {
        say(this.problem, failure.message);
      }
    }
  }

  async lookAgain(collection) {
    if (collection !== currentCollection()) {
      return;
    }
    say(this.problem, '');
    await this.onChange();
    if (this.element.open) {
      await this.load(this.offset);
    }
  }
}
