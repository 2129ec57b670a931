package io.fletch.store.expression.function;

/**
 * Estimates how many parts a regular expression has when its repetitions are written out,
 * so that none is compiled that would not fit into memory.
 */
final class PatternSize {

	private static final long ENDLESS = 1 << 30;

	private final String pattern;

	private int at;

	private PatternSize(String pattern) {
		this.pattern = pattern;
	}

	/**
	 * Counts the parts.
	 * @return how many there are, or a very large number
	 */
	static long of(String pattern) {
		PatternSize size = new PatternSize(pattern);
		long parts = 0;
		while (size.at < pattern.length()) {
			parts = Math.min(ENDLESS, parts + size.alternatives());
		}
		return parts;
	}

	/**
	 * Counts what stands before the end of the group.
	 */
	private long alternatives() {
		long before = 0;
		long last = 0;
		while (this.at < this.pattern.length()) {
			char character = this.pattern.charAt(this.at++);
			if (character == ')') {
				break;
			}
			if (character == '{') {
				last = Math.min(ENDLESS, last * repetitions() + 1);
				continue;
			}
			before = Math.min(ENDLESS, before + last);
			last = switch (character) {
				case '(' -> 1 + alternatives();
				case '[' -> characterClass();
				case '\\' -> escaped();
				default -> 1;
			};
		}
		return before + last;
	}

	/**
	 * Reads what follows a brace.
	 * @return how often the part before it is written out at most, or 1 if it is no
	 * repetition
	 */
	private long repetitions() {
		int end = this.pattern.indexOf('}', this.at);
		String bounds = (end >= 0) ? this.pattern.substring(this.at, end) : "";
		if (!bounds.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
			return 1;
		}
		this.at = end + 1;
		long most = 1;
		for (String bound : bounds.split(",")) {
			most = Math.max(most, Long.parseLong(bound) + 1);
		}
		return most;
	}

	private long characterClass() {
		this.at += this.pattern.startsWith("^", this.at) ? 1 : 0;
		// A bracket that closes nothing stands for itself.
		for (int first = this.at; this.at < this.pattern.length(); this.at++) {
			char character = this.pattern.charAt(this.at);
			if (character == '\\') {
				this.at++;
			}
			else if (character == ']' && this.at > first) {
				this.at++;
				break;
			}
		}
		return 1;
	}

	private long escaped() {
		if (!this.pattern.startsWith("Q", this.at)) {
			this.at++;
			return 1;
		}
		int end = this.pattern.indexOf("\\E", this.at);
		long length = ((end >= 0) ? end : this.pattern.length()) - this.at;
		this.at = (end >= 0) ? end + 2 : this.pattern.length();
		return length;
	}

}
