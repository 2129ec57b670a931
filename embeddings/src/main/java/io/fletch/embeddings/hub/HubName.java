package io.fletch.embeddings.hub;

import java.util.regex.Pattern;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Names that become parts of addresses and of paths below the cache, and nothing else.
 */
final class HubName {

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	private static final int MAX_SEGMENTS = 8;

	private HubName() {
	}

	static boolean isModel(String name) {
		return name.chars().filter((letter) -> letter == '/').count() == 1 && isPath(name);
	}

	static boolean isCommit(String revision) {
		return COMMIT.matcher(revision).matches();
	}

	static String requireModel(String name) {
		if (!isModel(name)) {
			throw misfit("model", name, "an organisation and a name, such as sentence-transformers/all-MiniLM-L6-v2");
		}
		return name;
	}

	static String requireRevision(String revision) {
		if (!isPath(revision)) {
			throw misfit("revision", revision, "a branch, a tag or a commit");
		}
		return revision;
	}

	static String requireFile(String file) {
		if (!isPath(file)) {
			throw misfit("file", file, "a relative path such as onnx/model.onnx");
		}
		return file;
	}

	private static boolean isPath(String text) {
		String[] segments = text.split("/", -1);
		if (segments.length > MAX_SEGMENTS) {
			return false;
		}
		for (String segment : segments) {
			if (!SEGMENT.matcher(segment).matches() || segment.contains("..") || segment.endsWith(".")) {
				return false;
			}
		}
		return true;
	}

	private static EmbeddingException misfit(String what, String value, String expected) {
		return new EmbeddingException("The " + what + " of a hub is '" + value + "', but must be " + expected
				+ ": letters, digits, '.', '_' and '-' between single slashes");
	}

}
