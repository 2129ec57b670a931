package io.fletch.store;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A record with a column of every supported type.
 */
@Table("articles")
public record Article(@Id String id, @SourceField @FullText @Nullable String text,
		@VectorField(function = "words") float @Nullable [] vector, String lang, int year, @Nullable Long views,
		float weight, @Nullable Double rating, boolean open, List<String> tags, Instant published,
		byte @Nullable [] digest) {

	static Article of(String id, @Nullable String text) {
		return new Article(id, text, null, "en", 2020, null, 0.5F, null, true, List.of("a", "b"), Instant.EPOCH, null);
	}

	Article withLang(String changed) {
		return new Article(this.id, this.text, this.vector, changed, this.year, this.views, this.weight, this.rating,
				this.open, this.tags, this.published, this.digest);
	}

	Article withYear(int changed) {
		return new Article(this.id, this.text, this.vector, this.lang, changed, this.views, this.weight, this.rating,
				this.open, this.tags, this.published, this.digest);
	}

}
