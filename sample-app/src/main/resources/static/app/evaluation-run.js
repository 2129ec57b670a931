import * as api from './api.js';
import { collections, nameOf } from './collection.js';
import { button, chip } from './controls.js';
import { Curves } from './curves.js';
import { byId, make, say } from './element.js';
import { changed, comparison, questions, REAL } from './evaluation-details.js';
import { Latest } from './latest.js';
import { figure, grid, nothing, rowHead, scrolling } from './table.js';
import { count, duration, moment, plural } from './words.js';

const FORMS = [['html', 'HTML'], ['md', 'Markdown'], ['csv', 'CSV'], ['json', 'JSON']];

/** One run: how far it is, and how its rankings did. */
export class RunView {
  /** Takes a function that tells all runs, for comparisons. */
  constructor(all) {
    this.all = all;
    this.id = null;
    this.run = null;
    this.curves = new Curves();
    this.loads = new Latest();
  }

  hide() {
    this.id = null;
    this.run = null;
    this.loads.end();
    byId('run-part').hidden = true;
  }

  async show(id, other, takesFocus) {
    const isNew = this.id !== id;
    this.id = id;
    this.other = other;
    byId('run-part').hidden = false;
    if (isNew) {
      this.run = null;
      this.bar = null;
      byId('run-title').textContent = 'Run';
      byId('run-note').textContent = '';
      byId('run-state').textContent = 'Loading';
      byId('run-results').replaceChildren();
    }
    const isShown = await this.load();
    if (!isShown || !isNew) {
      return;
    }
    if (takesFocus) {
      byId('run-title').focus({ preventScroll: true });
    }
    byId('run-part').scrollIntoView({ block: 'start' });
  }

  async refresh() {
    if (this.id && this.run?.state === 'RUNNING') {
      await this.load();
    }
  }

  /** Returns whether it is still what is wanted. */
  async load() {
    const { id } = this;
    const isLatest = this.loads.begin();
    try {
      const run = await api.evaluationRun(id);
      const results = run.state === 'RUNNING' || !run.best ? null : await api.evaluationResults(id);
      if (isLatest()) {
        this.run = run;
        this.told = results;
        this.fill();
      }
    } catch (failure) {
      if (isLatest()) {
        this.refused(failure);
      }
    }
    return isLatest();
  }

  refused(failure) {
    say(byId('run-state'), '');
    const told = byId('run-results').querySelector(':scope > .problem:only-child')
      ?? make('p', { className: 'problem', role: 'alert' });
    say(told, failure.message);
    if (!told.isConnected) {
      byId('run-results').replaceChildren(told);
    }
  }

  fill() {
    this.head();
    if (this.run.state === 'RUNNING') {
      this.progress();
      return;
    }
    say(byId('run-state'), stateOf(this.run));
    if (this.told) {
      this.results();
    } else {
      byId('run-results').replaceChildren(nothing(this.run.error ?? 'No ranking was through when it was ended.'));
    }
  }

  head() {
    const { setName, collection, begunAt, questions: many, kind, passages, filter } = this.run;
    const place = collections().length > 1 ? ` in ${nameOf(collection)}` : '';
    const only = filter ? `, only passages with ${filter}` : '';
    say(byId('run-title'), `${setName}, ${moment(begunAt)}`);
    say(byId('run-note'),
      `${plural(many, 'question')}${place} answered with ${plural(passages, 'passage')}, found are ${kind}${only}`);
  }

  progress() {
    const { rankings, questions: many, progress } = this.run;
    if (!this.bar || !byId('run-results').contains(this.bar)) {
      this.bar = make('progress', { max: rankings.length * many, 'aria-label': 'Progress of the run' });
      this.cancel = button('Cancel', () => this.stop(), { id: 'run-cancel' });
      byId('run-results').replaceChildren(make('div', { className: 'card run-progress' }, this.bar, this.cancel));
    }
    this.bar.value = (progress.place - 1) * many + progress.done;
    // Told where it changes what is asked, not at every question: readers of screens read it.
    say(byId('run-state'), `Asking ${progress.ranking}, ranking ${progress.place} of ${rankings.length}`);
  }

  async stop() {
    const { cancel, id } = this;
    cancel.disabled = true;
    try {
      await api.cancelEvaluationRun(id);
    } catch (failure) {
      // One that has ended meanwhile shows so by itself.
      if (failure.status !== 409 && id === this.id) {
        cancel.disabled = false;
        cancel.parentElement.querySelector('.problem')?.remove();
        cancel.after(make('p', { className: 'problem', role: 'alert', text: failure.message }));
      }
    }
  }

  results() {
    byId('run-results').replaceChildren(
      ...this.told.failures.map(({ ranking, reason }) =>
        make('p', { className: 'problem', text: `${ranking.label} is left out: ${reason}` })),
      this.downloads(), scrolling('Metrics of the rankings', this.table()), this.notes(),
      make('h3', { text: 'By the number of results' }), this.plot(),
      make('h3', { text: 'Question by question' }), questions(this.run, this.told),
      make('h3', { text: 'Against another run' }), comparison(this.run, this.all(), this.other));
  }

  downloads() {
    const link = ([format, text]) => make('a', { className: 'quiet button little', download: '', 'data-format': format, text,
      href: api.evaluationReport(this.id, format) });
    return make('p', { className: 'downloads' }, make('span', { text: 'Download the report' }), ...FORMS.map(link));
  }

  table() {
    const { metrics, rankings } = this.told;
    // Where all are alike, none is best.
    const best = metrics.map((metric, index) => bestOf(rankings.map(({ means }) => means[index]), Math.max));
    const fastest = bestOf(rankings.map(({ meanMillis }) => meanMillis), Math.min);
    return grid(['Ranking', ...metrics.map((metric) => [metric]), ['Mean time']],
      rankings.map((row, place) => this.row(row, place, best, fastest)));
  }

  row({ ranking, means, meanMillis, slowMillis, medianMillis }, place, best, fastest) {
    const { metrics, rankings, differences } = this.told;
    const took = value(duration(meanMillis), meanMillis === fastest);
    took.append(make('span', { className: 'change', text: `95 % ${duration(slowMillis)}`,
      title: `95 % of the searches took no longer; half of them took up to ${duration(medianMillis)}` }));
    const isBaseline = place === 0 && rankings.length > 1;
    return make('tr', { 'data-ranking': ranking.name },
      make('th', { scope: 'row' }, ranking.label,
        ...(isBaseline ? [make('span', { className: 'change', text: 'baseline' })] : [])),
      ...means.map((mean, index) => value(mean.toFixed(3), mean === best[index],
        differences.find((each) => each.ranking.name === ranking.name && each.metric === metrics[index]))), took);
  }

  notes() {
    const first = this.told.rankings[0].ranking.label;
    const told = this.told.rankings.length > 1
      ? '★ is the best of its column. Below a value of the greatest cutoff stands its difference from the baseline, '
        + `${first}, and p, how likely a difference as large is by chance alone: from ${REAL} down it is taken to be real, `
        + 'and coloured.'
      : 'Each value is the mean over all questions, from 0 to 1.';
    return make('p', { className: 'note after', text: told });
  }

  plot() {
    const { curves, places } = this.told;
    const metrics = [...new Set(curves.map(({ metric }) => metric))];
    const choice = make('div', { className: 'chips single', role: 'group', 'aria-label': 'Metric of the plot' },
      ...metrics.map((metric, index) => chip('radio', metric, metric, { checked: index === 0, name: 'curve-metric' })));
    const values = scrolling('Values of the plot', '', 'grid-scroll');
    const show = (metric) => {
      const chosen = curves.filter((curve) => curve.metric === metric);
      this.curves.show(metric, places, chosen);
      values.replaceChildren(grid(['Ranking', ...places.map((place) => [`@${place}`])], chosen.map((curve) =>
        make('tr', {}, rowHead(curve.ranking.label), ...curve.values.map((each) => figure(each.toFixed(3)))))));
    };
    choice.addEventListener('change', (event) => show(event.target.value));
    show(metrics[0]);
    return make('div', { className: 'plot-part' }, choice, this.curves.element,
      make('details', { className: 'values' }, make('summary', { text: 'Values of the plot' }), values));
  }
}

function stateOf({ state, error, begunAt, endedAt, best }) {
  if (state === 'BROKEN_OFF') {
    return 'Broken off';
  }
  const took = endedAt ? ` after ${duration(new Date(endedAt) - new Date(begunAt))}` : '';
  if (state === 'CANCELLED') {
    return `Cancelled${took}${best ? '; these rankings were through' : ''}`;
  }
  return state === 'FAILED' && error ? `Failed${took}` : `Done${took}`;
}

const bestOf = (values, choose) => (new Set(values).size > 1 ? choose(...values) : null);

function value(text, isBest = false, difference = null) {
  const star = isBest ? [make('span', { className: 'star', 'aria-hidden': 'true', text: '★ ' }),
    make('span', { className: 'unseen', text: 'best: ' })] : [];
  const cell = make('td', { className: isBest ? 'number best' : 'number' }, ...star, text);
  if (difference) {
    const { mean, probability, better, worse } = difference;
    cell.append(changed(mean, probability, `${count(better)} questions better, ${count(worse)} worse`));
  }
  return cell;
}
