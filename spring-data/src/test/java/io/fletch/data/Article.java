package io.fletch.data;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A record with a bit of everything.
 */
@Table("articles")
public record Article(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector,
		@Indexed String lang, int year, @Nullable Double price, boolean published, Author author, List<String> tags,
		Kind kind, @Nullable Instant seen) {

	/**
	 * Makes an article of a few words.
	 */
	public static Article of(@Nullable String id, String text, String lang, int year) {
		return new Article(id, text, null, lang, year, null, true, new Author("Ada", null), List.of("all"), Kind.NEWS,
				null);
	}

	public Article priced(@Nullable Double changed) {
		return new Article(this.id, this.text, this.vector, this.lang, this.year, changed, this.published, this.author,
				this.tags, this.kind, this.seen);
	}

	/**
	 * What an article is.
	 */
	public enum Kind {

		NEWS, ESSAY

	}

	/**
	 * Who wrote it.
	 */
	public record Author(String name, @Nullable String city) {
	}

}
