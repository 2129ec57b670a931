/**
 * Tells the latest of several questions from those before it, whose answers may come later:
 * const isLatest = latest.begin(); const answer = await ask(); if (isLatest()) { show(answer); }
 */
export class Latest {
  constructor() {
    this.begun = 0;
  }

  /** A question begins, and all before it are of no interest any more. */
  begin() {
    const own = ++this.begun;
    return () => own === this.begun;
  }

  /** No answer is of interest any more. */
  end() {
    this.begun++;
  }
}
