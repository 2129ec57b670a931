import { make, say } from './element.js';

const filters = [];
let known = [];

/** The tags of what a user typed, with commas between. */
export const tagsOf = (text) => [...new Set(text.split(',').map((tag) => tag.trim()).filter(Boolean))];

/** Tells which tags there are, with each change of the documents. */
export function showTags(documents) {
  const tags = [...new Set(documents.flatMap((document) => document.tags))].sort((one, other) => one.localeCompare(other));
  // What has not changed stays under the hand of who is about to press it.
  if (JSON.stringify(tags) !== JSON.stringify(known)) {
    known = tags;
    filters.forEach((filter) => filter.render());
  }
}

/** Another collection has other tags, and none of them is chosen. */
export function forgetTags() {
  filters.forEach((filter) => filter.pressed.clear());
  known = [];
  filters.forEach((filter) => filter.render());
}

/** The tags that the chat's filter has chosen. */
export const chosenTags = () => filters.find((filter) => filter.name === 'chat')?.chosen() ?? [];

/** A choice of tags, none for all; hidden where no document has any. */
export class TagFilter {
  constructor(name, label, onChange = () => {}) {
    this.name = name;
    this.label = label;
    this.onChange = onChange;
    this.pressed = new Set();
    this.summary = make('summary');
    this.list = make('div', { className: 'chips', role: 'group', 'aria-label': label });
    this.element = make('details', { className: 'tag-filter', 'data-filter': name }, this.summary, this.list);
    filters.push(this);
    this.render();
  }

  chosen() {
    return known.filter((tag) => this.pressed.has(tag));
  }

  render() {
    this.element.hidden = known.length === 0;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.list.replaceChildren(...known.map((tag) => this.chip(tag)));
    [...this.list.children].find((chip) => chip.textContent === focused)?.focus();
    this.say();
  }

  chip(tag) {
    const chip = make('button', {
      type: 'button', className: 'tag-chip', text: tag, 'aria-pressed': String(this.pressed.has(tag)),
    });
    chip.addEventListener('click', () => {
      if (!this.pressed.delete(tag)) {
        this.pressed.add(tag);
      }
      chip.setAttribute('aria-pressed', String(this.pressed.has(tag)));
      this.say();
      this.onChange();
    });
    return chip;
  }

  say() {
    const chosen = this.chosen();
    say(this.summary, `${this.label}: ${chosen.length ? chosen.join(' or ') : 'all'}`);
  }
}
