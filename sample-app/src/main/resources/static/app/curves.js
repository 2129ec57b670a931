import { make } from './element.js';
import { draw, label } from './svg.js';

const WIDE = [860, 380];
/** On a phone the same lines have less room. */
const NARROW = [340, 290];
const NARROW_BELOW = 560;
const EDGE = { left: 42, right: 18, top: 16, bottom: 44 };
/** Up to so many results are spread evenly; more are drawn by their logarithm. */
const EVEN = 20;
const DASHES = ['', '7 4', '2 4', '11 4 2 4', '4 3', '1 5', '14 5', '9 3 2 3 2 3'];
const TICKS = [1, 2, 3, 5, 10, 20, 50, 100];

/** A metric by the number of results looked at, a line for each ranking. Lines differ by colour and by dashes. */
export class Curves {
  constructor() {
    this.canvas = make('div', { className: 'curves-canvas' });
    this.legend = make('ul', { className: 'curves-legend', 'aria-label': 'Lines' });
    this.element = make('figure', { className: 'card curves' }, this.canvas, this.legend);
    // Its width is known once it is on the page.
    new ResizeObserver(() => this.width !== this.canvas.clientWidth && this.paint()).observe(this.canvas);
  }

  show(metric, places, curves) {
    Object.assign(this, { metric, places, curves });
    this.legend.replaceChildren(...curves.map(({ ranking }, index) =>
      make('li', {}, sample(index), make('span', { text: ranking.label }))));
    this.paint();
  }

  paint() {
    this.width = this.canvas.clientWidth;
    if (!this.curves || !this.width) {
      return;
    }
    const [width, height] = this.width < NARROW_BELOW ? NARROW : WIDE;
    const values = this.curves.flatMap((curve) => curve.values);
    const low = Math.max(0, Math.floor(Math.min(...values) * 10 - 0.5) / 10);
    const high = Math.min(1, Math.max(low + 0.2, Math.ceil(Math.max(...values) * 10) / 10));
    const last = this.places.at(-1);
    const along = (place) => (last === 1 ? 0.5 : last <= EVEN ? (place - 1) / (last - 1) : Math.log(place) / Math.log(last));
    this.x = (place) => EDGE.left + along(place) * (width - EDGE.left - EDGE.right);
    this.y = (value) => height - EDGE.bottom - (value - low) / (high - low) * (height - EDGE.top - EDGE.bottom);
    this.guide = draw('line', { class: 'guide', y1: EDGE.top, y2: height - EDGE.bottom, x1: 0, x2: 0, visibility: 'hidden' });
    const picture = draw('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': this.told() },
      ...this.grid(low, high, width, height), this.guide, ...this.curves.flatMap((curve, index) => this.line(curve, index)));
    picture.addEventListener('pointermove', (event) => this.point(event, picture, width));
    picture.addEventListener('pointerleave', () => this.leave());
    this.tip = make('div', { className: 'tip', 'aria-hidden': 'true' });
    this.tip.hidden = true;
    this.canvas.replaceChildren(picture, this.tip);
  }

  told() {
    const best = this.curves.map(({ ranking, values }) => `${ranking.label} ${values.at(-1).toFixed(3)}`).join(', ');
    return `${this.metric} by the number of results looked at. At ${this.places.at(-1)}: ${best}. `
      + 'The table below has all values.';
  }

  grid(low, high, width, height) {
    const bottom = height - EDGE.bottom;
    const step = high - low > 0.5 ? 0.2 : 0.1;
    const lines = [];
    for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + 1e-9; value += step) {
      lines.push(draw('line', { class: 'rule', x1: EDGE.left, x2: width - EDGE.right, y1: this.y(value), y2: this.y(value) }),
        label(value.toFixed(1), { class: 'tick', x: EDGE.left - 8, y: this.y(value) + 4, 'text-anchor': 'end' }));
    }
    const last = this.places.at(-1);
    const ticks = TICKS.filter((tick) => tick <= last);
    if (last > ticks.at(-1) * 1.15) {
      ticks.push(last);
    }
    const below = (text, x, y) => label(text, { class: 'tick', x, y: bottom + y, 'text-anchor': 'middle' });
    lines.push(...ticks.map((tick) => below(String(tick), this.x(tick), 18)),
      below('results looked at', (EDGE.left + width - EDGE.right) / 2, 36));
    return lines;
  }

  line({ values }, index) {
    const points = values.map((value, at) => `${this.x(this.places[at]).toFixed(1)},${this.y(value).toFixed(1)}`);
    const colour = `k${index % 8}`;
    const dashes = DASHES[index % 8] || 'none';
    return [draw('polyline', { class: `curve ${colour}`, points: points.join(' '), 'stroke-dasharray': dashes }),
      ...values.map((value, at) =>
        draw('circle', { class: `dot ${colour}`, cx: this.x(this.places[at]).toFixed(1), cy: this.y(value).toFixed(1), r: 3 }))];
  }

  /** Tells the values at the number of results that is nearest to the pointer. */
  point(event, picture, width) {
    const box = picture.getBoundingClientRect();
    const left = (event.clientX - box.left) / box.width * width;
    const distance = (each) => Math.abs(this.x(each) - left);
    const place = this.places.reduce((best, each) => (distance(each) < distance(best) ? each : best));
    const at = this.places.indexOf(place);
    this.guide.setAttribute('x1', this.x(place));
    this.guide.setAttribute('x2', this.x(place));
    this.guide.setAttribute('visibility', 'visible');
    const rows = this.curves.map(({ ranking, values }, index) => ({ index, text: ranking.label, value: values[at] }))
      .sort((a, b) => b.value - a.value);
    this.tip.replaceChildren(make('b', { text: `${this.metric}@${place}` }),
      ...rows.map(({ index, text, value }) => make('span', { className: 'tip-row' },
        sample(index), make('span', { text }), make('span', { text: value.toFixed(3) }))));
    this.tip.hidden = false;
    const share = this.x(place) / width;
    this.tip.style.insetInlineStart = share < 0.55 ? `${share * 100 + 2}%` : 'auto';
    this.tip.style.insetInlineEnd = share < 0.55 ? 'auto' : `${(1 - share) * 100 + 2}%`;
    this.tip.style.insetBlockStart = '12%';
  }

  leave() {
    this.tip.hidden = true;
    this.guide.setAttribute('visibility', 'hidden');
  }
}

function sample(index) {
  return draw('svg', { viewBox: '0 0 30 10', width: 30, height: 10, 'aria-hidden': 'true', class: 'sample' },
    draw('line', { class: `curve k${index % 8}`, x1: 0, x2: 30, y1: 5, y2: 5, 'stroke-dasharray': DASHES[index % 8] || 'none' }));
}
