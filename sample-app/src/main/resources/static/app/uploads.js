import * as api from './api.js';
import { button } from './controls.js';
import { make, say } from './element.js';
import { Patience } from './patience.js';
import { MOST_FILES, reasonsOf } from './selection.js';
import { count, plural } from './words.js';

const AT_ONCE = 2;
/** So many files may wait at the server; the others wait here, where they are forgotten at no cost. */
const MOST_UNSETTLED = 100;
/** So many files have a row while they wait, and so many that failed; the others are figures of the line above. */
const MOST_ROWS = 20;
const MOST_NAMED = 200;
const RENDER_MILLISECONDS = 100;
const CANCELLED_AT_ONCE = 1000;

const OUTCOMES = { DONE: 'ready', FAILED: 'failed', CANCELLED: 'cancelled' };
const STATES = { READY: 'ready', FAILED: 'failed' };

/** A file on its way, from here until its job at the server has ended. */
class Upload {
  constructor({ file, path }, tags) {
    this.file = file;
    this.path = path;
    this.tags = tags;
    this.name = path || file.name;
    this.row = null;
    this.abort = null;
    this.job = null;
    this.begin();
  }

  begin() {
    this.outcome = null;
    this.reason = null;
    this.mayPass = false;
    this.isDismissed = false;
  }
}

/**
 * Uploads files into a collection, a few at a time, and sums up what becomes of them. The list has rows: `begin(upload)`
 * gives one to an upload, `end(upload)` takes it away, `arrive(upload)` gives it to the document. What the server cannot
 * take for now waits here until it can.
 */
export class Uploads {
  constructor(list, collection) {
    this.list = list;
    this.collection = collection;
    this.waiting = [];
    this.sending = new Set();
    this.unsettled = new Set();
    this.patience = new Patience(() => this.next());
    this.panel = new Panel({ cancel: () => this.cancelAll(), close: () => this.close(), retry: () => this.retryFailed() });
    this.element = this.panel.element;
    this.forget();
  }

  forget(but = []) {
    this.all = but;
    this.skipped = [];
    this.cut = false;
    this.panel.show(this);
  }

  close() {
    this.all.forEach((upload) => this.list.end(upload));
    this.forget();
  }

  add({ files, skipped, cut }, tags, objectionTo) {
    if (!this.going()) {
      this.forget(this.all.filter(({ reason, isDismissed }) => reason && !isDismissed));
    }
    this.skipped.push(...skipped);
    this.cut ||= cut;
    for (const found of files) {
      const upload = new Upload(found, tags);
      this.all.push(upload);
      if (this.waiting.length < MOST_ROWS) {
        this.list.begin(upload);
      }
      const objection = objectionTo(upload.file);
      if (objection) {
        this.refuse(upload, objection, false);
      } else {
        this.waiting.push(upload);
      }
    }
    this.next();
  }

  /** The list shows another collection, and has no rows of this one. */
  leaveList() {
    this.all.forEach((upload) => {
      upload.row = null;
    });
  }

  /** The list shows this collection again. */
  enterList() {
    const refused = this.all.filter(({ reason, isDismissed }) => reason && !isDismissed).slice(0, MOST_ROWS);
    const waiting = this.waiting.slice(0, MOST_ROWS);
    refused.forEach((upload) => this.showRefused(upload));
    [...waiting, ...this.sending].forEach((upload) => this.list.begin(upload));
    this.panel.show(this);
  }

  going() {
    return this.waiting.length + this.sending.size + this.unsettled.size > 0;
  }

  /** Whether files would be lost if the page were left now. */
  holds() {
    return this.waiting.length + this.sending.size > 0;
  }

  next() {
    while (this.patience.reason === null && this.sending.size < AT_ONCE && this.unsettled.size < MOST_UNSETTLED
      && this.waiting.length) {
      this.send(this.waiting.shift());
    }
    this.panel.show(this);
  }

  async send(upload) {
    upload.abort = new AbortController();
    upload.begin();
    this.sending.add(upload);
    this.list.begin(upload);
    try {
      const { tags, path } = upload;
      upload.job = await api.upload(upload.file, { tags, path, collection: this.collection, signal: upload.abort.signal });
      this.patience.succeeded();
      this.unsettled.add(upload);
      this.settle(upload, upload.job);
      this.list.arrive(upload);
    } catch (failure) {
      await this.failed(upload, failure);
    } finally {
      this.sending.delete(upload);
      this.next();
    }
  }

  async failed(upload, failure) {
    if (failure.name === 'AbortError') {
      this.drop(upload);
    } else if (await this.patience.holds(upload, failure)) {
      if (upload.abort.signal.aborted) {
        this.drop(upload);
        return;
      }
      upload.abort = null;
      this.waiting.unshift(upload);
      this.list.begin(upload);
    } else {
      this.refuse(upload, failure.message, failure.status === 0 || failure.status >= 500);
    }
  }

  refuse(upload, reason, mayPass) {
    upload.outcome = 'failed';
    upload.reason = reason;
    upload.mayPass = mayPass;
    const shown = this.all.filter((each) => each !== upload && each.row && each.reason).length;
    if (shown < MOST_ROWS) {
      this.showRefused(upload);
    } else {
      this.list.end(upload);
    }
  }

  showRefused(upload) {
    if (!upload.row) {
      this.list.begin(upload);
    }
    this.list.refuse(upload, () => this.dismiss(upload), upload.mayPass ? () => this.again(upload) : null);
  }

  dismiss(upload) {
    upload.isDismissed = true;
    this.list.end(upload);
    this.panel.show(this);
  }

  again(upload) {
    if (this.waiting.includes(upload) || this.sending.has(upload)) {
      return;
    }
    upload.abort = null;
    upload.tries = 0;
    upload.begin();
    this.waiting.push(upload);
    if (upload.row || this.waiting.length < MOST_ROWS) {
      this.list.begin(upload);
    }
    this.next();
  }

  retryFailed() {
    this.all.filter(({ mayPass }) => mayPass).forEach((upload) => this.again(upload));
  }

  drop(upload) {
    upload.outcome = 'cancelled';
    this.list.end(upload);
  }

  cancel(upload) {
    const at = this.waiting.indexOf(upload);
    if (at >= 0) {
      this.waiting.splice(at, 1);
      this.drop(upload);
      if (!this.waiting.length) {
        this.patience.end();
      }
      this.next();
    } else {
      upload.abort?.abort();
    }
  }

  async cancelAll() {
    this.waiting.splice(0).forEach((upload) => this.drop(upload));
    this.patience.end();
    this.sending.forEach((upload) => upload.abort.abort());
    const ids = [...this.unsettled].map((upload) => upload.job.id);
    this.panel.show(this);
    try {
      for (let from = 0; from < ids.length; from += CANCELLED_AT_ONCE) {
        await api.cancelJobs(ids.slice(from, from + CANCELLED_AT_ONCE), this.collection);
      }
    } catch (failure) {
      this.panel.problem(failure.message);
    }
  }

  /** The documents whose jobs have not ended as far as is known. */
  documentIds() {
    return [...this.unsettled].map((upload) => upload.job.documentId);
  }

  /** Takes in how far jobs are; `asked` are the documents that were asked for. Tells whether any has ended. */
  async tell(jobs, asked) {
    const before = this.unsettled.size;
    const latest = new Map(jobs.map((job) => [job.documentId, job]));
    for (const upload of [...this.unsettled]) {
      const id = upload.job.documentId;
      if (latest.has(id)) {
        this.settle(upload, latest.get(id));
      } else if (asked.includes(id)) {
        await this.lookUp(upload);
      }
    }
    const ended = this.unsettled.size < before;
    this.next();
    return ended;
  }

  /** The server has forgotten the job, for example as it was started anew. */
  async lookUp(upload) {
    try {
      const { state } = await api.documentState(upload.job.documentId, this.collection);
      this.conclude(upload, STATES[state]);
    } catch (failure) {
      this.conclude(upload, failure.status === 404 ? 'cancelled' : undefined);
    }
  }

  settle(upload, job) {
    this.conclude(upload, job.unchanged ? 'unchanged' : OUTCOMES[job.state]);
  }

  conclude(upload, outcome) {
    if (outcome) {
      upload.outcome = outcome;
      this.unsettled.delete(upload);
    }
  }
}

/** One line for many files, with what was left out and what failed on demand. */
class Panel {
  constructor({ cancel, close, retry }) {
    this.title = make('p', { className: 'batch-title' });
    this.figures = make('p', { className: 'note' });
    this.said = make('p', { className: 'unseen', role: 'status' });
    this.bar = make('progress', { 'aria-label': 'Files done', max: 1 });
    this.held = make('p', { className: 'held', role: 'alert' });
    this.trouble = make('p', { className: 'problem', role: 'alert' });
    this.cut = make('p', { className: 'note', text:
      `Only the first ${count(MOST_FILES)} files were taken; the others were left out. `
      + 'Add their folders one after the other.' });
    this.skipped = new Names('skipped');
    this.refused = new Names('refused');
    this.retry = button('Retry failed', retry);
    this.cancel = button('Cancel all', cancel);
    this.close = button('Close', () => {
      document.getElementById('drop').focus();
      close();
    }, { 'aria-label': 'Close the summary' });
    this.element = make('section', { id: 'batch', className: 'batch', 'aria-label': 'Files being added' },
      make('div', { className: 'batch-head' }, make('div', {}, this.title, this.figures), this.cancel, this.retry, this.close),
      this.bar, this.held, this.cut, this.skipped.element, this.refused.element, this.trouble, this.said);
    this.element.hidden = true;
  }

  problem(detail) {
    this.trouble.textContent = detail;
  }

  /** Of many changes in a short time the last is shown. */
  show(uploads) {
    this.uploads = uploads;
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.render();
    }, RENDER_MILLISECONDS);
  }

  render() {
    const { all, skipped, cut } = this.uploads;
    const going = this.uploads.going();
    const { reason } = this.uploads.patience;
    const refusals = all.filter((upload) => upload.reason);
    this.element.hidden = all.length < 2 && skipped.length === 0 && reason === null
      && refusals.every(({ isDismissed }) => isDismissed);
    this.element.dataset.state = reason !== null ? 'held' : going ? 'going' : 'done';
    say(this.held, reason === null ? '' : `Waiting. ${reason} What is left is sent as soon as the server takes it.`);
    if (!all.length) {
      this.trouble.textContent = '';
    }
    const numberOf = (outcome) => all.filter((upload) => upload.outcome === outcome).length;
    const uploaded = all.filter((upload) => upload.job).length;
    const settled = all.filter((upload) => upload.outcome).length;
    const files = plural(all.length, 'file');
    this.title.textContent = going ? `Adding ${files}` : all.length ? `Done with ${files}` : 'Nothing to add';
    const figures = ['ready', 'unchanged', 'failed', 'cancelled'].map((outcome) => [numberOf(outcome), outcome])
      .filter(([number]) => number > 0).map(([number, outcome]) => `${number} ${outcome}`);
    this.figures.textContent = all.length ? [`${uploaded} of ${all.length} uploaded`, ...figures].join(' · ') : '';
    this.bar.max = Math.max(1, all.length);
    this.bar.value = settled;
    this.bar.hidden = !going;
    this.cut.hidden = !cut;
    const focused = [this.cancel, this.retry, this.close].find((each) => each === document.activeElement);
    this.cancel.hidden = !going;
    this.close.hidden = going;
    this.retry.hidden = !refusals.some(({ mayPass }) => mayPass);
    if (focused?.hidden) {
      (going ? this.cancel : this.close).focus();
    }
    this.skipped.show(skipped, `${plural(skipped.length, 'file')} left out: ${reasonsOf(skipped)}`);
    this.refused.show(refusals.map((upload) => ({ path: upload.name, reason: upload.reason })),
      `${plural(refusals.length, 'file')} not uploaded`);
    say(this.said, this.element.hidden ? '' : going ? this.title.textContent
      : `${this.title.textContent}: ${this.figures.textContent}`);
  }
}

/** Names with reasons, on demand. */
class Names {
  constructor(name) {
    this.summary = make('summary');
    this.list = make('ul', { className: 'file-names', tabindex: '0', 'aria-label': `Files ${name}` });
    this.element = make('details', { className: name }, this.summary, this.list);
    this.element.addEventListener('toggle', () => this.fill());
    this.named = [];
  }

  show(named, title) {
    this.element.hidden = named.length === 0;
    this.summary.textContent = title;
    const told = JSON.stringify(named.slice(0, MOST_NAMED + 1).concat(named.length));
    if (told !== this.told) {
      this.told = told;
      this.named = [...named];
      this.fill();
    }
  }

  fill() {
    if (!this.element.open) {
      return;
    }
    const shown = this.named.slice(0, MOST_NAMED).map(({ path, reason }) => make('li', {},
      make('span', { className: 'name', text: path }), make('span', { className: 'reason', text: reason })));
    const rest = this.named.length - shown.length;
    this.list.replaceChildren(...shown, ...(rest > 0 ? [make('li', { text: `and ${rest} more` })] : []));
  }
}
