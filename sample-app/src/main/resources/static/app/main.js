import * as api from './api.js';
import { startAnswerers } from './answerers.js';
import { beginConversation, openConversation, startChat, whenConversationChanges } from './chat.js';
import { Searched, startCollections } from './collections.js';
import { Conversations } from './conversations.js';
import { startDocuments } from './documents.js';
import { byId, make } from './element.js';
import { enterEvaluation, startEvaluation } from './evaluation.js';
import { enterOperations, startOperations } from './operations.js';
import { closeOnBackdrop } from './passage.js';
import { enterPictures, startPictures } from './pictures.js';
import { enterPlayground, startPlayground } from './playground.js';
import { startSession } from './session.js';
import { TagFilter } from './tags.js';
import { startViews } from './views.js';

/** What stands above the log, and what can be chosen for a question. */
function startChatParts(info) {
  const conversations = new Conversations(openConversation, beginConversation);
  byId('chat').prepend(conversations.bar);
  whenConversationChanges((id, isKept) => conversations.name(id, isKept));
  const options = make('div', { className: 'ask-options' });
  byId('ask').prepend(options);
  startAnswerers(info, options);
  options.append(new Searched().element, new TagFilter('chat', 'Documents searched').element);
}

async function start() {
  document.querySelectorAll('dialog').forEach(closeOnBackdrop);
  // Before what asks for anything.
  await startSession();
  startPlayground();
  startEvaluation();
  startOperations();
  startPictures();
  startViews({ playground: enterPlayground, evaluation: enterEvaluation, pictures: enterPictures, operations: enterOperations });
  const answerer = byId('answerer');
  try {
    const info = await api.info();
    startChatParts(info);
    startChat(info.examples);
    await startCollections(info);
    await startDocuments(info);
    document.body.dataset.started = 'true';
  } catch (failure) {
    answerer.textContent = failure.message;
    answerer.classList.add('unreachable');
  }
}

start();
