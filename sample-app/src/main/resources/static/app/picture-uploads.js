import * as api from './api.js';
import { make } from './element.js';

const AT_ONCE = 4;
const MOST = 2000;
const SHOWN_OUTCOMES = 200;
const ACCEPTED = 'image/png,image/jpeg,image/gif,image/webp,image/bmp';

/** Adds many pictures, a few at a time, and says what became of those that were not new. */
export class PictureUploads {
  /** Tells whoever shows the pictures when some were added. */
  constructor(added) {
    this.added = added;
    this.largest = Infinity;
    this.waiting = [];
    this.underWay = 0;
    this.reset();
    this.zone = make('button', { type: 'button', className: 'drop', id: 'picture-drop', 'aria-describedby': 'picture-drop-types' },
      make('strong', { text: 'Drop pictures or folders here, or choose them' }),
      make('span', { id: 'picture-drop-types', text: 'PNG, JPEG, GIF, WebP, BMP' }));
    const files = this.input('picture-files', { accept: ACCEPTED });
    const folder = this.input('picture-folder', { webkitdirectory: '' });
    this.zone.addEventListener('click', () => files.click());
    const whole = make('button', { type: 'button', className: 'quiet', text: 'Choose a folder' });
    whole.addEventListener('click', () => folder.click());
    this.stop = make('button', { type: 'button', className: 'quiet', text: 'Stop', hidden: '' });
    this.stop.addEventListener('click', () => this.end());
    this.progress = make('progress', { max: '1', value: '0', 'aria-label': 'Pictures added', hidden: '' });
    this.status = make('p', { id: 'picture-uploads-status', className: 'note', role: 'status' });
    this.outcomes = make('ul', { className: 'upload-outcomes', 'aria-label': 'Files that were not added', tabindex: '0', hidden: '' });
    this.element = make('section', { className: 'picture-uploads', 'aria-label': 'Add pictures' }, this.zone, files, folder,
      make('div', { className: 'uploads-line' }, this.status, this.progress, this.stop, whole), this.outcomes);
  }

  input(id, attributes) {
    const input = make('input', { type: 'file', id, multiple: '', hidden: '', tabindex: '-1', 'aria-hidden': 'true', ...attributes });
    input.addEventListener('change', () => {
      this.add([...input.files]);
      input.value = '';
    });
    return input;
  }

  limit(bytes) {
    this.largest = bytes;
  }

  reset() {
    Object.assign(this, { all: 0, done: 0, fresh: 0, known: 0, failed: 0 });
  }

  async dragged(event) {
    this.zone.classList.toggle('over', event.type === 'dragover' || event.type === 'dragenter');
    if (event.type === 'drop') {
      // Entries are there only until the event has been handled.
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      const files = [...event.dataTransfer.files];
      const inFolders = entries.some(({ isDirectory }) => isDirectory);
      this.add(inFolders ? await filesBelow(entries) : files);
    }
  }

  add(files) {
    if (!files.length) {
      return;
    }
    if (!this.underWay) {
      this.reset();
      this.outcomes.replaceChildren();
      this.outcomes.hidden = true;
    }
    const taken = files.slice(0, Math.max(0, MOST - this.all));
    this.all += taken.length;
    this.waiting.push(...taken);
    if (taken.length < files.length) {
      this.tell('', `${(files.length - taken.length).toLocaleString()} more files were left out: add at most ${MOST.toLocaleString()} at once.`, 'failed');
    }
    this.show();
    while (this.underWay < AT_ONCE && this.waiting.length) {
      this.run();
    }
  }

  async run() {
    this.underWay++;
    while (this.waiting.length) {
      await this.send(this.waiting.shift());
      this.done++;
      this.show();
    }
    this.underWay--;
    this.show();
    if (!this.underWay && this.fresh) {
      await this.added();
    }
  }

  async send(file) {
    try {
      if (file.size > this.largest) {
        throw new Error(`It has ${size(file.size)}; at most ${size(this.largest)} are taken.`);
      }
      const { picture, isNew } = await api.addPicture(file);
      if (isNew) {
        this.fresh++;
      } else {
        this.known++;
        this.tell(file.name, picture.name === file.name ? 'Is there already.' : `Is there already, as ${picture.name}.`, 'known');
      }
    } catch (failure) {
      this.failed++;
      this.tell(file.name, failure.message, 'failed');
    }
  }

  end() {
    this.all -= this.waiting.length;
    this.waiting.length = 0;
    this.show();
  }

  tell(name, what, kind) {
    if (this.outcomes.children.length < SHOWN_OUTCOMES) {
      this.outcomes.append(make('li', { className: kind }, make('span', { className: 'name', text: name }), make('span', { text: what })));
      this.outcomes.hidden = false;
    }
  }

  show() {
    const isBusy = this.done < this.all || this.underWay > 0;
    this.progress.hidden = !isBusy;
    this.stop.hidden = !this.waiting.length;
    this.progress.max = Math.max(1, this.all);
    this.progress.value = this.done;
    const parts = [[this.fresh, 'added'], [this.known, 'there already'], [this.failed, 'failed']]
      .filter(([count]) => count > 0).map(([count, what]) => `${count.toLocaleString()} ${what}`);
    this.status.textContent = isBusy ? `Adding, ${this.done.toLocaleString()} of ${this.all.toLocaleString()} done` : parts.join(', ');
  }
}

/** The files of folders and of those inside; a browser gives a folder's content in parts. */
async function filesBelow(entries) {
  const files = [];
  const waiting = [...entries];
  while (waiting.length && files.length <= MOST) {
    const entry = waiting.shift();
    if (entry.isFile) {
      files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    } else {
      const reader = entry.createReader();
      for (let part; (part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length;) {
        waiting.push(...part);
      }
    }
  }
  return files;
}

const size = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
