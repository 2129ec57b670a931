import { byId } from './element.js';

const TITLES = {
  chat: 'Fletch: ask your documents',
  playground: 'Fletch: playground',
  evaluation: 'Fletch: evaluation',
  pictures: 'Fletch: pictures',
  operations: 'Fletch: operations',
};
const SCHEMES = ['system', 'light', 'dark'];
const KEPT = 'fletch.colours';

/** The view and what follows it in the address, for example operations, default, passages. */
function address() {
  const [, view, ...rest] = location.hash.split('/');
  if (!location.hash.startsWith('#/') || !Object.hasOwn(TITLES, view)) {
    return ['chat'];
  }
  try {
    return [view, ...rest.map(decodeURIComponent)];
  } catch {
    return [view];
  }
}

/** Shows what the address names; each view is told whenever its address changes. */
export function startViews(entered) {
  let shown = null;
  const show = () => {
    // A link within the page changes no view.
    if (shown !== null && location.hash && !location.hash.startsWith('#/')) {
      return;
    }
    const [view, ...rest] = address();
    const moved = shown !== null && shown !== view;
    shown = view;
    document.body.dataset.view = view;
    document.title = TITLES[view];
    for (const name of Object.keys(TITLES)) {
      byId(`${name}-view`).hidden = name !== view;
      const link = document.querySelector(`[data-view-link="${name}"]`);
      if (name === view) {
        link.setAttribute('aria-current', 'page');
        link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      } else {
        link.removeAttribute('aria-current');
      }
    }
    if (moved) {
      byId('content').scrollTop = 0;
      byId(`${view}-title`).focus();
    }
    entered[view]?.(...rest);
  };
  window.addEventListener('hashchange', show);
  document.querySelector('.skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('content').focus();
  });
  startParts();
  startColours();
  show();
}

/** On a phone the chat shows its questions or its documents. */
function startParts() {
  const buttons = document.querySelectorAll('.parts button');
  buttons.forEach((button) => button.addEventListener('click', () => {
    byId('chat-view').dataset.part = button.dataset.shows;
    buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
  }));
}

function startColours() {
  const root = document.documentElement;
  const button = byId('colours');
  const current = () => root.dataset.colours ?? 'system';
  const label = () => {
    const now = current() === 'system' ? 'as the system' : current();
    button.setAttribute('aria-label', `Colours: ${now}`);
    button.title = `Colours: ${now}`;
  };
  button.addEventListener('click', () => {
    const next = SCHEMES[(SCHEMES.indexOf(current()) + 1) % SCHEMES.length];
    if (next === 'system') {
      delete root.dataset.colours;
    } else {
      root.dataset.colours = next;
    }
    try {
      localStorage.setItem(KEPT, next);
    } catch {
      // Not kept, then.
    }
    label();
  });
  label();
}
