import * as api from './api.js';
import { confirmed } from './confirm.js';
import { button } from './controls.js';
import { byId, make, say } from './element.js';
import { Latest } from './latest.js';
import { cell, grid, nothing, number, rowHead, time } from './table.js';
import { count, plural, size } from './words.js';

const NONE = 'No golden questions yet. Upload some, or download the example and upload it: '
  + 'it fits the documents that come with this application.';

/** Golden questions: those that there are, what of their names is in the collection that is shown, and new ones. */
export class GoldenSets {
  /** Takes what tells how many bytes a file may have. */
  constructor(mostBytes) {
    this.mostBytes = mostBytes;
    this.sets = [];
    this.loads = new Latest();
    /** What was found of a set's names; asked once for each set and visit. */
    this.checks = new Map();
    byId('golden-upload').addEventListener('click', () => byId('golden-file').click());
    byId('golden-file').addEventListener('change', () => this.upload());
  }

  isEmpty() {
    return !this.sets.length;
  }

  /** Documents may have come and gone. */
  forget() {
    this.checks = new Map();
  }

  async load() {
    const isLatest = this.loads.begin();
    try {
      const list = await api.goldenSets();
      if (isLatest()) {
        this.sets = list.sets;
        say(byId('golden-problem'), '');
        this.show();
      }
    } catch (failure) {
      if (isLatest()) {
        say(byId('golden-note'), '');
        say(byId('golden-problem'), failure.message);
      }
    }
  }

  show() {
    const { sets } = this;
    say(byId('golden-note'), sets.length ? plural(sets.length, 'set') : '');
    byId('golden-sets').replaceChildren(sets.length
      ? grid(['Set', ['Questions'], 'Names', 'Here', 'Uploaded', ''], sets.map((set) => this.row(set))) : nothing(NONE));
    byId('evaluation-run-part').hidden = !sets.length;
    const before = byId('run-set').value;
    byId('run-set').replaceChildren(...sets.map(({ id, name, questions }) =>
      make('option', { value: id, text: `${name} (${plural(questions, 'question')})` })));
    byId('run-set').value = sets.some(({ id }) => id === before) ? before : sets[0]?.id ?? '';
  }

  row({ id, name, questions, kind, addedAt }) {
    const here = make('td', { className: 'here' }, make('span', { className: 'soft', text: 'Loading' }));
    this.check(id, kind, here);
    const remove = button('Delete', () => this.remove(id, name), { className: 'quiet little', 'aria-label': `Delete ${name}` });
    return make('tr', { 'data-set': id }, rowHead(name), number(questions), cell(kind), here,
      make('td', {}, time(addedAt)), make('td', { className: 'act' }, remove));
  }

  async check(id, kind, place) {
    if (!this.checks.has(id)) {
      this.checks.set(id, api.goldenCheck(id));
    }
    try {
      const { named, present, missing, missingTotal, repeated } = await this.checks.get(id);
      place.replaceChildren(make('span', { className: present < named ? 'lacking' : 'complete',
        text: `${count(present)} of ${count(named)} ${kind}` }));
      if (missingTotal) {
        place.append(lines(`Missing in ${plural(missingTotal, 'place')}`,
          missing.map(({ line, name }) => [line, name]), missingTotal));
      }
      if (repeated.length) {
        place.append(lines(`${plural(repeated.length, 'question')} asked twice`,
          repeated.map(({ line, first }) => [line, `as line ${first}`]), repeated.length));
      }
    } catch (failure) {
      place.replaceChildren(make('span', { className: 'problem', text: failure.message }));
    }
  }

  async upload() {
    const [file] = byId('golden-file').files;
    byId('golden-file').value = '';
    byId('golden-errors').replaceChildren();
    if (!file) {
      return;
    }
    if (file.size > this.mostBytes()) {
      this.complain(`${file.name} has more than ${size(this.mostBytes())}. Upload it in parts.`);
      return;
    }
    byId('golden-upload').disabled = true;
    say(byId('golden-note'), `Reading ${file.name}`);
    try {
      const added = await api.uploadGoldenSet(file);
      await this.load();
      byId('run-set').value = added.id;
      say(byId('golden-note'), `${added.name} has ${plural(added.questions, 'question')}`);
    } catch (failure) {
      say(byId('golden-note'), '');
      this.complain(`${file.name}: ${failure.message}`);
      if (failure.errors.length > 1) {
        byId('golden-errors').append(make('ul', { tabindex: '0', 'aria-label': 'What is wrong in which line' },
          ...failure.errors.map(({ line, detail }) => lineOf(line, detail))));
      }
    }
    byId('golden-upload').disabled = false;
  }

  complain(text) {
    byId('golden-errors').append(make('p', { className: 'problem', text }));
  }

  async remove(id, name) {
    const isGone = await confirmed({
      question: `Delete ${name}?`,
      detail: 'Its questions are forgotten here. Runs over it stay, with their answers.',
      action: () => api.removeGoldenSet(id),
    });
    if (isGone) {
      await this.load();
      byId('golden-upload').focus();
    }
  }
}

const lineOf = (line, text) => make('li', {}, make('span', { className: 'line', text: `Line ${line}` }), make('span', { text }));

function lines(summary, entries, total) {
  const list = make('ul', { tabindex: '0', 'aria-label': summary }, ...entries.map(([line, text]) => lineOf(line, text)));
  if (entries.length < total) {
    list.append(make('li', { className: 'soft', text: `and ${count(total - entries.length)} more` }));
  }
  return make('details', { className: 'missing' }, make('summary', { text: summary }), list);
}
