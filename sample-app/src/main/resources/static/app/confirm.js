import { whenCollectionChanges } from './collection.js';
import { make } from './element.js';
import { closeOnBackdrop } from './passage.js';

/** Asks before something is done that is hard to take back: one dialog for all views. */
class Confirmation {
  constructor() {
    this.question = make('h2', { id: 'confirmation-question' });
    this.detail = make('p', { id: 'confirmation-detail' });
    this.problem = make('p', { className: 'problem', role: 'alert' });
    this.keep = make('button', { value: 'keep', className: 'quiet', autofocus: '' });
    this.act = make('button', { type: 'button', className: 'danger', id: 'confirmation-act' });
    this.dialog = make('dialog', { id: 'confirmation', className: 'sheet small', 'aria-labelledby': 'confirmation-question',
      'aria-describedby': 'confirmation-detail' }, this.question, this.detail, this.problem,
    make('form', { method: 'dialog', className: 'choices' }, this.keep, this.act));
    // The second click of a double click was meant for what opened this.
    this.act.addEventListener('click', (event) => event.detail < 2 && this.go());
    this.dialog.addEventListener('close', () => this.closed());
    document.body.append(this.dialog);
    closeOnBackdrop(this.dialog);
    // It was asked of what was on the screen.
    window.addEventListener('hashchange', () => this.dialog.close());
    whenCollectionChanges((moved) => moved && this.dialog.close());
  }

  ask({ question, detail, keep, act, action }) {
    this.dialog.close();
    this.asked?.end(false);
    this.question.textContent = question;
    this.detail.textContent = detail;
    this.problem.textContent = '';
    this.keep.textContent = keep;
    this.act.textContent = act;
    this.act.disabled = false;
    this.dialog.showModal();
    return new Promise((end) => {
      this.asked = { action, end, isActing: false };
    });
  }

  /** The event of an earlier question may come when the next one is open. */
  closed() {
    if (!this.dialog.open && !this.asked.isActing) {
      this.asked.end(false);
    }
  }

  /** A refusal is told where the question stands, and can be tried again. */
  async go() {
    const { asked } = this;
    asked.isActing = true;
    this.act.disabled = true;
    this.problem.textContent = '';
    try {
      await asked.action();
      asked.end(true);
      if (asked === this.asked) {
        this.dialog.close();
      }
    } catch (failure) {
      asked.isActing = false;
      if (asked === this.asked) {
        this.refused(failure.message);
      }
    }
  }

  refused(detail) {
    if (!this.dialog.open) {
      this.dialog.showModal();
    }
    this.problem.textContent = detail;
    this.act.disabled = false;
    this.act.focus();
  }
}

let confirmation = null;

/**
 * Asks a question, and does something if the answer is yes. The dialog stays while it is done, and tells why it was
 * not; a move to another view or collection takes the question back. What is done must know what it was asked of.
 * Returns whether it was done.
 */
export function confirmed({ question, detail, keep = 'Keep it', act = 'Delete', action }) {
  confirmation ??= new Confirmation();
  return confirmation.ask({ question, detail, keep, act, action });
}
