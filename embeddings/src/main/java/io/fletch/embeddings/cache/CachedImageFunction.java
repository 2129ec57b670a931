package io.fletch.embeddings.cache;

import java.util.List;

import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;

/**
 * A function of pictures that looks into a cache first. A call with a picture that is
 * somewhere else passes it by, as what is there can change.
 */
final class CachedImageFunction extends CachedEmbeddingFunction implements ImageEmbeddingFunction {

	private final ImageEmbeddingFunction function;

	CachedImageFunction(EmbeddingCache cache, ImageEmbeddingFunction function) {
		super(cache, function);
		this.function = function;
	}

	@Override
	public List<float[]> embedImages(List<ImageSource> images) {
		List<byte[]> contents = images.stream()
			.filter(ImageSource.Content.class::isInstance)
			.map((image) -> ((ImageSource.Content) image).bytes())
			.toList();
		if (contents.size() < images.size()) {
			return this.function.embedImages(images);
		}
		return single(embedContents("image", contents, (numbers) -> several(
				checked(numbers.size(), this.function.embedImages(numbers.stream().map(images::get).toList())))));
	}

}
