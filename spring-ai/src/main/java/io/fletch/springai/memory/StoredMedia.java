package io.fletch.springai.memory;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/**
 * A picture, sound or the like as it is stored.
 *
 * @param mimeType what it is
 * @param id its id
 * @param name its name
 * @param place where it is, such as a URL, if it is elsewhere
 * @param bytes its bytes, if it is here
 */
record StoredMedia(String mimeType, @Nullable String id, String name, @Nullable String place, byte @Nullable [] bytes) {

	static StoredMedia of(Media media) {
		boolean isHere = media.getData() instanceof byte[];
		return new StoredMedia(media.getMimeType().toString(), media.getId(), media.getName(),
				isHere ? null : media.getData().toString(), isHere ? media.getDataAsByteArray() : null);
	}

	Media toMedia() {
		Object data = (this.bytes != null) ? this.bytes : Objects.requireNonNull(this.place);
		Media.Builder media = Media.builder().mimeType(MimeType.valueOf(this.mimeType)).data(data).name(this.name);
		return ((this.id != null) ? media.id(this.id) : media).build();
	}

}
