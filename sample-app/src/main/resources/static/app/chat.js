import * as api from './api.js';
import { chosenAnswerer } from './answerers.js';
import { nameOf } from './collection.js';
import { searchedCollections } from './collections.js';
import { button } from './controls.js';
import { byId, make } from './element.js';
import { figuresOf } from './figures.js';
import { Latest } from './latest.js';
import { extractOf, placeOf, showPassage } from './passage.js';
import { chosenTags } from './tags.js';
import { duration, plural, when } from './words.js';

const MARK = /[[【]\s*\d{1,3}\s*(?:[-–—,;、]\s*\d{1,3}\s*){0,50}[\]】]/g;

/** The numbers of a mark such as [1], [1, 3] or [1-3]. */
function numbersOf(mark) {
  return [...mark.matchAll(/(\d+)(?:\s*[-–—]\s*(\d+))?/g)].flatMap(([, first, last]) => {
    const count = Math.min(Number(last ?? first) - Number(first) + 1, 100);
    return count > 0 ? Array.from({ length: count }, (_, index) => Number(first) + index) : [Number(first), Number(last)];
  });
}

const TURNS_AT_ONCE = 20;

let conversationId = null;
let running = null;
const openings = new Latest();
let onChange = () => {};

/** What else shows the conversation is told which is on the page, or null, and whether the server keeps it yet. */
export function whenConversationChanges(listener) {
  onChange = listener;
}

function enter(id, isKept) {
  if (id !== conversationId) {
    conversationId = id;
    onChange(id, isKept);
  }
}

export function startChat(examples) {
  const message = byId('message');
  byId('ask').addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  message.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  message.addEventListener('input', () => {
    byId('ask-problem').textContent = '';
  });
  byId('stop').addEventListener('click', () => {
    running?.abort();
    byId('message').focus();
  });
  byId('new-chat').addEventListener('click', beginConversation);
  byId('examples').replaceChildren(...examples.map(example));
}

function example(question) {
  return make('li', {}, button(question, () => ask(question), { className: '' }));
}

function submit() {
  if (running) {
    return;
  }
  const message = byId('message');
  const question = message.value.trim();
  if (!question) {
    byId('ask-problem').textContent = 'Write a question first.';
    message.focus();
    return;
  }
  message.value = '';
  ask(question);
}

/** Leaves the conversation; what is under way is stopped. */
export function beginConversation() {
  openings.end();
  clear();
  enter(null, false);
  byId('welcome').hidden = false;
  byId('new-chat').hidden = true;
  byId('message').focus();
}

function clear() {
  running?.abort();
  // Its stream ends later; another question may be asked at once.
  busy(null);
  byId('log').querySelectorAll('.turn, .earlier').forEach((element) => element.remove());
}

/**
 * Shows the end of a conversation that was had before, unless another one was opened or a question was asked meanwhile.
 * Returns whether it is shown.
 */
export async function openConversation(id) {
  const isLatest = openings.begin();
  let stored;
  try {
    stored = await api.turns(id, TURNS_AT_ONCE);
  } catch (failure) {
    if (isLatest()) {
      throw failure;
    }
  }
  if (!isLatest()) {
    return false;
  }
  clear();
  enter(id, true);
  byId('welcome').hidden = true;
  byId('new-chat').hidden = false;
  byId('log').append(...restored(stored));
  byId('log').scrollTop = byId('log').scrollHeight;
  byId('message').focus();
  return true;
}

/** The turns, behind a button for those before them. */
function restored(stored) {
  const elements = stored.map((each) => new Turn(each.question).restore(each).element);
  if (stored.length && stored[0].ordinal > 0) {
    elements.unshift(earlierButton(stored[0]));
  }
  return elements;
}

function earlierButton(first) {
  const problem = make('p', { className: 'problem', role: 'alert' });
  const show = async () => {
    try {
      const elements = restored(await api.turns(first.conversationId, TURNS_AT_ONCE, first.ordinal));
      if (!element.isConnected) {
        // Pressed twice, or another conversation is shown.
        return;
      }
      element.replaceWith(...elements);
      elements.at(-1).querySelector('.question').scrollIntoView({ block: 'nearest' });
      byId('log').focus();
    } catch (failure) {
      problem.textContent = failure.message;
    }
  };
  const element = make('div', { className: 'earlier' }, button('Show earlier questions', show), problem);
  return element;
}

function busy(controller) {
  running = controller;
  byId('send').hidden = controller !== null;
  byId('stop').hidden = controller === null;
}

async function ask(question) {
  if (running) {
    return;
  }
  openings.end();
  const controller = new AbortController();
  busy(controller);
  byId('welcome').hidden = true;
  byId('new-chat').hidden = false;
  const turn = new Turn(question);
  byId('log').append(turn.element);
  byId('message').focus();
  turn.reveal();
  try {
    for await (const event of api.chat(asked(question), controller.signal)) {
      turn.take(event);
    }
    turn.ended();
  } catch (failure) {
    if (failure.name === 'AbortError') {
      turn.stopped();
    } else {
      turn.failed(failure.message);
    }
    if (failure.status === 401 && !byId('message').value) {
      // To be asked again after the login.
      byId('message').value = question;
    }
  } finally {
    // A new chat may have begun meanwhile; its stream is not ours to end.
    if (running === controller) {
      busy(null);
    }
  }
}

/** The question, in its conversation, with what was chosen beside it. */
function asked(message) {
  const question = { message, collections: searchedCollections() };
  if (conversationId) {
    question.conversationId = conversationId;
  }
  if (chosenAnswerer()) {
    question.model = chosenAnswerer();
  }
  if (chosenTags().length) {
    question.tags = chosenTags();
  }
  return question;
}

/** One question with its answer, its sources and what went wrong. */
class Turn {
  constructor(question) {
    this.text = '';
    this.sources = new Map();
    this.citations = [];
    this.citedAt = [];
    this.cites = new WeakMap();
    this.complete = false;
    this.answer = make('div', { className: 'answer waiting' });
    this.element = make('article', { className: 'turn', 'aria-busy': 'true' },
      make('p', { className: 'question', text: question }), this.answer);
  }

  take({ name, data }) {
    const follows = nearEnd(byId('log'));
    if (name === 'sources') {
      enter(data.conversationId, false);
      data.sources.forEach((source) => this.sources.set(source.number, source));
    } else if (name === 'token') {
      this.text += data.text;
      if (data.citation) {
        this.citations.push(data.citation);
        this.citedAt.push(this.text.lastIndexOf('['));
      }
      this.render();
    } else if (name === 'done') {
      this.finish(data);
    } else if (name === 'error') {
      this.failed(data.detail || data.title);
    }
    if (follows) {
      this.reveal();
    }
  }

  finish(data) {
    this.show(data);
    const milliseconds = data.timings.retrieve + data.timings.answer;
    this.element.append(make('p', { className: 'timing', text: `${data.answerer} answer in ${duration(milliseconds)}` }),
      figuresOf(data));
    if (data.kept) {
      onChange(conversationId, true);
    } else {
      this.element.append(make('p', { className: 'stopped',
        text: 'Not kept: the conversation was deleted, or has no more room.' }));
    }
  }

  /** Shows an answer of before. */
  restore(stored) {
    stored.sources.forEach((source) => this.sources.set(source.number, source));
    this.text = stored.answer;
    this.show(stored);
    this.element.append(make('p', { className: 'timing', text: `${stored.answerer} answer of ${when(stored.answeredAt)}` }));
    return this;
  }

  show(data) {
    this.citations = data.citations;
    this.citedAt = data.citedAt;
    this.quieten();
    this.answer.classList.toggle('absent', !data.found);
    this.render();
    if (!data.found) {
      this.element.append(lookedFor(data, this.sources.size));
    }
    if (this.sources.size) {
      this.element.append(this.sourceList());
    }
  }

  /**
   * Shows the text, its numbers as buttons; a number that stands for no passage, or is not borne out, stays text. What is
   * there already stays: somebody may be pressing it, or have marked it.
   */
  render() {
    const unused = this.citations.map((citation, index) => ({ citation, at: this.citedAt[index] }));
    const parts = [];
    let text = '';
    let from = 0;
    for (const match of this.text.matchAll(MARK)) {
      const cites = this.citesOf(match, unused);
      if (cites.some((cite) => cite.source)) {
        text += this.text.slice(from, match.index);
        from = match.index + match[0].length;
        for (const cite of cites) {
          if (cite.source) {
            parts.push(text, cite);
            text = '';
          } else {
            text += `[${cite.number}]`;
          }
        }
      }
    }
    parts.push(text + this.text.slice(from));
    parts.forEach((part, index) => this.place(part, this.answer.childNodes[index] ?? null));
    while (this.answer.childNodes.length > parts.length) {
      this.answer.lastChild.remove();
    }
  }

  /** Answers of before places were kept have citations in the order of their numbers. */
  citesOf(match, unused) {
    return numbersOf(match[0]).map((number) => {
      const index = unused.findIndex(({ citation, at }) => citation.number === number && (at ?? match.index) === match.index);
      const citation = index >= 0 ? unused.splice(index, 1)[0].citation : null;
      return { number, citation, source: citation || !this.complete ? this.sources.get(number) : null };
    });
  }

  /** Puts a text or a number where something may stand already. */
  place(part, there) {
    if (typeof part === 'string') {
      if (there?.nodeType !== Node.TEXT_NODE) {
        this.answer.insertBefore(document.createTextNode(part), there);
      } else if (part !== there.data && part.startsWith(there.data)) {
        there.appendData(part.slice(there.length));
      } else if (part !== there.data) {
        there.data = part;
      }
      return;
    }
    const shown = there && this.cites.get(there);
    if (shown?.source === part.source) {
      shown.citation = part.citation;
      return;
    }
    const made = this.citeButton(part);
    this.cites.set(made, part);
    this.answer.insertBefore(made, there);
    if (shown) {
      there.remove();
    }
  }

  citeButton(shown) {
    const { source } = shown;
    return button(`[${source.number}]`, () => showPassage(source, shown.citation),
      { className: 'cite', 'aria-label': `Source ${source.number}: ${source.documentName}` });
  }

  sourceList() {
    const cited = new Map();
    this.citations.forEach((citation) => cited.set(citation.number, cited.get(citation.number) ?? citation));
    const first = [...this.sources.values()].filter((source) => cited.has(source.number));
    const others = [...this.sources.values()].filter((source) => !cited.has(source.number));
    const list = make('div', { className: 'sources' });
    if (first.length) {
      list.append(make('h2', { text: 'Sources' }), this.sourceItems(first, cited));
    }
    if (others.length) {
      const label = `${first.length ? plural(others.length, 'more passage') : plural(others.length, 'passage')} read`;
      // Where nothing answers, what is nearest is all there is to read.
      list.append(make('details', first.length ? {} : { open: '' }, make('summary', { text: label }),
        this.sourceItems(others, cited)));
    }
    return list;
  }

  sourceItems(sources, cited) {
    return make('ul', {}, ...sources.map((source) => {
      const place = placeOf(source);
      const name = make('span', { className: 'name', text: source.documentName });
      if (place) {
        name.append(make('span', { className: 'place', text: ` · ${place}` }));
      }
      const shown = make('button', { type: 'button', className: 'source' },
        make('span', { className: 'number', text: `[${source.number}]` }), name,
        make('span', { className: 'start' }, ...extractOf(source, this.citations.filter(({ number }) => number === source.number))));
      shown.addEventListener('click', () => showPassage(source, cited.get(source.number)));
      return make('li', {}, shown);
    }));
  }

  ended() {
    if (!this.complete) {
      this.failed('The answer ended before it was complete. Ask again.');
    }
  }

  stopped() {
    this.quieten();
    this.element.append(make('p', { className: 'stopped', text: 'Stopped, and not kept.' }));
  }

  failed(detail) {
    if (!this.complete) {
      this.quieten();
      this.element.append(make('p', { className: 'problem', role: 'alert', text: detail }));
    }
  }

  quieten() {
    this.complete = true;
    this.answer.classList.remove('waiting');
    this.element.setAttribute('aria-busy', 'false');
  }

  /** Brings the question to the top as the answer grows, and no further: reading begins there. */
  reveal() {
    const log = byId('log');
    log.scrollTop += this.element.getBoundingClientRect().top - log.getBoundingClientRect().top - 16;
  }
}

/** Says what was searched for in vain, and where. */
function lookedFor(data, passages) {
  const words = data.lookedFor.map((text) => `“${text}”`).join(', ');
  const place = data.collections.some((id) => id !== 'default') ? ` of ${data.collections.map(nameOf).join(' and ')}` : '';
  const where = `${data.tags.length ? `documents tagged ${data.tags.join(' or ')}` : 'all documents'}${place}`;
  const nearest = passages ? 'The nearest passages do not answer it.' : 'No passage is near to it.';
  return make('p', { className: 'looked-for', text: `Looked for ${words} in ${where}. ${nearest}` });
}

/** Only a reader who is at the end wants to be carried along. */
function nearEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}
