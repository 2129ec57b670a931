package io.fletch.store.index;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;

/**
 * The parameters of an index as a table keeps them: by name, as text.
 *
 * @param values the parameters that were given
 */
public record IndexOptions(Map<String, String> values) {

	/** What a vector index measures. */
	public static final String DISTANCE = "distance_type";

	/** How many partitions a vector index has. */
	public static final String PARTITIONS = "num_partitions";

	/** How many parts of a vector get a code. */
	public static final String SUB_VECTORS = "num_sub_vectors";

	/** How many bits a code has. */
	public static final String BITS = "num_bits";

	/** How often the partitions are improved. */
	public static final String ITERATIONS = "max_iterations";

	/** How many vectors a partition learns from. */
	public static final String SAMPLE_RATE = "sample_rate";

	/** How many neighbours a vector has in a graph at most. */
	public static final String DEGREE = "m";

	/** How many candidates are looked at to find the neighbours of a vector. */
	public static final String BREADTH = "ef_construction";

	public IndexOptions {
		values = Map.copyOf(values);
	}

	/**
	 * Returns a number.
	 * @param name the name of the parameter
	 * @param otherwise what is returned if it was not given
	 * @return the number
	 */
	public int number(String name, int otherwise) {
		String value = this.values.get(name);
		if (value == null) {
			return otherwise;
		}
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new InvalidInputException("The index option " + name + " must be a number, but is '" + value + "'");
		}
	}

	/**
	 * Returns a parameter.
	 * @param name the name of the parameter
	 * @return its text, or {@code null} if it was not given
	 */
	public @Nullable String text(String name) {
		return this.values.get(name);
	}

}
