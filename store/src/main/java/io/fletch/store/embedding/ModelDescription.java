package io.fletch.store.embedding;

import java.util.Map;
import java.util.Objects;

/**
 * What decides whether vectors of a function can be compared with others: a table keeps
 * it, and refuses a function that differs.
 *
 * @param model the model's name, resolved: with its version, or a checksum of its file,
 * where the name alone does not say which it is
 * @param settings what else a vector depends on, for example pooling, normalisation and
 * prefixes; nothing secret
 */
public record ModelDescription(String model, Map<String, String> settings) {

	/**
	 * Copies the settings.
	 */
	public ModelDescription {
		Objects.requireNonNull(model, "model");
		settings = Map.copyOf(settings);
	}

}
