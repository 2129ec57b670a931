import * as api from './api.js';
import { button } from './controls.js';
import { make, say } from './element.js';
import { Patience } from './patience.js';
import { ACCEPTED, EXTENSIONS } from './picture-kinds.js';
import { chosen, dropped, MOST_FILES, reasonsOf } from './selection.js';
import { count, plural, size } from './words.js';

const AT_ONCE = 4;
const SHOWN_OUTCOMES = 200;

/**
 * Adds many pictures, a few at a time, and says what became of those that were not new. What the server cannot take for
 * now waits here until it can.
 */
export class PictureUploads {
  /** Tells whoever shows the pictures when some were added. */
  constructor(added) {
    this.added = added;
    this.largest = Infinity;
    this.waiting = [];
    this.underWay = 0;
    this.patience = new Patience(() => this.next());
    this.reset();
    this.zone = make('button', { type: 'button', className: 'drop', id: 'picture-drop', 'aria-describedby': 'picture-drop-types' },
      make('strong', { text: 'Drop pictures or folders here, or choose them' }),
      make('span', { id: 'picture-drop-types', text: 'PNG, JPEG, GIF, WebP, BMP' }));
    const files = this.input('picture-files', { accept: ACCEPTED });
    const folder = this.input('picture-folder', { webkitdirectory: '' });
    this.zone.addEventListener('click', () => files.click());
    const whole = button('Choose a folder', () => folder.click());
    this.stop = button('Stop', () => {
      this.end();
      this.zone.focus();
    }, { hidden: '' });
    this.again = button('Retry failed', () => {
      this.retry();
      this.zone.focus();
    }, { hidden: '' });
    this.held = make('p', { className: 'held', role: 'alert' });
    this.progress = make('progress', { max: '1', value: '0', 'aria-label': 'Pictures added', hidden: '' });
    this.status = make('p', { id: 'picture-uploads-status', className: 'note', role: 'status' });
    this.outcomes = make('ul', { className: 'upload-outcomes', 'aria-label': 'Files that were not added', tabindex: '0', hidden: '' });
    this.element = make('section', { className: 'picture-uploads', 'aria-label': 'Add pictures' }, this.zone, files, folder,
      make('div', { className: 'uploads-line' }, this.status, this.progress, this.stop, this.again, whole),
      this.held, this.outcomes);
    window.addEventListener('beforeunload', (event) => this.isBusy() && event.preventDefault());
  }

  input(id, attributes) {
    const input = make('input', { type: 'file', id, multiple: '', hidden: '', tabindex: '-1', 'aria-hidden': 'true', ...attributes });
    input.addEventListener('change', () => {
      this.add(chosen(input.files, this.limits()));
      input.value = '';
    });
    return input;
  }

  limit(bytes) {
    this.largest = bytes;
  }

  limits() {
    return { extensions: EXTENSIONS, maxFileBytes: this.largest };
  }

  reset() {
    Object.assign(this, { all: 0, done: 0, fresh: 0, known: 0, failed: 0, retriable: [] });
  }

  isBusy() {
    return this.waiting.length + this.underWay > 0;
  }

  async dragged(event) {
    this.zone.classList.toggle('over', event.type === 'dragover' || event.type === 'dragenter');
    if (event.type === 'drop') {
      this.add(await dropped(event.dataTransfer, this.limits()));
    }
  }

  add({ files, skipped, cut }) {
    if (!files.length && !skipped.length) {
      return;
    }
    if (!this.isBusy()) {
      this.reset();
      this.outcomes.replaceChildren();
      this.outcomes.hidden = true;
    }
    if (skipped.length) {
      this.tell('', `${plural(skipped.length, 'file')} left out: ${reasonsOf(skipped)}.`, 'known');
    }
    if (cut) {
      this.tell('', `Only the first ${count(MOST_FILES)} files were taken. Add the others after them.`, 'failed');
    }
    this.all += files.length;
    this.waiting.push(...files.map(({ file }) => ({ file, tries: 0 })));
    this.next();
  }

  next() {
    while (this.patience.reason === null && this.underWay < AT_ONCE && this.waiting.length) {
      this.run(this.waiting.shift());
    }
    this.show();
  }

  async run(upload) {
    this.underWay++;
    await this.send(upload);
    this.underWay--;
    this.next();
    if (!this.isBusy() && this.fresh) {
      await this.added();
    }
  }

  async send(upload) {
    const { file } = upload;
    if (file.size > this.largest) {
      this.fail(upload, `It has ${size(file.size)}; at most ${size(this.largest)} are taken.`, false);
      return;
    }
    try {
      const { picture, isNew } = await api.addPicture(file);
      this.patience.succeeded();
      this.done++;
      if (isNew) {
        this.fresh++;
      } else {
        this.known++;
        this.tell(file.name, picture.name === file.name ? 'Is there already.' : `Is there already, as ${picture.name}.`, 'known');
      }
    } catch (failure) {
      if (await this.patience.holds(upload, failure)) {
        this.waiting.unshift(upload);
      } else {
        this.fail(upload, failure.message, failure.status === 0 || failure.status >= 500);
      }
    }
  }

  fail(upload, reason, mayPass) {
    this.done++;
    this.failed++;
    const told = this.tell(upload.file.name, reason, 'failed');
    if (mayPass) {
      this.retriable.push({ upload, told });
    }
  }

  retry() {
    for (const { upload, told } of this.retriable.splice(0)) {
      told?.remove();
      upload.tries = 0;
      this.done--;
      this.failed--;
      this.waiting.push(upload);
    }
    this.outcomes.hidden = !this.outcomes.children.length;
    this.next();
  }

  end() {
    this.patience.end();
    this.all -= this.waiting.length;
    this.waiting.length = 0;
    this.show();
  }

  /** Returns what tells it, undefined where there is too much to tell. */
  tell(name, what, kind) {
    if (this.outcomes.children.length >= SHOWN_OUTCOMES) {
      return undefined;
    }
    const told = make('li', { className: kind }, make('span', { className: 'name', text: name }), make('span', { text: what }));
    this.outcomes.append(told);
    this.outcomes.hidden = false;
    return told;
  }

  show() {
    const isBusy = this.isBusy();
    this.progress.hidden = !isBusy;
    this.stop.hidden = !this.waiting.length;
    this.again.hidden = isBusy || !this.retriable.length;
    this.progress.max = Math.max(1, this.all);
    this.progress.value = this.done;
    const parts = [[this.fresh, 'added'], [this.known, 'there already'], [this.failed, 'failed']]
      .filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`);
    say(this.status, isBusy ? `Adding, ${count(this.done)} of ${count(this.all)} done` : parts.join(', '));
    const { reason } = this.patience;
    say(this.held, reason === null ? '' : `Waiting. ${reason} What is left is added as soon as the server takes it.`);
  }
}
