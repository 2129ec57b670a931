import * as api from './api.js';

/** No answer, no login, or a server that is being started: what is sent now would fail as what came before. */
const FOR_NOW = [0, 401, 502, 503, 504];
const SHORTEST_MILLISECONDS = 1000;
const LONGEST_MILLISECONDS = 15_000;
/** A server that answers others and breaks off on a file will do so again. */
const MOST_TRIES = 3;

/** Holds back what is to be sent while the server takes nothing, and goes on when it has answered. */
export class Patience {
  constructor(goOn) {
    this.goOn = goOn;
    this.reason = null;
    this.wait = SHORTEST_MILLISECONDS;
    this.until = 0;
    document.addEventListener(api.ANSWERED, () => this.answered());
  }

  /**
   * Whether a file that failed is to be sent again, and those behind it are to wait. Tries are counted on the file's
   * upload.
   */
  async holds(upload, failure) {
    if (!FOR_NOW.includes(failure.status)) {
      return false;
    }
    if (failure.status === 0) {
      upload.tries = (upload.tries ?? 0) + 1;
      if (upload.tries > MOST_TRIES || !await isReadable(upload.file)) {
        return false;
      }
    }
    this.hold(failure.status === 401 ? 'You are not logged in any more.' : failure.message);
    return true;
  }

  hold(reason) {
    if (this.reason !== null) {
      return;
    }
    this.reason = reason;
    this.until = Date.now() + this.wait;
    this.timer = setTimeout(() => this.knock(), this.wait);
    this.wait = Math.min(LONGEST_MILLISECONDS, this.wait * 2);
  }

  /** Something arrived. */
  succeeded() {
    this.wait = SHORTEST_MILLISECONDS;
  }

  end() {
    clearTimeout(this.timer);
    this.reason = null;
  }

  /** Asks for little; a whole file for nothing would cost more. */
  async knock() {
    try {
      await api.collections();
    } catch {
      if (this.reason !== null) {
        this.timer = setTimeout(() => this.knock(), this.wait);
        this.wait = Math.min(LONGEST_MILLISECONDS, this.wait * 2);
      }
    }
  }

  answered() {
    if (this.reason !== null && Date.now() >= this.until) {
      this.end();
      this.goOn();
    }
  }
}

/** A file that was moved or changed since it was chosen cannot be read any more, which looks like a broken connection. */
async function isReadable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
