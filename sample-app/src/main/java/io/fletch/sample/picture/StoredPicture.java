package io.fletch.sample.picture;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A row of the table: a picture and its vector, all or nothing.
 *
 * @param id the SHA-256 checksum of the file that was added, in hexadecimal digits
 * @param name the file's name
 * @param addedAt when it was added
 * @param type the media type of the content
 * @param width how wide the content is, in pixels
 * @param height how high the content is, in pixels
 * @param size how large the content is, in bytes
 * @param content the picture, upright and without anything but its pixels
 * @param thumbnailType the media type of the thumbnail
 * @param thumbnail the same, smaller
 * @param vector what the embedding function makes of the content; {@code null} on the way
 * into the table
 */
@Table(Pictures.TABLE)
record StoredPicture(@Id @Indexed String id, String name, Instant addedAt, String type, int width, int height,
		long size, @SourceField byte[] content, String thumbnailType, byte[] thumbnail,
		@VectorField(function = Pictures.FUNCTION) float @Nullable [] vector) {

	static StoredPicture of(String id, String name, Instant addedAt, PreparedPicture prepared) {
		return new StoredPicture(id, name, addedAt, prepared.content().type(), prepared.width(), prepared.height(),
				prepared.content().bytes().length, prepared.content().bytes(), prepared.thumbnail().type(),
				prepared.thumbnail().bytes(), null);
	}

	PictureInfo info() {
		return new PictureInfo(this.id, this.name, this.addedAt, this.type, this.width, this.height, this.size);
	}

}
