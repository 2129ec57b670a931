package io.fletch.embeddings.remote;

import java.util.Map;
import java.util.TreeMap;

import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ModelDescription;

/**
 * A model of a provider.
 *
 * @param description what its vectors depend on
 * @param requested the dimensions asked for, or 0 for the model's own
 * @param dimensions the length of its vectors, or 0 where nobody knows before a call
 * @param isScaled whether vectors are to be brought to length 1 here
 */
record RemoteModel(ModelDescription description, int requested, int dimensions, boolean isScaled) {

	private static final int MOST_DIMENSIONS = 65_536;

	static final String MODEL = "model";

	static final String DIMENSIONS = "dimensions";

	static RemoteModel of(String provider, EmbeddingOptions options, Map<String, Integer> known) {
		return of(provider, options, options.text(MODEL), known);
	}

	static RemoteModel of(String provider, EmbeddingOptions options, String name, Map<String, Integer> known) {
		int requested = (options.find(DIMENSIONS) != null) ? options.number(DIMENSIONS, 1, MOST_DIMENSIONS) : 0;
		RemoteModel model = new RemoteModel(new ModelDescription(name, Map.of("provider", provider)), requested,
				(requested > 0) ? requested : known.getOrDefault(name, 0), false);
		return (requested > 0) ? model.with(DIMENSIONS, Integer.toString(requested)) : model;
	}

	/**
	 * Returns this model with one more setting that its vectors depend on.
	 */
	RemoteModel with(String setting, String value) {
		Map<String, String> settings = new TreeMap<>(this.description.settings());
		settings.put(setting, value);
		return new RemoteModel(new ModelDescription(name(), settings), this.requested, this.dimensions, this.isScaled);
	}

	RemoteModel scaled() {
		return new RemoteModel(this.description, this.requested, this.dimensions, true);
	}

	String name() {
		return this.description.model();
	}

	/**
	 * Adds the dimensions that were asked for to a request, if any were.
	 */
	void putDimensions(Map<String, Object> body, String field) {
		if (this.requested > 0) {
			body.put(field, this.requested);
		}
	}

}
