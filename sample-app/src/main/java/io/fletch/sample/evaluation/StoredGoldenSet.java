package io.fletch.sample.evaluation;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A set of golden questions as it is kept.
 *
 * @param id its id
 * @param name the name of the file that it came in
 * @param kind what its questions name
 * @param questions how many questions it has
 * @param addedAt when it was uploaded
 * @param content the file; {@code null} where it was not read
 */
@Table("golden_sets")
record StoredGoldenSet(@Id String id, String name, String kind, int questions, Instant addedAt,
		@Nullable String content) {

	GoldenSet shown() {
		return new GoldenSet(this.id, this.name, this.kind, this.questions, this.addedAt);
	}

}
