package io.fletch.store.embedding;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deterministic function for tests: the first three bytes of a picture, or the name of
 * a colour at its place or in words, are its colour.
 */
public final class ColourFunction implements ImageEmbeddingFunction {

	/** How many pictures were embedded. */
	public final AtomicInteger pictures = new AtomicInteger();

	@Override
	public String name() {
		return "colours";
	}

	@Override
	public int dimensions() {
		return 3;
	}

	@Override
	public List<float[]> embedImages(List<ImageSource> images) {
		this.pictures.addAndGet(images.size());
		return images.stream().map((image) -> switch (image) {
			case ImageSource.Content content ->
				new float[] { content.bytes()[0], content.bytes()[1], content.bytes()[2] };
			case ImageSource.Location location -> embedQuery(location.uri().getPath());
		}).toList();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return sources.stream().map(this::embedQuery).toList();
	}

	@Override
	public float[] embedQuery(String query) {
		return new float[] { query.contains("red") ? 100 : 0, query.contains("green") ? 100 : 0,
				query.contains("blue") ? 100 : 0 };
	}

}
