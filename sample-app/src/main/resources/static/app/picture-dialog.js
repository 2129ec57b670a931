import * as api from './api.js';
import { button } from './controls.js';
import { make } from './element.js';
import { closeOnBackdrop } from './passage.js';
import { draw } from './svg.js';
import { size, when } from './words.js';

const SIMILAR = 8;

/** One picture as large as fits, what is known of it, and what is like it. */
export class PictureDialog {
  /** The gallery shows what is like a picture, and asks before it removes one. */
  constructor({ like, remove }) {
    this.name = make('h2', { id: 'picture-title' });
    this.facts = make('p', { className: 'place' });
    this.image = make('img', { className: 'large' });
    this.before = this.step(-1, 'Picture before', 'M12.5 4 6.5 10l6 6');
    this.after = this.step(1, 'Next picture', 'M7.5 4l6 6-6 6');
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.strip = make('ul', { className: 'similar', 'aria-labelledby': 'similar-title' });
    const close = make('button', { className: 'quiet', 'aria-label': 'Close the picture', text: 'Close' });
    const similar = button('More like this', () => {
      this.dialog.close();
      like(this.current());
    }, { id: 'more-like-this' });
    this.removal = button('Delete', () => remove(this.current()), { id: 'delete-picture' });
    this.dialog = make('dialog', { id: 'picture', className: 'sheet picture-sheet', 'aria-labelledby': 'picture-title' },
      make('div', { className: 'sheet-head' }, make('div', {}, this.name, this.facts), make('form', { method: 'dialog' }, close)),
      make('div', { className: 'stage' }, this.before, this.image, this.after), this.problem,
      make('div', { className: 'similar-head' }, make('h3', { id: 'similar-title', text: 'Similar pictures' }), similar, this.removal),
      this.strip);
    this.dialog.addEventListener('keydown', (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (by && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        this.move(by);
      }
    });
    document.body.append(this.dialog);
    closeOnBackdrop(this.dialog);
    window.addEventListener('hashchange', () => this.dialog.close());
  }

  step(by, label, path) {
    const made = button('', () => this.move(by), { className: 'icon', 'aria-label': label });
    made.append(draw('svg', { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' },
      draw('path', { d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 })));
    return made;
  }

  current() {
    return this.pictures[this.index];
  }

  show(pictures, id) {
    this.pictures = pictures;
    this.index = pictures.findIndex((picture) => picture.id === id);
    this.dialog.showModal();
    this.fill();
  }

  move(by) {
    const next = this.index + by;
    if (next >= 0 && next < this.pictures.length) {
      this.index = next;
      this.fill();
    }
  }

  async fill() {
    const picture = this.current();
    this.name.textContent = picture.name;
    this.facts.textContent = [`${picture.width} × ${picture.height} pixels`, size(picture.size),
      `added ${when(picture.addedAt)}`].join(' · ');
    this.image.src = api.pictureContent(picture.id);
    this.image.alt = picture.name;
    this.image.width = picture.width;
    this.image.height = picture.height;
    // A button that cannot be used any more would lose the focus.
    const isFocused = [this.before, this.after].includes(document.activeElement);
    this.before.disabled = this.index === 0;
    this.after.disabled = this.index === this.pictures.length - 1;
    if (isFocused && document.activeElement.disabled) {
      (this.before.disabled ? this.after : this.before).focus();
    }
    this.problem.textContent = '';
    this.strip.replaceChildren();
    try {
      const found = await api.picturesLike(picture.id, SIMILAR);
      if (this.current() === picture) {
        this.strip.replaceChildren(...found.pictures.map((each) => this.like(each)));
      }
    } catch (failure) {
      if (this.current() === picture) {
        this.problem.textContent = failure.message;
      }
    }
  }

  like({ picture, score }) {
    const open = make('button', { type: 'button', className: 'open', 'aria-label': `Open ${picture.name}, similarity ${score.toFixed(2)}` },
      make('img', { src: api.pictureThumbnail(picture.id), alt: picture.name, width: picture.width, height: picture.height, loading: 'lazy' }));
    open.addEventListener('click', () => {
      let at = this.pictures.findIndex(({ id }) => id === picture.id);
      if (at < 0) {
        this.pictures = [...this.pictures, picture];
        at = this.pictures.length - 1;
      }
      this.index = at;
      this.removal.focus();
      this.fill();
    });
    return make('li', {}, open, make('span', { className: 'score', text: score.toFixed(2) }));
  }

  close() {
    this.dialog.close();
  }
}
