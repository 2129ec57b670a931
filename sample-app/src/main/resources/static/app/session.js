import * as api from './api.js';
import { byId, make } from './element.js';

/** Shows who is logged in, with the way out, and says so when the session has ended. */
export async function startSession() {
  document.addEventListener(api.LOGGED_OUT, () => tellEnd());
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
  const out = make('button', { type: 'button', className: 'quiet', id: 'logout', text: 'Log out' });
  out.addEventListener('click', async () => {
    out.disabled = true;
    try {
      await api.logout();
      location.assign('login?out');
    } catch (failure) {
      out.disabled = false;
      out.title = failure.message;
    }
  });
  return make('div', { className: 'session' },
    make('span', { className: 'session-name', text: user, title: `Logged in as ${user}` }), out);
}

function tellEnd() {
  if (document.querySelector('.session-ended')) {
    return;
  }
  const link = make('a', { className: 'primary', text: 'Log in' });
  const lead = () => link.setAttribute('href', `login${location.hash}`);
  lead();
  window.addEventListener('hashchange', lead);
  const told = make('div', { className: 'session-ended', role: 'alert' });
  document.body.append(told);
  // Into an alert that is there already, so that it is read out.
  told.append(make('p', { text: 'You are not logged in any more.' }), link);
}
