/** Does something again and again, a while after its last end: a slow server is not asked twice at once. */
export class Repeat {
  /** Takes the pause in milliseconds, and what is done; it must not fail. */
  constructor(pause, action) {
    this.pause = pause;
    this.action = action;
    this.run = 0;
  }

  /** Begins anew, with a pause. */
  start() {
    this.stop();
    this.wait(this.run);
  }

  stop() {
    this.run++;
    clearTimeout(this.timer);
  }

  wait(run) {
    this.timer = setTimeout(async () => {
      try {
        await this.action();
      } finally {
        // Meanwhile it may have been stopped, or begun anew.
        if (run === this.run) {
          this.wait(run);
        }
      }
    }, this.pause);
  }
}
