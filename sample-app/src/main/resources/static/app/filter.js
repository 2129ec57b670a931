import { byId, make } from './element.js';

const WORD = /[A-Za-z_][A-Za-z0-9_]*$/;
const MOST = 40;

/**
 * Completes the filter while it is written: columns, functions and operators, in a list
 * that the arrow keys go through. Nothing is chosen unless the user does so.
 */
export class FilterBox {
  constructor(input, list, problem = byId('filter-problem')) {
    this.input = input;
    this.list = list;
    this.problem = problem;
    this.known = [];
    this.options = [];
    this.active = -1;
    this.at = -1;
    input.addEventListener('input', () => {
      this.complain('');
      this.suggest(false);
    });
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('blur', () => this.close());
    // The list completes the word before the caret: it goes when the caret does.
    document.addEventListener('selectionchange', () => this.isOpen() && input.selectionStart !== this.at && this.close());
    list.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      const option = event.target.closest('[role=option]');
      if (option) {
        this.accept(Number(option.dataset.index));
      }
    });
  }

  /** Takes what filters can be made of, as the server tells it. */
  learn({ columns, functions, words }) {
    this.known = [
      ...columns.map(({ name, type }) => ({ name, text: name, insert: `${name} `, about: type })),
      ...functions.map(({ name, form, gives }) => ({ name, text: form, insert: `${name}(`, about: gives })),
      ...words.map((word) => ({ name: word, text: word, insert: `${word} `, about: 'operator' })),
    ];
    this.columns = columns.length;
  }

  value() {
    return this.input.value.trim();
  }

  /** Shows what is wrong, and puts the caret there. */
  complain(detail, position = null) {
    this.problem.textContent = detail;
    if (detail) {
      this.input.setAttribute('aria-invalid', 'true');
      this.input.focus();
      if (position !== null) {
        // The server counts in the text as it was sent, which is trimmed.
        const at = position + this.input.value.indexOf(this.value());
        this.input.setSelectionRange(at, at + (this.input.value.slice(at).match(/^[A-Za-z0-9_]+/)?.[0].length ?? 1));
      }
    } else {
      this.input.removeAttribute('aria-invalid');
    }
  }

  key(event) {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      this.suggest(true);
    } else if (event.key === 'Escape' && this.isOpen()) {
      event.preventDefault();
      this.close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && this.options.length) {
      event.preventDefault();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && this.isOpen() && this.active >= 0) {
      event.preventDefault();
      this.accept(this.active);
    }
  }

  isOpen() {
    return !this.list.hidden;
  }

  /** The word before the caret, unless it stands in a text. */
  word() {
    const before = this.input.value.slice(0, this.input.selectionStart);
    if ((before.match(/'/g) ?? []).length % 2 === 1) {
      return null;
    }
    return before.match(WORD)?.[0] ?? '';
  }

  suggest(all) {
    const word = this.word();
    const sought = word?.toLowerCase();
    if (word === null || (!word && !all)) {
      this.close();
      return;
    }
    this.options = (word ? this.known.filter(({ name }) => name.toLowerCase().startsWith(sought) && name.toLowerCase() !== sought)
      : this.known.slice(0, this.columns)).slice(0, MOST);
    this.active = -1;
    this.at = this.input.selectionStart;
    this.show();
  }

  show() {
    this.list.replaceChildren(...this.options.map((option, index) => make('li', {
      role: 'option', id: `${this.list.id.replace(/s$/, '')}-${index}`, 'data-index': index, 'aria-selected': 'false',
    }, make('span', { className: 'code', text: option.text }), make('span', { className: 'kind', text: option.about }))));
    const open = this.options.length > 0;
    this.list.hidden = !open;
    this.input.setAttribute('aria-expanded', String(open));
    this.input.removeAttribute('aria-activedescendant');
  }

  move(step) {
    const count = this.options.length;
    this.active = (this.active + step + count + (this.active < 0 && step < 0 ? 1 : 0)) % count;
    [...this.list.children].forEach((option, index) => option.setAttribute('aria-selected', String(index === this.active)));
    const chosen = this.list.children[this.active];
    this.input.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  }

  accept(index) {
    const at = this.input.selectionStart;
    const word = this.word();
    if (word !== null && at === this.at) {
      this.input.setRangeText(this.options[index].insert, at - word.length, at, 'end');
    }
    this.close();
  }

  close() {
    this.options = [];
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}
