package io.fletch.store.index;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Distance;

/**
 * What index to create. Immutable: every method returns a new one.
 */
public final class IndexDefinition {

	private static final Set<String> OF_VECTORS = Set.of(IndexOptions.DISTANCE, IndexOptions.ITERATIONS,
			IndexOptions.SAMPLE_RATE);

	private static final Set<String> OF_GRAPHS = Set.of(IndexOptions.DEGREE, IndexOptions.BREADTH);

	private static final Set<String> OF_CODES = Set.of(IndexOptions.SUB_VECTORS, IndexOptions.BITS);

	private final @Nullable String name;

	private final @Nullable IndexType type;

	private final List<String> columns;

	private final Map<String, String> options;

	private final boolean isReplacing;

	private IndexDefinition(@Nullable String name, @Nullable IndexType type, List<String> columns,
			Map<String, String> options, boolean isReplacing) {
		this.name = name;
		this.type = type;
		this.columns = List.copyOf(columns);
		this.options = Map.copyOf(options);
		this.isReplacing = isReplacing;
	}

	/**
	 * An index of the kind that suits the type of the column: IVF_RQ for vectors of
	 * numbers, IVF_SQ for those of fewer than 64 and for lists of vectors, IVF_FLAT for
	 * those of bytes, LABEL_LIST for other lists, BITMAP for booleans, BTREE for all
	 * others.
	 * @param column the name of the column
	 * @return the definition
	 */
	public static IndexDefinition on(String column) {
		Objects.requireNonNull(column, "column");
		return new IndexDefinition(null, null, List.of(column), Map.of(), true);
	}

	/**
	 * An index over the words of text columns, which {@code search} then asks.
	 * @param columns the names of columns of texts, or of lists of texts
	 * @return the definition
	 * @throws InvalidInputException if there is none
	 */
	public static IndexDefinition fullText(String... columns) {
		if (columns.length == 0) {
			throw new InvalidInputException("A full-text index needs a column; give at least one");
		}
		return new IndexDefinition(null, IndexType.FTS, List.of(columns), Map.of(), true);
	}

	/**
	 * Chooses how texts become words.
	 * @param text the options of a full-text index
	 * @return a definition with these options
	 */
	public IndexDefinition text(TextOptions text) {
		Objects.requireNonNull(text, "text");
		Map<String, String> changed = new HashMap<>(this.options);
		changed.putAll(text.values());
		return new IndexDefinition(this.name, this.type, this.columns, changed, this.isReplacing);
	}

	/**
	 * Chooses the kind.
	 * @param kind the kind
	 * @return a definition of that kind
	 * @throws InvalidInputException if it is {@link IndexType#UNKNOWN}
	 */
	public IndexDefinition type(IndexType kind) {
		Objects.requireNonNull(kind, "kind");
		if (kind == IndexType.UNKNOWN) {
			throw new InvalidInputException("An index of an unknown kind cannot be created; name one of the others");
		}
		return new IndexDefinition(this.name, kind, this.columns, this.options, this.isReplacing);
	}

	/**
	 * Names the index; by default it is called like its column, with {@code _idx} behind,
	 * or {@code _fts_idx} if it is a full-text index.
	 * @param given letters, digits, {@code _}, {@code -} and {@code .}, not beginning
	 * with {@code .}, at most 200
	 * @return a definition with that name
	 */
	public IndexDefinition named(String given) {
		Objects.requireNonNull(given, "given");
		return new IndexDefinition(given, this.type, this.columns, this.options, this.isReplacing);
	}

	/**
	 * Chooses whether an index of the same name is replaced, which is the default: it
	 * answers until the new one is built, then that takes its place at once.
	 * @param replacing {@code false} to refuse if there is one
	 * @return a definition that does so
	 */
	public IndexDefinition replace(boolean replacing) {
		return new IndexDefinition(this.name, this.type, this.columns, this.options, replacing);
	}

	/**
	 * Chooses what a vector index measures; by default what searches of the column do.
	 * @param distance the distance
	 * @return a definition with that distance
	 */
	public IndexDefinition distance(Distance distance) {
		Objects.requireNonNull(distance, "distance");
		return with(IndexOptions.DISTANCE, distance.name());
	}

	/**
	 * Chooses into how many partitions vectors are put; by default about the square root
	 * of their number.
	 * @param count how many, at least 1
	 * @return a definition with so many
	 * @throws InvalidInputException if the number is less than 1
	 */
	public IndexDefinition partitions(int count) {
		return with(IndexOptions.PARTITIONS, count);
	}

	/**
	 * Chooses into how many parts product quantisation cuts a vector; by default parts of
	 * about four elements.
	 * @param count how many, a divisor of the dimensions
	 * @return a definition with so many
	 * @throws InvalidInputException if the number is less than 1
	 */
	public IndexDefinition subVectors(int count) {
		return with(IndexOptions.SUB_VECTORS, count);
	}

	/**
	 * Chooses how many bits product quantisation keeps of a part of a vector; 8 by
	 * default.
	 * @param count 4 or 8
	 * @return a definition with so many
	 * @throws InvalidInputException if it is neither
	 */
	public IndexDefinition bits(int count) {
		if (count != 4 && count != 8) {
			throw new InvalidInputException(IndexOptions.BITS + " must be 4 or 8, but was " + count);
		}
		return with(IndexOptions.BITS, count);
	}

	/**
	 * Chooses how often partitions are improved at most when they are learned.
	 * @param count how often, at least 1
	 * @return a definition with that
	 * @throws InvalidInputException if the number is less than 1
	 */
	public IndexDefinition iterations(int count) {
		return with(IndexOptions.ITERATIONS, count);
	}

	/**
	 * Chooses from how many vectors a partition is learned.
	 * @param count how many, from 1 to 1,000,000
	 * @return a definition with so many
	 * @throws InvalidInputException if the number is out of that range
	 */
	public IndexDefinition sampleRate(int count) {
		return within(IndexOptions.SAMPLE_RATE, count, 1, 1_000_000);
	}

	/**
	 * Chooses how many neighbours a graph keeps of a vector at most; 32 by default. More
	 * find more, and take more time and memory.
	 * @param count how many, from 2 to 512
	 * @return a definition with so many
	 * @throws InvalidInputException if the number is out of that range
	 */
	public IndexDefinition m(int count) {
		return within(IndexOptions.DEGREE, count, 2, 512);
	}

	/**
	 * Chooses how many candidates are looked at to find the neighbours of a vector when a
	 * graph is built; 100 by default.
	 * @param count how many, from 1 to 10,000
	 * @return a definition with so many
	 * @throws InvalidInputException if the number is out of that range
	 */
	public IndexDefinition efConstruction(int count) {
		return within(IndexOptions.BREADTH, count, 1, 10_000);
	}

	private IndexDefinition within(String option, int value, int least, int most) {
		if (value < least || value > most) {
			throw new InvalidInputException(option + " must be from " + least + " to " + most + ", but was " + value);
		}
		return with(option, value);
	}

	private IndexDefinition with(String option, int value) {
		if (value < 1) {
			throw new InvalidInputException(option + " must be at least 1, but was " + value);
		}
		return with(option, Integer.toString(value));
	}

	private IndexDefinition with(String option, String value) {
		Map<String, String> changed = new HashMap<>(this.options);
		changed.put(option, value);
		return new IndexDefinition(this.name, this.type, this.columns, changed, this.isReplacing);
	}

	/**
	 * Checks that every option is one of the kind.
	 * @param kind the kind that was chosen
	 * @return the options
	 * @throws InvalidInputException if one is not
	 */
	public IndexOptions options(IndexType kind) {
		for (String option : this.options.keySet()) {
			if (!isKnown(kind, option)) {
				throw new InvalidInputException("An index of the kind " + kind + " has no option " + option);
			}
		}
		return new IndexOptions(this.options);
	}

	private static boolean isKnown(IndexType kind, String option) {
		return kind.isVector() && OF_VECTORS.contains(option)
				|| kind.isVector() && !kind.isGraph() && option.equals(IndexOptions.PARTITIONS)
				|| kind.isGraph() && OF_GRAPHS.contains(option) || kind.hasPatterns() && OF_CODES.contains(option)
				|| kind == IndexType.FTS && TextOptions.NAMES.contains(option);
	}

	/**
	 * Returns the name that was given.
	 * @return the name, or {@code null} for the default
	 */
	public @Nullable String name() {
		return this.name;
	}

	/**
	 * Returns the kind that was chosen.
	 * @return the kind, or {@code null} for the default
	 */
	public @Nullable IndexType type() {
		return this.type;
	}

	/**
	 * Returns the columns.
	 * @return their names
	 */
	public List<String> columns() {
		return this.columns;
	}

	/**
	 * Tells whether an index of the same name is replaced.
	 * @return whether it is
	 */
	public boolean isReplacing() {
		return this.isReplacing;
	}

}
