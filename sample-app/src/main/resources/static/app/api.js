/** What the server said no to: an RFC 9457 problem, or the reason why there is none. */
export class Problem extends Error {
  constructor(detail, status, { field = null, position = null } = {}) {
    super(detail);
    this.status = status;
    this.field = field;
    this.position = position;
  }
}

const UNREACHABLE = 'The server cannot be reached. Is the application still running?';
const READING = ['GET', 'HEAD'];

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
    throw new Problem(UNREACHABLE, 0);
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

async function json(path, signal) {
  return (await call(path, { headers: { Accept: 'application/json' }, signal })).json();
}

async function send(method, path, body, signal) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  return (await call(path, { method, headers, body: JSON.stringify(body), signal })).json();
}

const post = (path, body, signal) => send('POST', path, body, signal);

export const info = () => json('/api/info');
export const session = () => json('/api/session');
export const logout = () => call('/logout', { method: 'POST' });
export const documents = () => json('/api/documents');
export const jobs = () => json('/api/jobs');
export const job = (id) => json(`/api/jobs/${encodeURIComponent(id)}`);

export const playground = () => json('/api/playground');
export const trial = (asked, signal) => post('/api/playground/search', asked, signal);
export const plan = (asked) => post('/api/playground/plan', asked);
export const map = () => json('/api/playground/map');
export const place = (question, passageIds, signal) => post('/api/playground/map', { question, passages: passageIds }, signal);

const history = (database, table) => `/api/operations/${encodeURIComponent(database)}/${encodeURIComponent(table)}`;

export const overview = () => json('/actuator/fletch');
export const versions = (database, table) => json(`${history(database, table)}/versions`);
export const changes = (database, table, version) => json(`${history(database, table)}/versions/${version}/changes`);
export const rowsOf = (database, table, version, after) => json(
  `${history(database, table)}/versions/${version}/rows${after ? `?after=${encodeURIComponent(after)}` : ''}`);
export const restore = (database, table, version, latest) => post(`${history(database, table)}/restore`, { version, latest });

/** Uploads a file; without tags a document of its name keeps those that it has. */
export async function upload(file, tags = []) {
  const form = new FormData();
  tags.forEach((tag) => form.append('tags', tag));
  form.append('file', file, file.name);
  return (await call('/api/documents', { method: 'POST', body: form })).json();
}

export async function remove(documentId) {
  await call(`/api/documents/${encodeURIComponent(documentId)}`, { method: 'DELETE' });
}

export const tagDocument = (id, tags) => send('PUT', `/api/documents/${encodeURIComponent(id)}/tags`, { tags });
export const passages = (id, offset, limit) =>
  json(`/api/documents/${encodeURIComponent(id)}/passages?offset=${offset}&limit=${limit}`);

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

const conversationPath = (id) => `/api/conversations/${encodeURIComponent(id)}`;
export const conversations = (offset, limit) => json(`/api/conversations?offset=${offset}&limit=${limit}`);
export const conversation = (id) => json(conversationPath(id));
export const turns = (id, limit, before) =>
  json(`${conversationPath(id)}/turns?limit=${limit}${before === undefined ? '' : `&before=${before}`}`);
export const renameConversation = (id, title) => send('PATCH', conversationPath(id), { title });
export const removeConversation = (id) => call(conversationPath(id), { method: 'DELETE' });

/**
 * Asks, and yields the events {name, data} of the answer as they arrive. The question has a message, and may have a
 * conversationId, a model and tags.
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
