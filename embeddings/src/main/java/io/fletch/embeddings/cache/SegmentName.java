package io.fletch.embeddings.cache;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of vectors, which ends in {@code .writing} while it grows and in
 * {@code .vectors} afterwards.
 *
 * @param owner the cache that wrote it
 * @param number which of its files it is
 */
record SegmentName(String owner, long number) {

	private static final String WRITING = ".writing";

	private static final String DONE = ".vectors";

	private static final Pattern PATTERN = Pattern.compile("([0-9a-f-]{36})-(\\d{1,18})(" + WRITING + "|" + DONE + ")");

	static Optional<SegmentName> of(Path file) {
		Matcher matcher = PATTERN.matcher(file.getFileName().toString());
		return matcher.matches() ? Optional.of(new SegmentName(matcher.group(1), Long.parseLong(matcher.group(2))))
				: Optional.empty();
	}

	static boolean isGrowing(Path file) {
		return file.toString().endsWith(WRITING);
	}

	Path whileWriting(Path folder) {
		return folder.resolve(this.owner + "-" + this.number + WRITING);
	}

	Path whenDone(Path folder) {
		return folder.resolve(this.owner + "-" + this.number + DONE);
	}

}
