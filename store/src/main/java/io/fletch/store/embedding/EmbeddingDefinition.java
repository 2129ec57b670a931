package io.fletch.store.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What a table keeps of the function that makes vectors of one of its columns: how to
 * make it again, and what its vectors depend on. Nothing secret.
 *
 * @param name the name of the function
 * @param type the alias of the factory that makes it, or {@code null} if whoever opens
 * the table has to register it
 * @param options the options that were chosen, as they were written: with variables, not
 * with their values
 * @param model what the vectors depend on
 */
public record EmbeddingDefinition(String name, @Nullable String type, Map<String, String> options, Model model) {

	/**
	 * Copies the options.
	 */
	public EmbeddingDefinition {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(model, "model");
		options = new TreeMap<>(options);
	}

	/**
	 * Checks that a function makes vectors that can be compared with those that are
	 * there.
	 * @param found the function that goes by the name
	 * @param column the column with the vectors, for messages
	 * @throws EmbeddingMismatchException if it does not; the message names both and what
	 * differs
	 */
	public void requireSame(EmbeddingFunction found, String column) {
		ModelDescription description = found.description();
		Model other = new Model(description.model(), found.dimensions(), description.settings());
		if (other.equals(this.model)) {
			return;
		}
		throw new EmbeddingMismatchException("The vectors of the column '" + column + "' were made by the function '"
				+ this.name + "' with " + this.model + ", but here '" + this.name + "' has " + other + " ("
				+ String.join(", ", this.model.differences(other))
				+ "). Their vectors cannot be compared: configure the function as it was, or make all vectors anew by "
				+ "columns().reembed(\"" + column + "\", function)");
	}

	/**
	 * What vectors depend on.
	 *
	 * @param name the name of the model, resolved
	 * @param dimensions how long they are
	 * @param settings everything else, for example pooling and prefixes
	 */
	public record Model(String name, int dimensions, Map<String, String> settings) {

		/**
		 * Copies the settings.
		 */
		public Model {
			Objects.requireNonNull(name, "name");
			settings = new TreeMap<>(settings);
		}

		private List<String> differences(Model other) {
			List<String> differences = new ArrayList<>();
			if (!this.name.equals(other.name)) {
				differences.add("another model");
			}
			if (this.dimensions != other.dimensions) {
				differences.add(this.dimensions + " dimensions became " + other.dimensions);
			}
			Map<String, String> all = new TreeMap<>(this.settings);
			all.putAll(other.settings);
			for (String setting : all.keySet()) {
				String before = this.settings.get(setting);
				String after = other.settings.get(setting);
				if (!Objects.equals(before, after)) {
					differences.add(setting + ": " + shown(before) + " became " + shown(after));
				}
			}
			return differences;
		}

		private static String shown(@Nullable String value) {
			return (value != null) ? "'" + value + "'" : "nothing";
		}

		@Override
		public String toString() {
			return "the model '" + this.name + "' of " + this.dimensions + " dimensions";
		}

	}

}
