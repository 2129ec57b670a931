import * as api from './api.js';
import { make } from './element.js';
import { closeOnBackdrop } from './passage.js';

const SIMILAR = 8;

/** One picture as large as fits, what is known of it, and what is like it. */
export class PictureDialog {
  constructor({ like, remove }) {
    this.name = make('h2', { id: 'picture-title' });
    this.facts = make('p', { className: 'place' });
    this.image = make('img', { className: 'large' });
    this.before = this.step(-1, 'Picture before', 'M12.5 4 6.5 10l6 6');
    this.after = this.step(1, 'Next picture', 'M7.5 4l6 6-6 6');
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.strip = make('ul', { className: 'similar', 'aria-labelledby': 'similar-title' });
    const close = make('button', { className: 'quiet', 'aria-label': 'Close the picture', text: 'Close' });
    const similar = make('button', { type: 'button', className: 'quiet', id: 'more-like-this', text: 'More like this' });
    similar.addEventListener('click', () => {
      this.dialog.close();
      like(this.current());
    });
    this.removal = make('button', { type: 'button', className: 'quiet', id: 'delete-picture', text: 'Delete' });
    this.removal.addEventListener('click', () => this.remove(remove));
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
  }

  step(by, label, path) {
    const button = make('button', { type: 'button', className: 'icon', 'aria-label': label });
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of Object.entries({ viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' })) {
      svg.setAttribute(name, value);
    }
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    for (const [name, value] of Object.entries({ d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 2 })) {
      line.setAttribute(name, value);
    }
    svg.append(line);
    button.append(svg);
    button.addEventListener('click', () => this.move(by));
    return button;
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
      `added ${new Date(picture.addedAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}`].join(' · ');
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
    this.removal.textContent = 'Delete';
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

  /** Asked twice, in the place of another dialog on top of this one. */
  async remove(remove) {
    if (this.removal.textContent === 'Delete') {
      this.removal.textContent = 'Delete for good';
      return;
    }
    const { id } = this.current();
    this.dialog.close();
    await remove([id]);
  }
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
