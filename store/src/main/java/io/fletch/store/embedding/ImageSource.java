package io.fletch.store.embedding;

import java.net.URI;
import java.util.Objects;

/**
 * A picture to embed.
 */
public sealed interface ImageSource {

	/**
	 * A picture in a common file format, such as PNG or JPEG.
	 *
	 * @param bytes the content of the file
	 */
	record Content(byte[] bytes) implements ImageSource {

		/**
		 * Checks that there is content.
		 * @param bytes the content of the file
		 */
		public Content {
			Objects.requireNonNull(bytes, "bytes");
		}

	}

	/**
	 * A picture somewhere else. Which places are read is the function's to allow.
	 *
	 * @param uri where it is
	 */
	record Location(URI uri) implements ImageSource {

		/**
		 * Checks that there is a place.
		 * @param uri where it is
		 */
		public Location {
			Objects.requireNonNull(uri, "uri");
		}

	}

}
