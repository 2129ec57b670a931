import * as api from './api.js';
import { button } from './controls.js';
import { byId, make } from './element.js';
import { Latest } from './latest.js';
import { closeOnBackdrop } from './passage.js';
import { plural, when } from './words.js';

const AT_ONCE = 20;

/** The conversations that were had before: open, rename, delete. */
export class Conversations {
  /**
   * The chat opens a conversation by its id, and tells whether it is still the one wanted; it begins a new one where the
   * one shown is deleted.
   */
  constructor(open, begin) {
    this.open = open;
    this.begin = begin;
    this.current = null;
    this.loads = new Latest();
    this.title = make('p', { className: 'conversation-title' });
    this.button = button('Conversations', () => this.show(), { id: 'show-conversations' });
    this.bar = make('div', { className: 'chat-bar' }, this.button, this.title);
    this.list = make('ul', { className: 'conversation-list', 'aria-label': 'Conversations, the last used first' });
    this.empty = make('p', { className: 'empty', text: 'None yet. Complete answers are kept here.' });
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.more = button('Show more', () => this.load());
    this.close = make('button', { className: 'quiet', 'aria-label': 'Close the conversations', text: 'Close' });
    this.dialog = make('dialog', { id: 'conversations', className: 'sheet drawer', 'aria-labelledby': 'conversations-name' },
      make('div', { className: 'sheet-head' }, make('h2', { id: 'conversations-name', text: 'Conversations' }),
        make('form', { method: 'dialog' }, this.close)),
      this.problem, this.list, this.empty, this.more);
    document.body.append(this.dialog);
    closeOnBackdrop(this.dialog);
    window.addEventListener('hashchange', () => this.dialog.close());
  }

  /** Shows what the conversation on the page is called. */
  async name(id, isKept) {
    if (id !== this.current) {
      this.current = id;
      this.title.textContent = '';
    }
    if (!isKept) {
      return;
    }
    try {
      const { title } = await api.conversation(id);
      if (this.current === id) {
        this.title.textContent = title;
      }
    } catch {
      // It has no name then; whatever is wrong shows where it is used.
      this.title.textContent = '';
    }
  }

  async show() {
    this.list.replaceChildren();
    this.more.hidden = true;
    this.settle();
    this.empty.hidden = true;
    this.dialog.showModal();
    await this.load();
  }

  async load() {
    const isLatest = this.loads.begin();
    try {
      const shown = new Set([...this.list.children].map((item) => item.dataset.id));
      const { conversations, total } = await api.conversations(this.list.children.length, AT_ONCE);
      if (!isLatest()) {
        return;
      }
      const added = conversations.filter(({ id }) => !shown.has(id)).map((each) => this.item(each));
      this.list.append(...added);
      this.more.hidden = !conversations.length || this.list.children.length >= total;
      if (shown.size) {
        added[0]?.querySelector('button').focus();
      }
      this.settle();
    } catch (failure) {
      if (isLatest()) {
        this.problem.textContent = failure.message;
      }
    }
  }

  settle() {
    this.problem.textContent = '';
    this.empty.hidden = this.list.children.length > 0;
  }

  item(conversation) {
    const item = make('li', { className: 'conversation', 'data-id': conversation.id });
    this.fill(item, conversation);
    return item;
  }

  fill(item, conversation) {
    const { id, title, turns, usedAt } = conversation;
    const open = make('button', { type: 'button', className: 'open' }, make('span', { className: 'name', text: title }),
      make('span', { className: 'facts', text: `${plural(turns, 'question')} · ${when(usedAt)}` }));
    if (id === this.current) {
      open.setAttribute('aria-current', 'true');
    }
    open.addEventListener('click', () => this.choose(id));
    const rename = make('button', { type: 'button', className: 'quiet rename', text: 'Rename', 'aria-label': `Rename ${title}` });
    rename.addEventListener('click', () => this.rename(item, conversation));
    const remove = make('button', { type: 'button', className: 'quiet delete', text: 'Delete', 'aria-label': `Delete ${title}` });
    remove.addEventListener('click', () => this.confirm(item, conversation));
    item.replaceChildren(open, make('div', { className: 'row-actions' }, rename, remove));
  }

  async choose(id) {
    try {
      if (await this.open(id)) {
        this.dialog.close();
        byId('message').focus();
      }
    } catch (failure) {
      this.problem.textContent = failure.message;
    }
  }

  rename(item, conversation) {
    const input = make('input', { type: 'text', maxlength: '120', 'aria-label': `New name of ${conversation.title}` });
    input.value = conversation.title;
    const back = () => {
      this.fill(item, conversation);
      item.querySelector('.rename').focus();
    };
    const cancel = make('button', { type: 'button', className: 'quiet', text: 'Cancel' });
    cancel.addEventListener('click', back);
    const form = make('form', { className: 'inline-form' }, input,
      make('button', { className: 'primary', text: 'Save' }), cancel);
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        // It ends the renaming, not the dialog.
        event.preventDefault();
        back();
      }
    });
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      try {
        conversation = await api.renameConversation(conversation.id, input.value);
        this.settle();
        back();
        if (conversation.id === this.current) {
          this.title.textContent = conversation.title;
        }
      } catch (failure) {
        this.problem.textContent = failure.message;
      }
    });
    item.replaceChildren(form);
    input.focus();
    input.select();
  }

  confirm(item, conversation) {
    const keep = make('button', { type: 'button', className: 'quiet', text: 'Keep it' });
    keep.addEventListener('click', () => {
      this.fill(item, conversation);
      item.querySelector('.delete').focus();
    });
    const remove = make('button', { type: 'button', className: 'danger', text: 'Delete' });
    remove.addEventListener('click', () => this.remove(item, conversation.id));
    item.replaceChildren(make('p', { text: `Delete “${conversation.title}” with all its questions and answers?` }),
      make('div', { className: 'choices' }, keep, remove));
    keep.focus();
  }

  async remove(item, id) {
    try {
      await api.removeConversation(id);
    } catch (failure) {
      if (failure.status !== 404) {
        this.problem.textContent = failure.message;
        return;
      }
    }
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    this.settle();
    if (id === this.current) {
      this.begin();
    }
    (next?.querySelector('.open') ?? this.close).focus();
  }
}
