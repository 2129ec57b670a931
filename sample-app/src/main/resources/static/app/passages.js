import * as api from './api.js';
import { whenCollectionChanges } from './collection.js';
import { button } from './controls.js';
import { make } from './element.js';
import { Latest } from './latest.js';
import { closeOnBackdrop, placeOf } from './passage.js';

const AT_ONCE = 10;

/** The passages of a document, page by page. */
class Passages {
  constructor() {
    this.name = make('h2', { id: 'passages-name' });
    this.range = make('p', { className: 'place', role: 'status' });
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.list = make('ol', { className: 'passage-list', tabindex: '0', 'aria-labelledby': 'passages-name' });
    this.loads = new Latest();
    this.back = button('Previous', () => this.load(this.offset - AT_ONCE));
    this.next = button('Next', () => this.load(this.offset + AT_ONCE));
    this.dialog = make('dialog', { id: 'passages', className: 'sheet', 'aria-labelledby': 'passages-name' },
      make('div', { className: 'sheet-head' }, make('div', {}, this.name, this.range),
        make('form', { method: 'dialog' },
          make('button', { className: 'quiet', text: 'Close', 'aria-label': 'Close the passages' }))),
      this.problem, this.list, make('div', { className: 'choices' }, this.back, this.next));
    document.body.append(this.dialog);
    closeOnBackdrop(this.dialog);
    window.addEventListener('hashchange', () => this.dialog.close());
    whenCollectionChanges((moved) => moved && this.dialog.close());
  }

  async show(document, collection) {
    this.document = document;
    this.collection = collection;
    this.offset = 0;
    this.name.textContent = document.name;
    this.list.replaceChildren();
    this.range.textContent = '';
    this.dialog.showModal();
    await this.load(0);
  }

  async load(offset) {
    const isLatest = this.loads.begin();
    try {
      const found = await api.passages(this.document.id, offset, AT_ONCE, this.collection);
      if (!isLatest()) {
        return;
      }
      const total = Math.max(this.document.passages, offset + found.length);
      this.offset = offset;
      this.problem.textContent = '';
      this.range.textContent = found.length
        ? `Passages ${offset + 1} to ${offset + found.length} of ${total}` : 'No passages';
      this.list.start = offset + 1;
      this.list.replaceChildren(...found.map(itemOf));
      this.list.scrollTop = 0;
      this.back.disabled = offset === 0;
      this.next.disabled = offset + found.length >= total;
    } catch (failure) {
      if (isLatest()) {
        this.problem.textContent = failure.message;
      }
    }
  }
}

function itemOf(passage) {
  const place = placeOf(passage);
  return make('li', {}, ...(place ? [make('p', { className: 'place', text: place })] : []),
    make('p', { className: 'text', text: passage.text }));
}

let dialog = null;

export function showPassages(document, collection) {
  dialog ??= new Passages();
  return dialog.show(document, collection);
}
