package io.fletch.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * Makes the vectors of one column: of texts, or, where the function embeds pictures, of
 * the bytes of pictures and of texts that say where pictures are.
 */
final class ColumnVectors {

	/** One letter is a drive. */
	private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

	private final String column;

	private final ColumnRoles.VectorColumn role;

	private final EmbeddingFunction function;

	/** Whether a bad vector is refused, not passed on. */
	private final boolean isStrict;

	private ColumnVectors(String column, ColumnRoles.VectorColumn role, EmbeddingFunction function, boolean isStrict) {
		this.column = column;
		this.role = role;
		this.function = function;
		this.isStrict = isStrict;
	}

	/**
	 * Prepares for a column that has a function.
	 * @throws EmbeddingException if the function cannot be had, or makes other vectors
	 */
	static ColumnVectors of(TableFunctions functions, ColumnRoles.VectorColumn role, boolean isStrict) {
		return new ColumnVectors(functions.schema().getFields().get(role.position()).getName(), role,
				functions.of(role), isStrict);
	}

	/**
	 * Tells whether a vector can be made of a value: not of null, of blank text and of no
	 * bytes.
	 */
	static boolean isSource(@Nullable Object value) {
		return switch (value) {
			case null -> false;
			case String text -> !text.isBlank();
			case byte[] bytes -> bytes.length > 0;
			case Blob blob -> blob.length() > 0;
			default -> false;
		};
	}

	/**
	 * Checks that a function can fill a column of a schema.
	 */
	static void requireFits(Schema schema, ColumnRoles.VectorColumn role, EmbeddingFunction function) {
		Field field = schema.getFields().get(role.position());
		String what = "The column '" + field.getName() + "' cannot be filled by the function '" + function.name()
				+ "': ";
		if (role.shape().isBytes()) {
			throw new InvalidInputException(what + "it has bytes, and functions make floating-point numbers");
		}
		if (role.dimensions() != function.dimensions()) {
			throw new InvalidInputException(what + "it has vectors of " + role.dimensions()
					+ " dimensions, and the function makes " + function.dimensions());
		}
		if (role.shape().isSeveral() && !(function instanceof MultiVectorEmbeddingFunction)) {
			throw new InvalidInputException(
					what + "it has several vectors a row, and the function makes one; use a fixed-size list");
		}
		role.sources().forEach((source) -> requireFits(schema.getFields().get(source), role, function, what));
	}

	private static void requireFits(Field sourceField, ColumnRoles.VectorColumn role, EmbeddingFunction function,
			String what) {
		ArrowType source = sourceField.getType();
		String name = sourceField.getName();
		boolean isText = source instanceof ArrowType.Utf8 || source instanceof ArrowType.LargeUtf8;
		boolean isBytes = source instanceof ArrowType.Binary || source instanceof ArrowType.LargeBinary
				|| source instanceof ArrowType.FixedSizeBinary;
		if (!isText && !isBytes) {
			throw new InvalidInputException(
					what + "its source '" + name + "' has the type " + source + ", and must be text or bytes");
		}
		boolean isPicture = function instanceof ImageEmbeddingFunction;
		if (role.sources().size() > 1 && (isBytes || isPicture)) {
			throw new InvalidInputException(what + "it has the sources of texts to be joined, but '" + name + "' has "
					+ (isBytes ? "bytes" : "places of pictures") + "; choose one source");
		}
		if (isBytes && !isPicture) {
			throw new InvalidInputException(what + "its source '" + name
					+ "' has bytes, and the function embeds no pictures; choose a column of text, or a function for "
					+ "pictures");
		}
	}

	/**
	 * Makes vectors.
	 * @param sources values that {@link #isSource} accepts
	 * @return for each a vector, or a list of vectors, in the order of the sources
	 * @throws EmbeddingException if the function fails, or gives another number of
	 * vectors, or, where bad vectors are refused, a bad one
	 */
	List<Object> embed(List<?> sources) {
		List<? extends @Nullable Object> made = asked(() -> made(sources));
		if (made == null) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave null for "
					+ sources.size() + " sources of the column '" + this.column + "'");
		}
		if (made.size() != sources.size()) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' gave " + made.size()
					+ " vectors for " + sources.size() + " sources of the column '" + this.column + "'");
		}
		List<Object> vectors = new ArrayList<>(made.size());
		for (int i = 0; i < made.size(); i++) {
			Object vector = made.get(i);
			if (this.isStrict) {
				requireGood(vector, i);
			}
			// An empty vector is a bad one, with which is done what the caller asked for.
			Object present = (vector != null) ? vector : new float[0];
			vectors.add((present instanceof float[][] several) ? Arrays.asList(several) : present);
		}
		return vectors;
	}

	/**
	 * Makes the vector of a question, or several where rows have several.
	 * @throws EmbeddingException if the function fails, or gives a bad vector
	 */
	List<float[]> embedQuery(String question) {
		boolean isOfTokens = this.role.shape().isSeveral();
		float @Nullable [][] made = asked(
				() -> (isOfTokens && this.function instanceof MultiVectorEmbeddingFunction tokens)
						? tokens.embedQueryTokens(question) : new float[][] { this.function.embedQuery(question) });
		if (made == null || made.length == 0) {
			throw badQuery("no vector");
		}
		for (float[] vector : made) {
			String what = fault(vector);
			if (what != null) {
				throw badQuery(what);
			}
		}
		return List.of(made);
	}

	private EmbeddingException badQuery(String what) {
		return new EmbeddingException("The embedding function '" + this.function.name() + "' gave " + what
				+ " for the question to the column '" + this.column + "'. Mend the function, or search by a vector");
	}

	/**
	 * A function of somebody else's may throw anything.
	 */
	private <T> T asked(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (StoreException | EmbeddingException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new EmbeddingException("The embedding function '" + this.function.name() + "' of the column '"
					+ this.column + "' failed: " + ex, ex);
		}
	}

	private @Nullable List<? extends @Nullable Object> made(List<?> sources) {
		if (this.function instanceof ImageEmbeddingFunction images) {
			return images.embedImages(sources.stream().map(this::image).toList());
		}
		List<String> texts = sources.stream().map(String.class::cast).toList();
		if (this.role.shape().isSeveral()) {
			if (!(this.function instanceof MultiVectorEmbeddingFunction tokens)) {
				throw new EmbeddingException("The embedding function '" + this.function.name()
						+ "' makes one vector of a text, but the column '" + this.column + "' has several a row");
			}
			return tokens.embedSourceTokens(texts);
		}
		return this.function.embedSources(texts);
	}

	private ImageSource image(Object source) {
		if (source instanceof byte[] bytes) {
			return new ImageSource.Content(bytes);
		}
		if (source instanceof Blob blob) {
			return new ImageSource.Content(blob.bytes());
		}
		return new ImageSource.Location(place(source.toString()));
	}

	/**
	 * Takes a URI, or a path of this machine.
	 */
	private URI place(String text) {
		try {
			return URI_SCHEME.matcher(text).lookingAt() ? new URI(text) : Path.of(text).toUri();
		}
		catch (URISyntaxException | InvalidPathException ex) {
			throw new EmbeddingException("The function '" + this.function.name() + "' makes vectors of pictures, but '"
					+ text + "', of which a vector of the column '" + this.column
					+ "' is to be made, is no place of one (URI or path)", ex);
		}
	}

	private void requireGood(@Nullable Object made, int index) {
		if (made instanceof float[][] several) {
			if (several.length == 0) {
				throw bad(index, "no vector");
			}
			for (float[] vector : several) {
				requireGoodVector(vector, index);
			}
			return;
		}
		requireGoodVector((float[]) made, index);
	}

	private void requireGoodVector(float @Nullable [] vector, int index) {
		String what = fault(vector);
		if (what != null) {
			throw bad(index, what);
		}
	}

	/**
	 * Returns what is wrong with a vector, or {@code null}.
	 */
	private @Nullable String fault(float @Nullable [] vector) {
		if (vector == null) {
			return "null";
		}
		if (vector.length != this.role.dimensions()) {
			return "a vector of " + vector.length + " dimensions instead of " + this.role.dimensions();
		}
		for (int i = 0; i < vector.length; i++) {
			if (!Float.isFinite(vector[i])) {
				return "a vector with " + vector[i] + " at dimension " + i;
			}
		}
		return null;
	}

	private EmbeddingException bad(int index, String what) {
		return new EmbeddingException("The embedding function '" + this.function.name() + "' gave " + what
				+ " for number " + index + " of the sources of the column '" + this.column
				+ "'. Mend the function, give the vector, or add the rows with BadVectors.DROP, FILL or NULL");
	}

}
