import { button } from './controls.js';
import { byId, make, say } from './element.js';

export const SHOWN_AT_ONCE = 50;

/** Which part of the documents is shown. */
export class Pages {
  /** Tells when another part is wanted. */
  constructor(onTurn) {
    this.onTurn = onTurn;
    this.offset = 0;
    this.range = make('p', { className: 'note', role: 'status' });
    this.back = button('Newer', () => this.turn(Math.max(0, this.offset - SHOWN_AT_ONCE)), { 'aria-label': 'Newer documents' });
    this.further = button('Older', () => this.turn(this.offset + SHOWN_AT_ONCE), { 'aria-label': 'Older documents' });
    this.element = make('nav', { id: 'document-pages', className: 'pages', 'aria-label': 'Pages of the documents' },
      this.range, this.back, this.further);
    this.element.hidden = true;
  }

  async turn(offset) {
    const moved = offset !== this.offset;
    this.offset = offset;
    await this.onTurn();
    if (moved) {
      byId('documents').scrollTop = 0;
    }
  }

  show({ documents, total }) {
    this.element.hidden = total <= SHOWN_AT_ONCE && this.offset === 0;
    say(this.range, `${this.offset + 1} to ${this.offset + documents.length} of ${total}`);
    this.back.disabled = this.offset === 0;
    this.further.disabled = this.offset + documents.length >= total;
  }
}
