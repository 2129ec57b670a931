import * as api from './api.js';
import { collections, currentCollection, nameOf, setCollections, showCollection, whenCollectionChanges } from './collection.js';
import { button } from './controls.js';
import { byId, make, say } from './element.js';
import { closeOnBackdrop } from './passage.js';
import { plural } from './words.js';

const LONGEST_NAME = 60;

let dialogs = 0;

/** Reads the collections anew. */
export async function learnCollections() {
  setCollections(await api.collections());
}

/** Where the documents are listed: which collection, by which function, and what can be done with it. */
export async function startCollections({ embeddingFunctions }) {
  const choice = new Choice('collection');
  const note = make('p', { className: 'embedded-by' });
  const problem = make('p', { className: 'problem', role: 'alert' });
  const create = button('New', () => ask(create, 'New collection',
    (name, chosen) => api.createCollection(name, chosen), embeddingFunctions),
  { id: 'new-collection', 'aria-label': 'New collection' });
  const rename = button('Rename', () => {
    const id = currentCollection();
    ask(rename, `Rename ${nameOf(id)}`, (name) => api.renameCollection(id, name));
  }, { id: 'rename-collection' });
  const remove = button('Delete', async () => {
    problem.textContent = '';
    try {
      await confirmDelete(choice);
    } catch (failure) {
      problem.textContent = failure.message;
    }
  }, { id: 'delete-collection' });
  const show = () => {
    const shown = collections().find(({ id }) => id === currentCollection());
    note.textContent = shown?.embeddingFunction ? `Embedded by ${shown.embeddingFunction}` : '';
    const own = currentCollection() !== 'default';
    for (const each of [rename, remove]) {
      each.hidden = !own;
    }
    rename.setAttribute('aria-label', `Rename the collection ${nameOf(currentCollection())}`);
    remove.setAttribute('aria-label', `Delete the collection ${nameOf(currentCollection())}`);
  };
  document.querySelector('.documents-head').after(make('div', { className: 'collection-bar' },
    make('label', { for: 'collection', text: 'Collection' }), choice.element,
    make('div', { className: 'collection-actions' }, create, rename, remove)), note, problem);
  whenCollectionChanges(show);
  show();
  try {
    await learnCollections();
  } catch (failure) {
    problem.textContent = failure.message;
  }
}

/** A select of the collections. */
export class Choice {
  constructor(id) {
    this.element = make('select', { id });
    this.element.addEventListener('change', () => showCollection(this.element.value));
    whenCollectionChanges(() => this.render());
    this.render();
  }

  render() {
    const named = JSON.stringify(collections().map(({ id, name }) => [id, name]));
    if (named !== this.named) {
      this.named = named;
      this.fill();
    }
    this.element.value = currentCollection();
  }

  fill() {
    this.element.replaceChildren(...collections().map(({ id, name }) => make('option', { value: id, text: name })));
  }
}

/** Asks for a name, and for a function where there is a choice. */
function ask(opener, title, act, functions = null) {
  const id = `collection-dialog-${++dialogs}`;
  const name = make('input', { type: 'text', id: `${id}-name`, maxlength: String(LONGEST_NAME), required: '',
    'aria-describedby': `${id}-problem` });
  name.value = functions ? '' : nameOf(currentCollection());
  const problem = make('p', { className: 'problem', id: `${id}-problem`, role: 'alert' });
  const status = make('p', { className: 'note', role: 'status' });
  const save = make('button', { className: 'primary', text: functions ? 'Create' : 'Save' });
  const cancel = button('Cancel', () => dialog.close());
  const select = functions && make('select', { id: `${id}-function`, 'aria-describedby': `${id}-hint` },
    ...functions.map((each) => make('option', { value: each, text: each })));
  const form = make('form', { className: 'collection-form', novalidate: '' },
    make('div', { className: 'input' }, make('label', { for: `${id}-name`, text: 'Name' }), name),
    ...(select ? [make('div', { className: 'input' },
      make('label', { for: `${id}-function`, text: 'Embedding function' }), select,
      make('p', { className: 'note', id: `${id}-hint`, text: 'It makes the vectors of all passages, and stays.' }))] : []),
    problem, status, make('div', { className: 'choices' }, cancel, save));
  const dialog = make('dialog', { className: 'sheet small', 'aria-labelledby': `${id}-title` },
    make('h2', { id: `${id}-title`, text: title }), form);
  closing(dialog, opener);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    save.disabled = true;
    problem.textContent = '';
    status.textContent = select ? 'Trying the function. A model may have to be loaded.' : '';
    try {
      const done = await act(name.value, select?.value);
      await learnCollections();
      // Who has cancelled meanwhile stays where they are.
      if (dialog.open) {
        showCollection(done.id);
        dialog.close();
      }
    } catch (failure) {
      problem.textContent = failure.message;
      name.setAttribute('aria-invalid', String(failure.field === 'name'));
      (failure.field === 'function' ? select : name)?.focus();
    } finally {
      save.disabled = false;
      status.textContent = '';
    }
  });
  dialog.showModal();
  name.select();
}

/** A dialog that is made when it is needed, and goes with its end. */
function closing(dialog, opener) {
  document.body.append(dialog);
  closeOnBackdrop(dialog);
  // What is asked is asked of the collection, and in the view, that is shown.
  const close = () => dialog.close();
  window.addEventListener('hashchange', close);
  const stopListening = whenCollectionChanges((moved) => moved && close());
  dialog.addEventListener('close', () => {
    window.removeEventListener('hashchange', close);
    stopListening();
    dialog.remove();
    (opener.hidden ? byId('collection') : opener).focus();
  });
}

async function confirmDelete(choice) {
  const id = currentCollection();
  await learnCollections();
  const named = collections().find((each) => each.id === id);
  if (!named) {
    // Somebody else was faster.
    return;
  }
  const { name, documents } = named;
  const question = `collection-dialog-${++dialogs}-title`;
  const problem = make('p', { className: 'problem', role: 'alert' });
  const keep = button('Keep it', () => dialog.close(), { autofocus: '' });
  const remove = button('Delete', () => removal(), { className: 'danger', id: 'delete-collection-confirm' });
  const dialog = make('dialog', { className: 'sheet small', 'aria-labelledby': question },
    make('h2', { id: question, text: `Delete the collection ${name}?` }),
    make('p', { text: `${documents === 1 ? 'Its document goes' : `All its ${plural(documents, 'document')} go`} with it, `
      + 'and nothing brings it back. The files that you uploaded from stay where they are.' }),
    problem, make('div', { className: 'choices' }, keep, remove));
  closing(dialog, choice.element);
  const removal = async () => {
    remove.disabled = true;
    try {
      await api.removeCollection(id);
    } catch (failure) {
      if (failure.status !== 404) {
        problem.textContent = failure.message;
        remove.disabled = false;
        return;
      }
    }
    // Gone it is, whether the others can be read or not.
    setCollections(collections().filter((each) => each.id !== id));
    dialog.close();
  };
  dialog.showModal();
}

let searched = null;

/** The ids of the collections that a question is asked. */
export const searchedCollections = () => searched?.chosen() ?? [currentCollection()];

/** Which collections the chat searches: the one that is shown, and others on demand. */
export class Searched {
  constructor() {
    this.also = new Set();
    this.summary = make('summary');
    this.list = make('div', { className: 'chips', role: 'group', 'aria-label': 'Collections searched' });
    this.element = make('details', { className: 'tag-filter', id: 'searched' }, this.summary, this.list);
    whenCollectionChanges((moved) => {
      if (moved) {
        this.also.clear();
      }
      this.render();
    });
    this.render();
    searched = this;
  }

  chosen() {
    const others = collections().map(({ id }) => id).filter((id) => id !== currentCollection() && this.also.has(id));
    return [currentCollection(), ...others];
  }

  render() {
    this.element.hidden = collections().length < 2;
    const told = JSON.stringify([currentCollection(), collections().map(({ id, name }) => [id, name])]);
    if (told !== this.told) {
      this.told = told;
      this.list.replaceChildren(...collections().map((each) => this.chip(each)));
    }
    this.say();
  }

  chip({ id, name }) {
    const isShown = id === currentCollection();
    const chip = make('button', { type: 'button', className: 'tag-chip', text: name,
      'aria-pressed': String(isShown || this.also.has(id)) });
    if (isShown) {
      chip.setAttribute('aria-disabled', 'true');
      chip.title = 'The collection that is shown is always searched';
      return chip;
    }
    chip.addEventListener('click', () => {
      if (!this.also.delete(id)) {
        this.also.add(id);
      }
      chip.setAttribute('aria-pressed', String(this.also.has(id)));
      this.say();
    });
    return chip;
  }

  say() {
    say(this.summary, `Collections searched: ${this.chosen().map(nameOf).join(', ')}`);
  }
}
