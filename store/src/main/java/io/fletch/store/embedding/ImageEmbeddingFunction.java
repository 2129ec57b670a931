package io.fletch.store.embedding;

import java.util.List;

/**
 * Turns pictures and text into vectors of one space, so that words find pictures. A table
 * gives it the values of a binary source column as pictures, and those of a text column
 * as the places (URIs) of pictures.
 */
public interface ImageEmbeddingFunction extends EmbeddingFunction {

	/**
	 * Embeds pictures.
	 * @param images the pictures
	 * @return one vector of {@link #dimensions()} floats for each, in their order
	 * @throws EmbeddingException if one cannot be read or is not allowed, with its number
	 * in the list; no vector is returned then
	 */
	List<float[]> embedImages(List<ImageSource> images);

}
