package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

import io.fletch.context.language.LanguageModelException;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.StoreException;

/**
 * Why a document was not ingested.
 *
 * @param reason a word for programs
 * @param message a sentence for people, with a remedy
 */
record Failure(String reason, String message) {

	static final String EMBEDDING = "EMBEDDING";

	static final String MODEL = "MODEL";

	static final String IO = "IO";

	static final String STORE = "STORE";

	static final String MEMORY = "MEMORY";

	static final String UNEXPECTED = "UNEXPECTED";

	static final String FILE_GONE = "FILE_GONE";

	static final String CANCELLED = "CANCELLED";

	static final String CUT_SHORT = "CUT_SHORT";

	private static final Set<String> PASSING = Set.of(EMBEDDING, MODEL, IO, STORE, MEMORY,
			UnreadableDocumentException.Reason.BUSY.name(), UnreadableDocumentException.Reason.INTERRUPTED.name());

	static Failure of(String name, Throwable thrown) {
		if (thrown instanceof UnreadableDocumentException unreadable && thrown.getMessage() != null) {
			return new Failure(unreadable.reason().name(), thrown.getMessage());
		}
		return new Failure(reason(thrown),
				"'" + name + "' could not be ingested: "
						+ Objects.requireNonNullElse(thrown.getMessage(), thrown.getClass().getSimpleName())
						+ ". Retry it, or add it again.");
	}

	static Failure fileGone(String name) {
		return new Failure(FILE_GONE, "The file of '" + name + "' is gone. Add it again.");
	}

	static Failure cancelled(String name) {
		return new Failure(CANCELLED, "The ingestion of '" + name + "' was cancelled. Retry it, or add it again.");
	}

	static Failure cutShort(String name, int times) {
		return new Failure(CUT_SHORT, "The process ended " + times + " times while '" + name
				+ "' was ingested: it was killed, or this document is more than its memory bears. Retry it, or leave "
				+ "it out.");
	}

	private static String reason(Throwable thrown) {
		return switch (thrown) {
			// A model that fails fails for every document: it is hardly this one's fault.
			case EmbeddingException embedding -> EMBEDDING;
			case LanguageModelException model -> MODEL;
			case UncheckedIOException io -> IO;
			case StoreException store -> STORE;
			case OutOfMemoryError memory -> MEMORY;
			default -> (thrown.getCause() instanceof IOException) ? IO : UNEXPECTED;
		};
	}

	/**
	 * Says whether it may go well later although nothing was changed.
	 */
	boolean isPassing() {
		return isPassing(this.reason);
	}

	static boolean isPassing(String reason) {
		return PASSING.contains(reason);
	}

}
