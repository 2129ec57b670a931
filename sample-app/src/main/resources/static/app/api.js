import { currentCollection, inCollection } from './collection.js';

/** What the server said no to: an RFC 9457 problem, or the reason why there is none. */
export class Problem extends Error {
  constructor(detail, status, { field = null, position = null, errors = [] } = {}) {
    super(detail);
    this.status = status;
    this.field = field;
    this.position = position;
    this.errors = errors;
  }
}

const UNREACHABLE = 'The server cannot be reached. Is the application still running?';
const READING = ['GET', 'HEAD'];
/** So long is waited for what is only read. */
const PATIENCE_SECONDS = 60;
const NO_ANSWER = `The server did not answer within ${PATIENCE_SECONDS} seconds.`;

/** Told to the document when the server wants a login, and when it has answered again. */
export const LOGGED_OUT = 'fletch:logged-out';
export const ANSWERED = 'fletch:answered';

/** What a server with a login wants to have repeated by whoever writes. */
function token() {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith('fletch-csrf='));
  return cookie ? { 'X-CSRF-TOKEN': decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1)) } : {};
}

async function call(path, options = {}) {
  const method = options.method ?? 'GET';
  const headers = { ...options.headers, 'X-Requested-With': 'fetch', ...(READING.includes(method) ? {} : token()) };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(failure.name === 'TimeoutError' ? NO_ANSWER : UNREACHABLE, 0);
  }
  if (response.status === 401) {
    document.dispatchEvent(new CustomEvent(LOGGED_OUT));
    throw new Problem('You are not logged in any more. Log in, then try again.', 401);
  }
  document.dispatchEvent(new CustomEvent(ANSWERED));
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response) {
  try {
    const body = await response.json();
    return new Problem(body.detail || body.title || `The server answered ${response.status}.`, response.status, body);
  } catch {
    return new Problem(`The server answered ${response.status}.`, response.status);
  }
}

/** A signal that comes when one has waited too long, or when another one comes. */
function patience(signal) {
  const limit = AbortSignal.timeout(PATIENCE_SECONDS * 1000);
  return signal ? AbortSignal.any([signal, limit]) : limit;
}

async function read(path, signal) {
  return call(path, { headers: { Accept: 'application/json' }, signal: patience(signal) });
}

/** The body may break off as the answer may stay away. */
async function bodyOf(response) {
  try {
    return await response.json();
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new Problem(failure.name === 'TimeoutError' ? NO_ANSWER : UNREACHABLE, 0);
  }
}

async function json(path, signal) {
  return bodyOf(await read(path, signal));
}

async function send(method, path, body, signal) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  return (await call(path, { method, headers, body: JSON.stringify(body), signal })).json();
}

const post = (path, body, signal) => send('POST', path, body, signal);

export const info = () => json('/api/info');
export const session = () => json('/api/session');
export const logout = () => call('/logout', { method: 'POST' });

/** Some of the documents, the newest first, and how many there are of those tags and that name. */
export async function documents({ offset, limit, tags = [], name = '' }, collection) {
  const query = new URLSearchParams({ offset, limit });
  tags.forEach((tag) => query.append('tag', tag));
  if (name) {
    query.append('name', name);
  }
  const response = await read(inCollection(`/api/documents?${query}`, collection));
  return { documents: await bodyOf(response), total: Number(response.headers.get('X-Total-Count')) };
}

export const documentCounts = (collection) => json(inCollection('/api/documents/overview', collection));
export const documentState = (id, collection) => json(inCollection(`/api/documents/${encodeURIComponent(id)}`, collection));
export const jobs = (collection) => json(inCollection('/api/jobs', collection));
/** The latest job of each of these documents, which are at most 200. */
export const jobsOf = (documentIds, collection) =>
  json(inCollection(`/api/jobs?${new URLSearchParams(documentIds.map((id) => ['document', id]))}`, collection));
// A document's id is made of its name, so that collections share ids: whoever changes one names its collection.
export const cancelJob = (id, collection) => post(inCollection(`/api/jobs/${encodeURIComponent(id)}/cancel`, collection), {});
export const cancelJobs = (ids, collection) => post(inCollection('/api/jobs/cancel', collection), { ids });

const letters = (place, collection, reason) =>
  inCollection(`/api/dead-letters${place}${reason ? `?reason=${encodeURIComponent(reason)}` : ''}`, collection);

export const deadLetters = (offset, limit, reason, collection) =>
  json(inCollection(`/api/dead-letters?${new URLSearchParams({ offset, limit, ...(reason ? { reason } : {}) })}`, collection));
export const retryDeadLetter = (id, collection) => post(letters(`/${encodeURIComponent(id)}/retry`, collection), {});
export const retryDeadLetters = (reason, collection) => post(letters('/retry', collection, reason), {});
export const discardDeadLetter = (id, collection) =>
  call(letters(`/${encodeURIComponent(id)}`, collection), { method: 'DELETE' });
export const discardDeadLetters = (reason, collection) => call(letters('', collection, reason), { method: 'DELETE' });

const collectionPath = (id) => `/api/collections/${encodeURIComponent(id)}`;
export const collections = () => json('/api/collections');
export const createCollection = (name, embeddingFunction) => post('/api/collections', { name, function: embeddingFunction });
export const renameCollection = (id, name) => send('PATCH', collectionPath(id), { name });
export const removeCollection = (id) => call(collectionPath(id), { method: 'DELETE' });

export const playground = () => json(inCollection('/api/playground'));
export const trial = (asked, signal) => post('/api/playground/search', asked, signal);
export const plan = (asked) => post('/api/playground/plan', asked);
export const map = () => json(inCollection('/api/playground/map'));
export const place = (question, passageIds, signal) => post('/api/playground/map',
  { question, passages: passageIds, collection: currentCollection() }, signal);

const history = (database, table) => `/api/operations/${encodeURIComponent(database)}/${encodeURIComponent(table)}`;

export const overview = () => json('/actuator/fletch');
export const versions = (database, table) => json(`${history(database, table)}/versions`);
export const changes = (database, table, version) => json(`${history(database, table)}/versions/${version}/changes`);
export const rowsOf = (database, table, version, after) => json(
  `${history(database, table)}/versions/${version}/rows${after ? `?after=${encodeURIComponent(after)}` : ''}`);
export const restore = (database, table, version, latest) => post(`${history(database, table)}/restore`, { version, latest });

/**
 * Uploads a file; without tags a document of its name keeps those that it has. A file out of a folder has its way
 * from there as its path.
 */
export async function upload(file, { tags = [], path = '', collection, signal } = {}) {
  const form = new FormData();
  tags.forEach((tag) => form.append('tags', tag));
  if (path) {
    form.append('path', path);
  }
  form.append('file', file, file.name);
  return (await call(inCollection('/api/documents', collection), { method: 'POST', body: form, signal })).json();
}

export async function remove(documentId, collection) {
  await call(inCollection(`/api/documents/${encodeURIComponent(documentId)}`, collection), { method: 'DELETE' });
}

export const tagDocument = (id, tags, collection) =>
  send('PUT', inCollection(`/api/documents/${encodeURIComponent(id)}/tags`, collection), { tags });
export const passages = (id, offset, limit, collection) =>
  json(inCollection(`/api/documents/${encodeURIComponent(id)}/passages?offset=${offset}&limit=${limit}`, collection));

/** A passage of a document, wherever it stands; undefined if it is not there any more. */
export async function passage(documentId, passageId) {
  const atOnce = 1000;
  for (let offset = 0; ; offset += atOnce) {
    const some = await passages(documentId, offset, atOnce);
    const found = some.find(({ id }) => id === passageId);
    if (found || some.length < atOnce) {
      return found;
    }
  }
}

const picturePath = (id) => `/api/pictures/${encodeURIComponent(id)}`;
const formOf = (file) => {
  const form = new FormData();
  form.append('file', file, file.name);
  return form;
};
export const pictures = (name, offset, limit) =>
  json(`/api/pictures?offset=${offset}&limit=${limit}${name ? `&name=${encodeURIComponent(name)}` : ''}`);
export const picture = (id) => json(picturePath(id));
export const addPicture = async (file) => (await call('/api/pictures', { method: 'POST', body: formOf(file) })).json();
export const picturesByWords = (words, limit) => json(`/api/pictures/search?limit=${limit}&q=${encodeURIComponent(words)}`);
export const picturesLike = (id, limit) => json(`${picturePath(id)}/similar?limit=${limit}`);
export const picturesByFile = async (file, limit) =>
  (await call(`/api/pictures/search?limit=${limit}`, { method: 'POST', body: formOf(file) })).json();
export const removePictures = (ids) => post('/api/pictures/delete', { ids });
export const pictureContent = (id) => `${picturePath(id)}/content`;
export const pictureThumbnail = (id) => `${picturePath(id)}/thumbnail`;

const evaluation = '/api/evaluation';
const runPath = (id) => `${evaluation}/runs/${encodeURIComponent(id)}`;
const setPath = (id) => `${evaluation}/sets/${encodeURIComponent(id)}`;
export const evaluationOffer = () => json(inCollection(evaluation));
export const goldenSets = () => json(`${evaluation}/sets?limit=100`);
export const goldenCheck = (id) => json(inCollection(`${setPath(id)}/check`));
export const removeGoldenSet = (id) => call(setPath(id), { method: 'DELETE' });
export const evaluationRuns = () => json(`${evaluation}/runs?limit=100`);
export const evaluationRun = (id) => json(runPath(id));
export const startEvaluationRun = (plan) => post(`${evaluation}/runs`, plan);
export const cancelEvaluationRun = (id) => post(`${runPath(id)}/cancel`, {});
export const removeEvaluationRun = (id) => call(runPath(id), { method: 'DELETE' });
export const evaluationResults = (id) => json(`${runPath(id)}/results`);
export const evaluationQuestions = (id, ranking, metric, offset) => json(
  `${runPath(id)}/questions?${new URLSearchParams({ ranking, metric, offset, limit: 20 })}`);
export const compareEvaluationRuns = (id, other) => json(`${runPath(id)}/comparison?${new URLSearchParams({ with: other })}`);
export const evaluationReport = (id, format) => `${runPath(id)}/report?format=${format}`;

export async function uploadGoldenSet(file) {
  const form = new FormData();
  form.append('file', file, file.name);
  return (await call(`${evaluation}/sets`, { method: 'POST', body: form })).json();
}

const conversationPath = (id) => `/api/conversations/${encodeURIComponent(id)}`;
export const conversations = (offset, limit) => json(`/api/conversations?offset=${offset}&limit=${limit}`);
export const conversation = (id) => json(conversationPath(id));
export const turns = (id, limit, before) =>
  json(`${conversationPath(id)}/turns?limit=${limit}${before === undefined ? '' : `&before=${before}`}`);
export const renameConversation = (id, title) => send('PATCH', conversationPath(id), { title });
export const removeConversation = (id) => call(conversationPath(id), { method: 'DELETE' });

/**
 * Asks, and yields the events {name, data} of the answer as they arrive. The question has a message, and may have a
 * conversationId, a model, tags and collections.
 */
export async function* chat(question, signal) {
  const response = await call('/api/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(question),
    signal,
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  for (;;) {
    let piece;
    try {
      piece = await reader.read();
    } catch (failure) {
      if (failure.name === 'AbortError') {
        throw failure;
      }
      throw new Problem('The connection broke before the answer was complete. Ask again.', 0);
    }
    if (piece.done) {
      return;
    }
    pending += piece.value.replaceAll('\r\n', '\n');
    const blocks = pending.split('\n\n');
    pending = blocks.pop();
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) {
        yield event;
      }
    }
  }
}

function eventOf(block) {
  let name = 'message';
  const data = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event:')) {
      name = line.slice(6).trim();
    } else if (line.startsWith('data:')) {
      data.push(line.slice(5));
    }
  }
  return data.length ? { name, data: JSON.parse(data.join('\n')) } : null;
}
