import * as api from './api.js';
import { startChat } from './chat.js';
import { startDocuments } from './documents.js';
import { byId } from './element.js';
import { enterOperations, startOperations } from './operations.js';
import { closeOnBackdrop } from './passage.js';
import { enterPlayground, startPlayground } from './playground.js';
import { startViews } from './views.js';

async function start() {
  document.querySelectorAll('dialog').forEach(closeOnBackdrop);
  startPlayground();
  startOperations();
  startViews({ playground: enterPlayground, operations: enterOperations });
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
