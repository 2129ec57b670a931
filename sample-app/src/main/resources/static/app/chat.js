import { chat } from './api.js';
import { byId, make } from './element.js';
import { placeOf, showPassage } from './passage.js';

const NUMBER = /\[(\d{1,3})\]/g;

let conversationId = null;
let running = null;

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
  byId('stop').addEventListener('click', () => running?.abort());
  byId('new-chat').addEventListener('click', forget);
  byId('examples').replaceChildren(...examples.map(example));
}

function example(question) {
  const button = make('button', { type: 'button', text: question });
  button.addEventListener('click', () => ask(question));
  return make('li', {}, button);
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

function forget() {
  running?.abort();
  conversationId = null;
  byId('log').querySelectorAll('.turn').forEach((turn) => turn.remove());
  byId('welcome').hidden = false;
  byId('new-chat').hidden = true;
  byId('message').focus();
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
  const controller = new AbortController();
  busy(controller);
  byId('welcome').hidden = true;
  byId('new-chat').hidden = false;
  const turn = new Turn(question);
  byId('log').append(turn.element);
  byId('message').focus();
  turn.reveal();
  try {
    for await (const event of chat(question, conversationId, controller.signal)) {
      turn.take(event);
    }
    turn.ended();
  } catch (failure) {
    if (failure.name === 'AbortError') {
      turn.stopped();
    } else {
      turn.failed(failure.message);
    }
  } finally {
    // A new chat may have begun meanwhile; its stream is not ours to end.
    if (running === controller) {
      busy(null);
    }
  }
}

/** One question with its answer, its sources and what went wrong. */
class Turn {
  constructor(question) {
    this.text = '';
    this.sources = new Map();
    this.citations = [];
    this.complete = false;
    this.answer = make('div', { className: 'answer waiting' });
    this.element = make('article', { className: 'turn', 'aria-busy': 'true' },
      make('p', { className: 'question', text: question }), this.answer);
  }

  take({ name, data }) {
    const follows = nearEnd(byId('log'));
    if (name === 'sources') {
      conversationId = data.conversationId;
      data.sources.forEach((source) => this.sources.set(source.number, source));
    } else if (name === 'token') {
      this.text += data.text;
      if (data.citation) {
        this.citations.push(data.citation);
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
    this.citations = data.citations;
    this.quieten();
    this.answer.classList.toggle('absent', !data.found);
    this.render();
    if (data.found) {
      this.element.append(this.sourceList());
    }
    const milliseconds = data.timings.retrieve + data.timings.answer;
    this.element.append(make('p', { className: 'timing', text: `${data.answerer} answer in ${seconds(milliseconds)}` }));
  }

  /** Shows the text, its numbers as buttons; a number that stands for no passage stays text. */
  render() {
    const unused = [...this.citations];
    const parts = [];
    let from = 0;
    for (const match of this.text.matchAll(NUMBER)) {
      const source = this.sources.get(Number(match[1]));
      const index = unused.findIndex((citation) => citation.number === Number(match[1]));
      const citation = index >= 0 ? unused.splice(index, 1)[0] : null;
      if (source && (citation || !this.complete)) {
        parts.push(this.text.slice(from, match.index), this.citeButton(source, citation));
        from = match.index + match[0].length;
      }
    }
    parts.push(this.text.slice(from));
    this.answer.replaceChildren(...parts);
  }

  citeButton(source, citation) {
    const button = make('button', {
      type: 'button', className: 'cite', text: `[${source.number}]`,
      'aria-label': `Source ${source.number}: ${source.documentName}`,
    });
    button.addEventListener('click', () => showPassage(source, citation));
    return button;
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
      const label = `${others.length} more ${others.length === 1 ? 'passage' : 'passages'} read`;
      list.append(make('details', {}, make('summary', { text: label }), this.sourceItems(others, cited)));
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
      const button = make('button', { type: 'button', className: 'source' },
        make('span', { className: 'number', text: `[${source.number}]` }), name,
        make('span', { className: 'start', text: source.text.slice(0, 240) }));
      button.addEventListener('click', () => showPassage(source, cited.get(source.number)));
      return make('li', {}, button);
    }));
  }

  ended() {
    if (!this.complete) {
      this.failed('The answer ended before it was complete. Ask again.');
    }
  }

  stopped() {
    this.quieten();
    this.element.append(make('p', { className: 'stopped', text: 'Stopped.' }));
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

/** Only a reader who is at the end wants to be carried along. */
function nearEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 80;
}

function seconds(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
