import * as api from './api.js';
import { confirmed } from './confirm.js';
import { button } from './controls.js';
import { byId, make, say } from './element.js';
import { Latest } from './latest.js';
import { PictureDialog } from './picture-dialog.js';
import { PictureUploads } from './picture-uploads.js';
import { ACCEPTED } from './picture-kinds.js';
import { count, plural } from './words.js';

const AT_ONCE = 40;

/** What there is to set where no model embeds pictures. */
const SETTINGS = `fletch:
  embedding:
    functions:
      pictures:
        type: clip
        options:
          model: Xenova/clip-vit-base-patch32`;

let gallery = null;

export function startPictures() {
  gallery = new Gallery(byId('pictures-view'));
}

/** The address may name what is searched for: find and words, or like and the id of a picture. */
export const enterPictures = (kind = null, value = null) => gallery.enter(kind, value);

const isShown = () => document.body.dataset.view === 'pictures';

/** The pictures that are there or were found, with what can be done with them. */
class Gallery {
  constructor(view) {
    this.shown = [];
    this.chosen = new Set();
    this.total = 0;
    this.query = {};
    this.loads = new Latest();
    this.body = make('div', { className: 'pictures-body', hidden: '' });
    this.setup = this.makeSetup();
    this.dialog = new PictureDialog({
      like: (picture) => this.like(picture),
      remove: (picture) => this.confirm([picture.id], `Delete ${picture.name}?`),
    });
    this.uploads = new PictureUploads(() => this.refresh());
    this.body.append(this.makeSearch(), this.uploads.element, this.makeHead(), this.makeList());
    view.append(this.setup, this.body);
    this.takeFiles();
  }

  makeSetup() {
    return make('div', { className: 'card pictures-setup', hidden: '' },
      make('h2', { text: 'No model for pictures yet' }),
      make('p', { text: 'Pictures are searched through CLIP, which knows what words look like. Name a model in application.yml, '
        + 'a folder with an ONNX export or one of a hub, and start the application again:' }),
      make('pre', { text: SETTINGS, tabindex: '0', 'aria-label': 'Settings' }),
      make('p', { className: 'note', text: 'A model of a hub is downloaded on first use, about 600 MB. Nothing else changes.' }));
  }

  makeSearch() {
    this.words = make('input', { type: 'search', id: 'picture-words', maxlength: '1000', placeholder: 'a red heart', 'aria-describedby': 'picture-search-hint' });
    const file = make('input', { type: 'file', id: 'picture-by', accept: ACCEPTED, hidden: '', tabindex: '-1', 'aria-hidden': 'true' });
    const choose = button('By a picture', () => file.click());
    file.addEventListener('change', () => {
      const [picture] = file.files;
      file.value = '';
      if (picture) {
        this.byFile(picture);
      }
    });
    const form = make('form', { className: 'card picture-search', role: 'search', 'aria-label': 'Pictures', autocomplete: 'off' },
      make('div', { className: 'input' }, make('label', { for: 'picture-words', text: 'What is to be seen' }), this.words),
      make('button', { type: 'submit', className: 'primary', text: 'Search' }), choose, file,
      make('p', { id: 'picture-search-hint', className: 'note', text: 'A picture on the clipboard can be pasted here. What you search by is not kept.' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const words = this.words.value.trim();
      this.go(words ? `#/pictures/find/${encodeURIComponent(words)}` : '#/pictures');
    });
    return form;
  }

  makeHead() {
    this.title = make('h2', { id: 'gallery-title', tabindex: '-1', text: 'All pictures' });
    this.status = make('p', { id: 'gallery-status', className: 'note', role: 'status' });
    this.all = make('a', { className: 'link', href: '#/pictures', text: 'Show all pictures', hidden: '' });
    this.name = make('input', { type: 'search', id: 'picture-name', maxlength: '200', placeholder: 'Part of a name' });
    this.filter = make('form', { className: 'name-filter' }, make('label', { for: 'picture-name', text: 'Name' }), this.name);
    this.filter.addEventListener('submit', (event) => event.preventDefault());
    this.name.addEventListener('input', () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.load(), 250);
    });
    // The address may be that of all pictures already.
    this.all.addEventListener('click', (event) => {
      event.preventDefault();
      this.go('#/pictures');
      this.title.focus();
    });
    this.head = make('div', { className: 'part-head gallery-head' }, this.title, this.status, this.all, this.filter, this.makeChosen());
    return this.head;
  }

  makeList() {
    this.list = make('ul', { className: 'gallery', 'aria-labelledby': 'gallery-title' });
    this.empty = make('p', { className: 'nothing', hidden: '' });
    this.more = button('Show more', () => this.loadMore(), { className: 'quiet gallery-more', hidden: '' });
    return make('div', {}, this.list, this.empty, this.more);
  }

  /** What can be done with the chosen ones stays in sight, in the place of the filter. */
  makeChosen() {
    this.count = make('p', { role: 'status' });
    const clear = button('Choose none', () => {
      this.choose(new Set());
      this.title.focus();
    });
    const remove = button('Delete', () => this.confirm([...this.chosen], `Delete ${plural(this.chosen.size, 'picture')}?`),
      { className: 'danger', id: 'delete-chosen' });
    this.bar = make('div', { className: 'chosen-bar', role: 'group', 'aria-label': 'Chosen pictures', hidden: '' }, this.count, clear, remove);
    return this.bar;
  }

  /** Files that are dropped or pasted while this view is shown are pictures, not documents. */
  takeFiles() {
    const carriesFiles = (event) => event.dataTransfer?.types.includes('Files');
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
      document.addEventListener(type, (event) => {
        if (!isShown() || !carriesFiles(event)) {
          return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        if (!this.body.hidden) {
          this.uploads.dragged(event);
        }
      }, true);
    }
    document.addEventListener('paste', (event) => {
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith('image/'));
      if (isShown() && !this.body.hidden && file && !document.querySelector('dialog[open]')) {
        event.preventDefault();
        this.byFile(file);
      }
    });
  }

  go(hash) {
    if (location.hash === hash) {
      // What is shown may be what a file found, which has no address.
      this.enter(...queryOf(hash));
    } else {
      location.hash = hash;
    }
  }

  like(picture) {
    this.go(`#/pictures/like/${picture.id}`);
    this.title.focus();
  }

  async enter(kind, value) {
    this.query = kind === 'find' && value ? { words: value } : kind === 'like' && value ? { like: value } : {};
    this.words.value = this.query.words ?? '';
    await this.load();
  }

  async byFile(file) {
    this.query = { file };
    this.words.value = '';
    await this.load();
    this.title.focus();
  }

  /** An addition shows among all pictures; what was found stays. */
  async refresh() {
    if (!this.query.words && !this.query.like && !this.query.file) {
      await this.load();
    }
  }

  async load() {
    const isLatest = this.loads.begin();
    this.list.setAttribute('aria-busy', 'true');
    if (!this.shown.length) {
      this.status.textContent = 'Loading';
    }
    try {
      const found = await this.found();
      if (!isLatest()) {
        return;
      }
      byId('pictures-problem').textContent = '';
      this.show(found);
    } catch (failure) {
      if (isLatest()) {
        this.status.textContent = '';
        byId('pictures-problem').textContent = failure.message;
        if (failure.field?.startsWith('fletch.')) {
          this.body.hidden = true;
        }
      }
    } finally {
      if (isLatest()) {
        this.list.removeAttribute('aria-busy');
      }
    }
  }

  async found() {
    const { words, like, file } = this.query;
    if (words) {
      return { title: `Nearest to “${words}”`, ...(await api.picturesByWords(words, AT_ONCE)) };
    }
    if (like) {
      const [{ name }, found] = await Promise.all([api.picture(like), api.picturesLike(like, AT_ONCE)]);
      return { title: `Like ${name}`, ...found };
    }
    if (file) {
      return { title: `Like ${file.name || 'the pasted picture'}`, ...(await api.picturesByFile(file, AT_ONCE)) };
    }
    return api.pictures(this.name.value.trim(), 0, AT_ONCE);
  }

  show({ title, configured = true, pictures, total, maxFileBytes }) {
    this.setup.hidden = configured;
    this.body.hidden = !configured;
    const isSearch = title !== undefined;
    this.title.textContent = title ?? 'All pictures';
    this.all.hidden = !isSearch;
    this.filter.hidden = isSearch;
    this.shown = [];
    this.list.replaceChildren();
    this.total = isSearch ? pictures.length : total;
    if (maxFileBytes) {
      this.uploads.limit(maxFileBytes);
    }
    this.append(isSearch ? pictures : pictures.map((picture) => ({ picture, score: null })));
    this.choose(new Set([...this.chosen].filter((id) => this.shown.some(({ picture }) => picture.id === id))));
    this.settle(isSearch);
    if (isSearch && this.head.getBoundingClientRect().top > innerHeight * 0.7) {
      this.head.scrollIntoView({ block: 'start' });
    }
  }

  append(found) {
    const known = new Set(this.shown.map(({ picture }) => picture.id));
    const added = found.filter(({ picture }) => !known.has(picture.id));
    this.shown.push(...added);
    const items = added.map((each) => this.item(each));
    this.list.append(...items);
    return items;
  }

  settle(isSearch) {
    const shown = this.shown.length;
    this.empty.hidden = shown > 0;
    this.empty.textContent = isSearch ? 'There is nothing to find yet. Add pictures first.'
      : this.name.value.trim() ? 'No picture has such a name.' : 'No pictures yet. Add some, then search for what is on them.';
    say(this.status, !shown ? '' : isSearch ? `${plural(shown, 'picture')}, the nearest first`
      : shown < this.total ? `${count(shown)} of ${plural(this.total, 'picture')}, newest first`
        : `${plural(shown, 'picture')}, newest first`);
    this.more.hidden = isSearch || shown >= this.total;
  }

  /** What is searched for meanwhile takes its place. */
  async loadMore() {
    const isLatest = this.loads.begin();
    try {
      const { pictures, total } = await api.pictures(this.name.value.trim(), this.shown.length, AT_ONCE);
      if (!isLatest()) {
        return;
      }
      this.total = total;
      const [first] = this.append(pictures.map((picture) => ({ picture, score: null })));
      this.settle(false);
      this.more.hidden ||= !pictures.length;
      first?.querySelector('button').focus();
    } catch (failure) {
      if (isLatest()) {
        byId('pictures-problem').textContent = failure.message;
      }
    }
  }

  item({ picture, score }) {
    const image = make('img', { src: api.pictureThumbnail(picture.id), alt: picture.name, width: picture.width, height: picture.height, loading: 'lazy', decoding: 'async' });
    const open = make('button', { type: 'button', className: 'open', 'aria-label': `Open ${picture.name}` }, image);
    open.addEventListener('click', () => this.dialog.show(this.shown.map((each) => each.picture), picture.id));
    const box = make('input', { type: 'checkbox', 'aria-label': `Choose ${picture.name}` });
    box.addEventListener('change', () => {
      this.chosen[box.checked ? 'add' : 'delete'](picture.id);
      this.choose(this.chosen);
    });
    return make('li', { className: 'picture', 'data-id': picture.id }, open,
      make('div', { className: 'caption' }, box, make('span', { className: 'name', text: picture.name, title: picture.name }),
        ...(score === null ? [] : [make('span', { className: 'score', text: score.toFixed(3), title: 'Cosine similarity, at most 1' })])));
  }

  choose(ids) {
    this.chosen = ids;
    for (const item of this.list.children) {
      const isChosen = ids.has(item.dataset.id);
      item.classList.toggle('chosen', isChosen);
      item.querySelector('input').checked = isChosen;
    }
    this.bar.hidden = ids.size === 0;
    this.head.classList.toggle('has-chosen', ids.size > 0);
    say(this.count, `${plural(ids.size, 'picture')} chosen`);
  }

  async confirm(ids, question) {
    const isDone = await confirmed({
      question,
      detail: `${ids.length === 1 ? 'It' : 'They'} can no longer be found. The files that you added stay where they are.`,
      keep: 'Keep',
      action: () => this.remove(ids),
    });
    if (isDone) {
      this.dialog.close();
      this.title.focus();
    }
  }

  async remove(ids) {
    try {
      for (let from = 0; from < ids.length; from += 100) {
        const some = ids.slice(from, from + 100);
        await api.removePictures(some);
        some.forEach((id) => this.chosen.delete(id));
      }
    } finally {
      // Some may be gone though others are not.
      if (ids.includes(this.query.like)) {
        this.go('#/pictures');
      } else {
        this.load();
      }
    }
  }
}

/** What an address of this view asks for. */
function queryOf(hash) {
  const [, , ...asked] = hash.split('/');
  return asked.map(decodeURIComponent);
}
