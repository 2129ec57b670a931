import * as api from './api.js';
import { collections, nameOf } from './collection.js';
import { button } from './controls.js';
import { make } from './element.js';
import { Latest } from './latest.js';
import { cell, figure, grid, number, rowHead, scrolling } from './table.js';
import { count, moment, plural } from './words.js';

/** From here down a difference is taken to be real. */
export const REAL = 0.05;
const MOST_FOUND = 5;

/** A difference of two means, and how likely it is by chance. */
export function changed(mean, probability, title) {
  const direction = probability > REAL ? '' : mean > 0 ? ' up' : ' down';
  const difference = `${mean >= 0 ? '+' : '−'}${Math.abs(mean).toFixed(3)}`;
  const chance = probability < 0.001 ? '< 0.001' : probability.toFixed(3);
  return make('span', { className: `change${direction}`, title, text: `${difference}, p ${chance}` });
}

/** The questions of a run, by ranking and metric, answered worst first. */
export function questions(run, { rankings, metrics }) {
  const ranking = select('Ranking', 'question-ranking', rankings.map((row) => [row.ranking.name, row.ranking.label]));
  const metric = select('Worst first by', 'question-metric', metrics.map((each) => [each, each]));
  const list = make('div', { className: 'outcomes' });
  const loads = new Latest();
  const load = async (offset) => {
    const isLatest = loads.begin();
    try {
      const page = await api.evaluationQuestions(run.id, ranking.value, metric.value, offset);
      if (isLatest()) {
        showPage(page, offset);
      }
    } catch (failure) {
      if (isLatest()) {
        fail(failure, offset);
      }
    }
  };
  const showPage = ({ questions: some, total }, offset) => {
    const rows = some.map((outcome) => outcomeRow(outcome, run));
    if (offset === 0) {
      const heads = ['Question', [metric.value], 'Expected', 'Found first'];
      list.replaceChildren(scrolling('Questions, answered worst first', grid(heads, rows)));
    } else {
      list.querySelector('tbody').append(...rows);
      list.querySelector('.more-line').remove();
    }
    const shown = list.querySelectorAll('tbody > tr').length;
    const line = make('p', { className: 'note more-line', text: `${count(shown)} of ${plural(total, 'question')}` });
    if (shown < total) {
      const more = button('Show more questions', async () => {
        more.disabled = true;
        await load(shown);
        more.disabled = false;
        (list.querySelector('.more-line button') ?? list.querySelector('[tabindex]'))?.focus({ preventScroll: true });
      }, { className: 'quiet little' });
      line.append(more);
    }
    list.append(line);
  };
  const fail = (failure, offset) => {
    const problem = make('p', { className: 'problem', role: 'alert', text: failure.message });
    list.querySelectorAll('.problem').forEach((each) => each.remove());
    if (offset === 0) {
      list.replaceChildren(problem);
    } else {
      list.append(problem);
    }
  };
  [ranking, metric].forEach((each) => each.addEventListener('change', () => load(0)));
  load(0);
  return make('div', {}, make('div', { className: 'selects' }, ranking.parentElement, metric.parentElement), list);
}

function outcomeRow({ id, question, value, expected, found }, { collection, filter }) {
  const link = ['#/playground', collection, question, ...(filter ? [filter] : [])]
    .map((part, index) => (index ? encodeURIComponent(part) : part)).join('/');
  const wanted = new Set(expected.map(({ name }) => name));
  const hoped = expected.map(({ name, grade, place }) =>
    answer(place ? `#${place}` : 'not found', grade > 1 ? `${name} (grade ${grade})` : name, Boolean(place)));
  const had = found.slice(0, MOST_FOUND).map((name, index) => answer(`#${index + 1}`, name, wanted.has(name)));
  return make('tr', { 'data-question': id },
    make('th', { scope: 'row' }, make('a', { href: link, text: question, title: 'Open in the playground' }),
      make('span', { className: 'soft id', text: id })),
    figure(value.toFixed(3)),
    make('td', {}, make('ul', { className: 'answers' }, ...hoped)),
    make('td', {}, had.length ? make('ol', { className: 'answers' }, ...had)
      : make('span', { className: 'soft', text: 'nothing' })));
}

const answer = (place, name, isRight) => make('li', {},
  make('span', { className: isRight ? 'at got' : 'at', text: place }), make('span', { text: name }));

/** A run against another one of the same questions. */
export function comparison(run, all, other) {
  const others = all.filter(({ id, best, questions: many, setId }) =>
    id !== run.id && best && setId === run.setId && many === run.questions);
  if (!others.length) {
    return make('p', { className: 'note',
      text: 'Run these questions again, after a change, with another filter or in another collection, to see what it changed.' });
  }
  const choice = select('Run', 'compare-with', [['', 'Choose a run'], ...others.map((each) => [each.id, nameOfRun(each)])]);
  const place = make('div', { className: 'comparison' });
  const asked = new Latest();
  const show = async () => {
    const isLatest = asked.begin();
    const against = choice.value;
    place.replaceChildren();
    if (!against) {
      return;
    }
    try {
      const { rankings } = await api.compareEvaluationRuns(run.id, against);
      if (isLatest()) {
        place.replaceChildren(scrolling('This run against the other', compared(rankings)));
      }
    } catch (failure) {
      if (isLatest()) {
        place.replaceChildren(make('p', { className: 'problem', role: 'alert', text: failure.message }));
      }
    }
  };
  choice.addEventListener('change', () => {
    history.replaceState(null, '', `#/evaluation/${run.id}${choice.value ? `/${choice.value}` : ''}`);
    show();
  });
  if (others.some(({ id }) => id === other)) {
    choice.value = other;
    show();
  }
  return make('div', {}, make('div', { className: 'selects' }, choice.parentElement), place);
}

const nameOfRun = ({ collection, begunAt, filter, passages }) => [moment(begunAt),
  ...(collections().length > 1 ? [nameOf(collection)] : []), plural(passages, 'passage'),
  ...(filter ? [filter.slice(0, 60)] : [])].join(', ');

function compared(rankings) {
  const heads = ['Ranking', 'Metric', ['This run'], ['The other'], ['Difference'], ['Better'], ['Worse']];
  return grid(heads, rankings.map(({ ranking, metric, value, before, better, worse, probability }) => make('tr', {},
    rowHead(ranking.label), cell(metric), figure(value.toFixed(3)), figure(before.toFixed(3)),
    make('td', { className: 'number' }, changed(value - before, probability, '')), number(better), number(worse))));
}

function select(text, id, options) {
  const element = make('select', { id }, ...options.map(([name, shown]) => make('option', { value: name, text: shown })));
  make('div', { className: 'input' }, make('label', { for: id, text }), element);
  return element;
}
