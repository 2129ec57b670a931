package io.fletch.benchmarks;

import java.io.PrintWriter;

/**
 * Tells about every tenth of a long work.
 */
final class Progress {

	private static final int PARTS = 10;

	private final PrintWriter screen;

	private final String what;

	private final long total;

	private long done;

	Progress(PrintWriter screen, String what, long total) {
		this.screen = screen;
		this.what = what;
		this.total = total;
	}

	void advance() {
		long before = this.done * PARTS / this.total;
		this.done++;
		if (this.done * PARTS / this.total > before) {
			this.screen.println(this.what + ": " + this.done + " of " + this.total);
			this.screen.flush();
		}
	}

}
