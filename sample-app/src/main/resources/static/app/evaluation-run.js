import * as api from './api.js';
import { collections, nameOf } from './collection.js';
import { Curves } from './curves.js';
import { byId, make } from './element.js';
import { chip, grid, nothing, number, plural } from './evaluation.js';

/** From here down a difference is taken to be real. */
const REAL = 0.05;
const FORMS = [['html', 'HTML'], ['md', 'Markdown'], ['csv', 'CSV'], ['json', 'JSON']];

/** One run: how far it is, and how its rankings did. */
export class RunView {
  /** Takes a function that tells all runs, for comparisons. */
  constructor(all) {
    this.all = all;
    this.id = null;
    this.run = null;
    this.curves = new Curves();
  }

  hide() {
    this.id = null;
    byId('run-part').hidden = true;
  }

  async show(id, other, takesFocus) {
    const isNew = this.id !== id;
    this.id = id;
    this.other = other;
    byId('run-part').hidden = false;
    if (isNew) {
      byId('run-title').textContent = 'Run';
      byId('run-note').textContent = '';
      byId('run-results').replaceChildren();
    }
    await this.load();
    if (isNew && takesFocus) {
      byId('run-title').focus({ preventScroll: true });
    }
    if (isNew) {
      byId('run-part').scrollIntoView({ block: 'start' });
    }
  }

  async refresh() {
    if (this.id && this.run?.state === 'RUNNING') {
      await this.load();
    }
  }

  async load() {
    const asked = this.id;
    try {
      const run = await api.evaluationRun(asked);
      if (asked !== this.id) {
        return;
      }
      this.run = run;
      this.head();
      if (run.state === 'RUNNING') {
        this.progress();
      } else {
        this.bar = null;
        byId('run-state').textContent = stateOf(run);
        await this.results(asked);
      }
    } catch (failure) {
      this.bar = null;
      byId('run-state').textContent = '';
      byId('run-results').replaceChildren(make('p', { className: 'problem', role: 'alert', text: failure.message }));
    }
  }

  head() {
    const { setName, collection, begunAt, questions, kind, passages, filter } = this.run;
    const place = collections().length > 1 ? ` in ${nameOf(collection)}` : '';
    byId('run-title').textContent = `${setName}, ${new Date(begunAt).toLocaleString()}`;
    byId('run-note').textContent = `${plural(questions, 'question')}${place} answered with ${plural(passages, 'passage')}, found are ${kind}${filter ? `, only passages with ${filter}` : ''}`;
  }

  progress() {
    const { rankings, questions, progress } = this.run;
    if (!this.bar || !byId('run-results').contains(this.bar)) {
      this.bar = make('progress', { max: rankings.length * questions, 'aria-label': 'Progress of the run' });
      this.cancel = make('button', { type: 'button', className: 'quiet', id: 'run-cancel', text: 'Cancel' });
      this.cancel.addEventListener('click', () => this.stop());
      byId('run-results').replaceChildren(make('div', { className: 'card run-progress' }, this.bar, this.cancel));
    }
    this.bar.value = (progress.place - 1) * questions + progress.done;
    // Told where it changes what is asked, not at every question: readers of screens read it.
    byId('run-state').textContent = `Asking ${progress.ranking}, ranking ${progress.place} of ${rankings.length}`;
  }

  async stop() {
    this.cancel.disabled = true;
    try {
      await api.cancelEvaluationRun(this.id);
    } catch (failure) {
      if (failure.status !== 409) {
        byId('run-state').textContent = failure.message;
      }
    }
  }

  async results(asked) {
    if (!this.run.best) {
      byId('run-results').replaceChildren(nothing(this.run.error ?? 'No ranking was through when it was ended.'));
      return;
    }
    const results = await api.evaluationResults(asked);
    if (asked !== this.id) {
      return;
    }
    this.told = results;
    byId('run-results').replaceChildren(
      ...results.failures.map(({ ranking, reason }) => make('p', { className: 'problem', text: `${ranking.label} is left out: ${reason}` })),
      this.downloads(), scrolling('Metrics of the rankings', this.table()), this.notes(),
      make('h3', { text: 'By the number of results' }), this.plot(),
      make('h3', { text: 'Question by question' }), this.questions(),
      make('h3', { text: 'Against another run' }), this.comparison());
  }

  downloads() {
    return make('p', { className: 'downloads' }, make('span', { text: 'Download the report' }),
      ...FORMS.map(([format, text]) => make('a', { className: 'quiet button little', href: api.evaluationReport(this.id, format), download: '', 'data-format': format, text })));
  }

  table() {
    const { metrics, rankings, differences } = this.told;
    // Where all are alike, none is best.
    const best = metrics.map((metric, index) => bestOf(rankings.map(({ means }) => means[index]), Math.max));
    const fastest = bestOf(rankings.map(({ meanMillis }) => meanMillis), Math.min);
    return grid(['Ranking', ...metrics.map((metric) => [metric]), ['Mean time']], rankings.map((row, place) => {
      const took = value(millis(row.meanMillis), row.meanMillis === fastest);
      took.append(make('span', { className: 'change', text: `95 % ${millis(row.slowMillis)}`, title: `95 % of the searches took no longer; half of them took up to ${millis(row.medianMillis)}` }));
      return make('tr', { 'data-ranking': row.ranking.name },
        make('th', { scope: 'row' }, row.ranking.label, ...(place === 0 && rankings.length > 1 ? [make('span', { className: 'change', text: 'baseline' })] : [])),
        ...row.means.map((mean, index) => value(mean.toFixed(3), mean === best[index],
          differences.find(({ ranking, metric }) => ranking.name === row.ranking.name && metric === metrics[index]))), took);
    }));
  }

  notes() {
    const first = this.told.rankings[0].ranking.label;
    const told = this.told.rankings.length > 1
      ? `★ is the best of its column. Below a value of the greatest cutoff stands its difference from the baseline, ${first}, and p, how likely a difference as large is by chance alone: from ${REAL} down it is taken to be real, and coloured.`
      : 'Each value is the mean over all questions, from 0 to 1.';
    return make('p', { className: 'note after', text: told });
  }

  plot() {
    const metrics = [...new Set(this.told.curves.map(({ metric }) => metric))];
    const choice = make('div', { className: 'chips single', role: 'group', 'aria-label': 'Metric of the plot' },
      ...metrics.map((metric, index) => chip('radio', metric, metric, index === 0, '', 'curve-metric')));
    const values = make('div', { className: 'grid-scroll', tabindex: '0', role: 'region', 'aria-label': 'Values of the plot' });
    const show = (metric) => {
      const curves = this.told.curves.filter((curve) => curve.metric === metric);
      this.curves.show(metric, this.told.places, curves);
      values.replaceChildren(grid(['Ranking', ...this.told.places.map((place) => [`@${place}`])], curves.map((curve) => make('tr', {},
        make('th', { scope: 'row', text: curve.ranking.label }), ...curve.values.map((each) => make('td', { className: 'number', text: each.toFixed(3) }))))));
    };
    choice.addEventListener('change', (event) => show(event.target.value));
    show(metrics[0]);
    return make('div', { className: 'plot-part' }, choice, this.curves.element, make('details', { className: 'values' }, make('summary', { text: 'Values of the plot' }), values));
  }

  questions() {
    const ranking = select('Ranking', 'question-ranking', this.told.rankings.map((row) => [row.ranking.name, row.ranking.label]));
    const metric = select('Worst first by', 'question-metric', this.told.metrics.map((each) => [each, each]));
    const list = make('div', { className: 'outcomes' });
    const load = async (offset) => {
      const asked = `${ranking.value}/${metric.value}`;
      try {
        const { questions, total } = await api.evaluationQuestions(this.id, ranking.value, metric.value, offset);
        if (asked !== `${ranking.value}/${metric.value}`) {
          return;
        }
        const rows = questions.map((outcome) => outcomeRow(outcome, this.run));
        if (offset === 0) {
          list.replaceChildren(scrolling('Questions, answered worst first', grid(['Question', [metric.value], 'Expected', 'Found first'], rows)));
        } else {
          list.querySelector('tbody').append(...rows);
          list.querySelector('.more-line').remove();
        }
        const count = list.querySelectorAll('tbody > tr').length;
        const line = make('p', { className: 'note more-line', text: `${count.toLocaleString()} of ${plural(total, 'question')}` });
        if (count < total) {
          const more = make('button', { type: 'button', className: 'quiet little', text: 'More questions' });
          more.addEventListener('click', async () => {
            more.disabled = true;
            await load(count);
            (list.querySelector('.more-line button') ?? list.querySelector('[tabindex]')).focus({ preventScroll: true });
          });
          line.append(more);
        }
        list.append(line);
      } catch (failure) {
        list.replaceChildren(make('p', { className: 'problem', role: 'alert', text: failure.message }));
      }
    };
    [ranking, metric].forEach((each) => each.addEventListener('change', () => load(0)));
    load(0);
    return make('div', {}, make('div', { className: 'selects' }, ranking.parentElement, metric.parentElement), list);
  }

  comparison() {
    const others = this.all().filter(({ id, best, questions, setId }) => id !== this.id && best && setId === this.run.setId && questions === this.run.questions);
    if (!others.length) {
      return make('p', { className: 'note', text: 'Run these questions again, after a change, with another filter or in another collection, to see what it changed.' });
    }
    const choice = select('Run', 'compare-with', [['', 'Choose a run'], ...others.map(({ id, collection, begunAt, filter, passages }) => [id,
      `${new Date(begunAt).toLocaleString()}${collections().length > 1 ? `, ${nameOf(collection)}` : ''}, ${passages} passages${filter ? `, ${filter.slice(0, 60)}` : ''}`])]);
    const place = make('div', { className: 'comparison' });
    const show = async () => {
      place.replaceChildren();
      if (!choice.value) {
        return;
      }
      try {
        const { rankings } = await api.compareEvaluationRuns(this.id, choice.value);
        place.replaceChildren(scrolling('This run against the other', compared(rankings)));
      } catch (failure) {
        place.replaceChildren(make('p', { className: 'problem', role: 'alert', text: failure.message }));
      }
    };
    choice.addEventListener('change', () => {
      history.replaceState(null, '', `#/evaluation/${this.id}${choice.value ? `/${choice.value}` : ''}`);
      show();
    });
    if (others.some(({ id }) => id === this.other)) {
      choice.value = this.other;
      show();
    }
    return make('div', {}, make('div', { className: 'selects' }, choice.parentElement), place);
  }
}

function stateOf({ state, error, begunAt, endedAt, best }) {
  if (state === 'BROKEN_OFF') {
    return 'Broken off';
  }
  const took = endedAt ? ` after ${seconds(new Date(endedAt) - new Date(begunAt))}` : '';
  if (state === 'CANCELLED') {
    return `Cancelled${took}${best ? '; these rankings were through' : ''}`;
  }
  return state === 'FAILED' && error ? `Failed${took}` : `Done${took}`;
}

const bestOf = (values, choose) => (new Set(values).size > 1 ? choose(...values) : null);

const seconds = (milliseconds) => (milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 60_000)} min`);

const millis = (value) => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;

function value(text, isBest = false, difference = null) {
  const cell = make('td', { className: isBest ? 'number best' : 'number' },
    ...(isBest ? [make('span', { className: 'star', 'aria-hidden': 'true', text: '★ ' }), make('span', { className: 'unseen', text: 'best: ' })] : []), text);
  if (difference) {
    cell.append(changed(difference.mean, difference.probability, `${difference.better} questions better, ${difference.worse} worse`));
  }
  return cell;
}

function changed(mean, probability, title) {
  const isReal = probability <= REAL;
  return make('span', { className: `change${isReal ? (mean > 0 ? ' up' : ' down') : ''}`, title,
    text: `${mean >= 0 ? '+' : '−'}${Math.abs(mean).toFixed(3)}, p ${probability < 0.001 ? '< 0.001' : probability.toFixed(3)}` });
}

function outcomeRow({ id, question, value: measured, expected, found }, { collection, filter }) {
  const link = `#/playground/${encodeURIComponent(collection)}/${encodeURIComponent(question)}${filter ? `/${encodeURIComponent(filter)}` : ''}`;
  const wanted = new Set(expected.map(({ name }) => name));
  return make('tr', { 'data-question': id }, make('th', { scope: 'row' }, make('a', { href: link, text: question, title: 'Open in the playground' }), make('span', { className: 'soft id', text: id })),
    make('td', { className: 'number', text: measured.toFixed(3) }),
    make('td', {}, make('ul', { className: 'names' }, ...expected.map(({ name, grade, place }) => make('li', {},
      make('span', { className: place ? 'at got' : 'at', text: place ? `#${place}` : 'not found' }), make('span', { text: grade > 1 ? `${name} (grade ${grade})` : name }))))),
    make('td', {}, found.length ? make('ol', { className: 'names' }, ...found.slice(0, 5).map((name, index) => make('li', {},
      make('span', { className: wanted.has(name) ? 'at got' : 'at', text: `#${index + 1}` }), make('span', { text: name })))) : make('span', { className: 'soft', text: 'nothing' })));
}

function compared(rankings) {
  return grid(['Ranking', 'Metric', ['This run'], ['The other'], ['Difference'], ['Better'], ['Worse']], rankings.map(({ ranking, metric, value: now, before, better, worse, probability }) => make('tr', {},
    make('th', { scope: 'row', text: ranking.label }), make('td', { text: metric }), make('td', { className: 'number', text: now.toFixed(3) }),
    make('td', { className: 'number', text: before.toFixed(3) }), make('td', { className: 'number' }, changed(now - before, probability, '')), number(better), number(worse))));
}

const scrolling = (label, content) => make('div', { className: 'sheet-scroll', tabindex: '0', role: 'region', 'aria-label': label }, content);

function select(text, id, options) {
  const element = make('select', { id }, ...options.map(([name, shown]) => make('option', { value: name, text: shown })));
  make('div', { className: 'input' }, make('label', { for: id, text }), element);
  return element;
}
