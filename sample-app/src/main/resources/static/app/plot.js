import { byId, make } from './element.js';
import { draw, label } from './svg.js';
import { count as inWords, plural } from './words.js';

const WIDE = [900, 560];
/** On a phone the same points have less room. */
const NARROW = [480, 420];
const NARROW_BELOW = 600;
const MARGIN = 30;
const COLOURED = 8;
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Passages as points: close ones mean much the same. One point at a time can be reached by Tab, the others by arrows. */
export class Plot {
  constructor(onRead, onPoint) {
    this.onRead = onRead;
    this.onPoint = onPoint;
    this.byPassage = new Map();
    this.points = null;
    // Its width is known once it is on the screen, and may change.
    new ResizeObserver(() => this.points && this.room() && this.room() !== this.painted && this.paint())
      .observe(byId('map-canvas'));
  }

  /** The room that there is, or null while nobody sees it. */
  room() {
    const width = byId('map-canvas').clientWidth;
    return width ? (width < NARROW_BELOW ? NARROW : WIDE) : null;
  }

  show({ points }) {
    this.points = points;
    this.documents = documentsOf(points);
    this.asked = null;
    this.extra = [];
    this.showLegend();
    this.paint();
  }

  /** Adds the question, and passages that it found and that are not in the sample. */
  ask({ x, y, points }) {
    this.asked = { x, y };
    this.found = new Set(points.map(({ id }) => id));
    const known = new Set(this.points.map(({ id }) => id));
    this.extra = points.filter(({ id }) => !known.has(id));
    this.paint();
  }

  paint() {
    const all = [...this.points, ...this.extra];
    this.painted = this.room();
    this.byPassage.clear();
    if (!this.painted) {
      byId('map-canvas').replaceChildren();
      return;
    }
    [this.width, this.height] = this.painted;
    const place = scale(this.asked ? [...all, this.asked] : all, this.width, this.height);
    byId('map').classList.remove('emphasised');
    byId('map-legend').querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', 'false'));
    const marks = all.map((point) => this.mark(point, place(point)));
    // What was found lies above the others.
    marks.sort((a, b) => a.classList.contains('hit-point') - b.classList.contains('hit-point'));
    marks[0]?.setAttribute('tabindex', '0');
    const origin = place({ x: 0, y: 0 });
    const picture = draw('svg', {
      viewBox: `0 0 ${this.width} ${this.height}`, role: 'group', 'aria-label': `Map of ${plural(all.length, 'passage')}`,
    });
    picture.append(draw('line', { class: 'axis', x1: 0, x2: this.width, y1: origin.top, y2: origin.top }),
      draw('line', { class: 'axis', x1: origin.left, x2: origin.left, y1: 0, y2: this.height }), ...marks);
    if (this.asked) {
      picture.append(...star(place(this.asked), this.width));
    }
    picture.addEventListener('keydown', (event) => this.key(event));
    this.tip = make('div', { className: 'tip', 'aria-hidden': 'true' });
    this.tip.hidden = true;
    byId('map-canvas').replaceChildren(picture, this.tip);
  }

  mark(point, { left, top }) {
    const isFound = this.asked && this.found.has(point.id);
    const mark = draw('circle', {
      class: `point ${this.colour(point)}${isFound ? ' hit-point' : ''}`,
      cx: left.toFixed(1), cy: top.toFixed(1), r: isFound ? 8 : 5,
      tabindex: '-1', role: 'button', 'aria-label': `${point.documentName}: ${point.start.slice(0, 80)}`,
      'data-passage': point.id, 'data-document': point.documentId,
    });
    const enter = () => {
      this.describe(point, { left, top });
      this.onPoint(point.id);
    };
    const leave = () => {
      this.tip.hidden = true;
      this.onPoint(null);
    };
    mark.addEventListener('pointerenter', enter);
    mark.addEventListener('pointerleave', leave);
    mark.addEventListener('focus', enter);
    mark.addEventListener('blur', leave);
    mark.addEventListener('click', () => this.onRead(point));
    mark.point = { point, left, top };
    this.byPassage.set(point.id, mark);
    return mark;
  }

  colour({ documentId }) {
    const index = this.documents.findIndex(({ id }) => id === documentId);
    return index >= 0 && index < COLOURED ? `k${index}` : 'other';
  }

  describe(point, { left, top }) {
    this.tip.replaceChildren(make('b', { text: point.documentName }), make('span', { text: point.start }));
    this.tip.hidden = false;
    const share = left / this.width;
    this.tip.style.insetInlineStart = share < 0.55 ? `${share * 100 + 1.5}%` : 'auto';
    this.tip.style.insetInlineEnd = share < 0.55 ? 'auto' : `${(1 - share) * 100 + 1.5}%`;
    this.tip.style.insetBlockStart = top < this.height / 2 ? `${top / this.height * 100}%` : 'auto';
    this.tip.style.insetBlockEnd = top < this.height / 2 ? 'auto' : `${(1 - top / this.height) * 100}%`;
  }

  /** Marks the point of a passage that is looked at elsewhere. */
  highlight(passageId) {
    byId('map-canvas').querySelectorAll('.point.same').forEach((mark) => mark.classList.remove('same'));
    this.byPassage.get(passageId)?.classList.add('same');
  }

  key(event) {
    const mark = event.target;
    if (!mark.point) {
      return;
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.onRead(mark.point.point);
    } else if (KEYS[event.key]) {
      event.preventDefault();
      const next = this.neighbour(mark, ...KEYS[event.key]);
      if (next) {
        mark.setAttribute('tabindex', '-1');
        next.setAttribute('tabindex', '0');
        next.focus();
      }
    }
  }

  /** The nearest point in a direction, where a step to the side counts double. */
  neighbour(from, right, down) {
    let best = null;
    let least = Infinity;
    for (const mark of this.byPassage.values()) {
      const across = mark.point.left - from.point.left;
      const along = mark.point.top - from.point.top;
      const ahead = across * right + along * down;
      const cost = ahead + 2 * Math.abs(across * down) + 2 * Math.abs(along * right);
      if (mark !== from && ahead > 0.01 && cost < least) {
        best = mark;
        least = cost;
      }
    }
    return best;
  }

  showLegend() {
    const shown = this.documents.slice(0, COLOURED);
    const others = this.documents.slice(COLOURED);
    const entries = shown.map(({ id, name, count }, index) =>
      this.entry(`k${index}`, name, count, (point) => point.documentId === id));
    if (others.length) {
      const ids = new Set(others.map(({ id }) => id));
      const count = others.reduce((sum, other) => sum + other.count, 0);
      entries.push(this.entry('other', plural(others.length, 'other document'), count,
        (point) => ids.has(point.documentId)));
    }
    byId('map-legend').replaceChildren(...entries);
  }

  entry(colour, name, count, isOf) {
    const button = make('button', { type: 'button', className: colour, 'aria-pressed': 'false' },
      make('span', { className: 'dot', 'aria-hidden': 'true' }), make('span', { className: 'name', text: name }),
      make('span', { className: 'many', text: inWords(count) }));
    button.addEventListener('click', () => {
      const on = button.getAttribute('aria-pressed') !== 'true';
      byId('map-legend').querySelectorAll('button')
        .forEach((other) => other.setAttribute('aria-pressed', String(other === button && on)));
      byId('map').classList.toggle('emphasised', on);
      this.byPassage.forEach((mark) => mark.classList.toggle('chosen', on && isOf(mark.point.point)));
    });
    return make('li', {}, button);
  }
}

function documentsOf(points) {
  const documents = new Map();
  for (const { documentId: id, documentName: name } of points) {
    const known = documents.get(id) ?? { id, name, count: 0 };
    known.count++;
    documents.set(id, known);
  }
  return [...documents.values()].sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** Both axes have one scale, so that distances are true. */
function scale(points, width, height) {
  const span = (values) => [Math.min(...values), Math.max(...values)];
  const [left, right] = span(points.map(({ x }) => x));
  const [bottom, top] = span(points.map(({ y }) => y));
  const unit = Math.min((width - 2 * MARGIN) / (right - left || 1), (height - 2 * MARGIN) / (top - bottom || 1));
  return ({ x, y }) => ({
    left: width / 2 + (x - (left + right) / 2) * unit,
    top: height / 2 - (y - (bottom + top) / 2) * unit,
  });
}

function star({ left, top }, width) {
  const corners = Array.from({ length: 10 }, (_, i) => {
    const radius = i % 2 === 0 ? 14 : 6;
    const angle = Math.PI * (i / 5 - 0.5);
    return `${(left + radius * Math.cos(angle)).toFixed(1)},${(top + radius * Math.sin(angle)).toFixed(1)}`;
  });
  const onLeft = left > width - 120;
  const told = label('Your question', {
    class: 'asked-label', x: onLeft ? left - 20 : left + 20, y: top + 5, 'text-anchor': onLeft ? 'end' : 'start',
  });
  return [draw('polygon', { class: 'asked', points: corners.join(' ') }), told];
}
