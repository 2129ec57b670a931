import * as api from './api.js';
import { button } from './controls.js';
import { byId, make } from './element.js';

const DRAFT = 'fletch.question';

/** Shows who is logged in, with the way out, and says so when the session has ended. */
export async function startSession() {
  takeUpDraft();
  document.addEventListener(api.LOGGED_OUT, tellEnd);
  document.addEventListener(api.ANSWERED, () => document.querySelector('.session-ended')?.remove());
  try {
    const { user } = await api.session();
    if (user) {
      byId('colours').before(bar(user));
    }
  } catch {
    // What asks next says that the server cannot be reached.
  }
}

function bar(user) {
  const out = button('Log out', async () => {
    out.disabled = true;
    document.querySelector('.logout-failed')?.remove();
    try {
      await api.logout();
      location.assign('login?out');
    } catch (failure) {
      out.disabled = false;
      out.focus();
      tell('logout-failed', `You are still logged in. ${failure.message}`);
    }
  }, { id: 'logout' });
  return make('div', { className: 'session' },
    make('span', { className: 'session-name', text: user, title: `Logged in as ${user}` }), out);
}

function tellEnd() {
  if (document.querySelector('.session-ended')) {
    return;
  }
  document.querySelector('.logout-failed')?.remove();
  const link = make('a', { className: 'primary', href: 'login', text: 'Log in' });
  link.addEventListener('click', () => {
    link.setAttribute('href', `login${location.hash}`);
    // Files that wait would be lost with this page; they go on when somebody has logged in elsewhere.
    const isNeeded = !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    link.target = isNeeded ? '_blank' : '';
    keepDraft();
  });
  tell('session-ended', 'You are not logged in any more.', link);
}

/** Below the head, above what it is about. */
function tell(className, text, ...what) {
  const told = make('div', { className: `session-told ${className}`, role: 'alert' });
  document.querySelector('.top').after(told);
  // Into an alert that is there already, so that it is read out.
  told.append(make('p', { text }), ...what);
}

/** A question that is half written when the session ends is there again after the login. */
function keepDraft() {
  try {
    sessionStorage.setItem(DRAFT, byId('message').value);
  } catch {
    // Lost, then.
  }
}

function takeUpDraft() {
  try {
    byId('message').value ||= sessionStorage.getItem(DRAFT) ?? '';
    sessionStorage.removeItem(DRAFT);
  } catch {
    // There is none, then.
  }
}
