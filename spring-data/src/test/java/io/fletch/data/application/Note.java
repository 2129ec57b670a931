package io.fletch.data.application;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A record that tells who wrote it.
 */
@Table("notes")
public record Note(@Id @Nullable String id, String text, @Nullable @Version Long version,
		@Nullable @CreatedDate Instant created, @Nullable @LastModifiedDate Instant changed,
		@Nullable @CreatedBy String author, @Nullable @LastModifiedBy String editor) {

	static Note of(String text) {
		return new Note(null, text, null, null, null, null, null);
	}

	Note with(String changedText) {
		return new Note(this.id, changedText, this.version, this.created, this.changed, this.author, this.editor);
	}

}
