import * as api from './api.js';
import { startChat } from './chat.js';
import { startDocuments } from './documents.js';
import { byId } from './element.js';
import { closeOnBackdrop } from './passage.js';

function startViews() {
  const buttons = document.querySelectorAll('.views button');
  buttons.forEach((button) => button.addEventListener('click', () => {
    document.body.dataset.view = button.dataset.shows;
    buttons.forEach((other) => other.setAttribute('aria-current', String(other === button)));
  }));
}

async function start() {
  startViews();
  closeOnBackdrop(byId('passage'));
  closeOnBackdrop(byId('confirm'));
  const answerer = byId('answerer');
  try {
    const info = await api.info();
    answerer.textContent = info.answerer.label;
    startChat(info.examples);
    await startDocuments(info);
    document.body.dataset.started = 'true';
  } catch (failure) {
    answerer.textContent = failure.message;
    answerer.classList.add('unreachable');
  }
}

start();
