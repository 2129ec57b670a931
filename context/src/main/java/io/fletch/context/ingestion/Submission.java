package io.fletch.context.ingestion;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a file that is submitted.
 *
 * @param name the name of the document
 * @param source the name of the source that it comes from
 * @param tags its tags
 * @param isForced whether it is ingested although it did not change
 * @param keepsTags whether it has the tags of the document that it replaces
 */
record Submission(DocumentName name, @Nullable String source, List<@Nullable String> tags, boolean isForced,
		boolean keepsTags) {

	private static final int MOST_TAGS = 50;

	private static final int LONGEST_TAG = 100;

	Submission(DocumentName name, @Nullable String source, List<@Nullable String> tags) {
		this(name, source, tags, false, false);
	}

	/**
	 * Submits a file alone.
	 * @param tags its tags; {@code null} to keep those that there are
	 * @throws IllegalArgumentException if a tag cannot be used
	 */
	static Submission alone(DocumentName name, @Nullable Collection<String> tags) {
		return new Submission(name, null, (tags != null) ? tags(tags) : List.of(), false, tags == null);
	}

	/**
	 * Settles the tags, while nobody can give the document others.
	 * @param known the document as it is
	 */
	Submission settled(Optional<IndexedDocument> known) {
		return this.keepsTags ? new Submission(this.name, this.source,
				known.filter((document) -> !document.isDeleted()).map(IndexedDocument::tags).orElse(List.of()),
				this.isForced, false) : this;
	}

	/**
	 * Checks tags.
	 * @return the tags without repetition
	 * @throws IllegalArgumentException if one cannot be used
	 */
	static List<@Nullable String> tags(Collection<? extends @Nullable String> given) {
		Set<String> tags = new LinkedHashSet<>();
		for (String tag : given) {
			if (tag == null || tag.isBlank() || tag.length() > LONGEST_TAG) {
				throw new IllegalArgumentException("tags must have 1 to " + LONGEST_TAG
						+ " characters that are not all blank, but one is '" + tag + "'");
			}
			tags.add(tag.strip());
		}
		if (tags.size() > MOST_TAGS) {
			throw new IllegalArgumentException(
					"tags must be at most " + MOST_TAGS + " to a document, but were " + tags.size());
		}
		return List.copyOf(tags);
	}

	boolean isSame(IndexedDocument document, String hash) {
		return document.contentHash().equals(hash) && document.equals(document.from(this.source, this.tags));
	}

}
