package io.fletch.langchain4j;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * The columns of a table of segments. Metadata lies in a map for each kind of values, so
 * that filters compare values, not their texts.
 *
 * @param id the id
 * @param text the text of the segment; {@code null} where there is an embedding alone
 * @param vector the embedding
 * @param strings the metadata that are texts or UUIDs
 * @param integers the metadata that are whole numbers
 * @param decimals the metadata that are floating-point numbers, as they are written
 * @param types the types of the values that are not String, Integer or Double
 * @param labels what equality looks for first, by an index: a label for each value
 */
@Table(FletchEmbeddingStore.DEFAULT_TABLE)
record StoredSegment(@Id String id, @FullText @Nullable String text, @VectorField @Indexed float[] vector,
		@Nullable Map<String, String> strings, @Nullable Map<String, Long> integers,
		@Nullable Map<String, Double> decimals, @Nullable Map<String, String> types, @Indexed List<String> labels) {

	static final String ID = "id";

	static final String TEXT = "text";

	static final String VECTOR = "vector";

	static final String STRINGS = "strings";

	static final String INTEGERS = "integers";

	static final String DECIMALS = "decimals";

	static final String TYPES = "types";

	static final String LABELS = "labels";

	/** The columns with an index for their values, beside the words of the text. */
	static final List<String> INDEXED = List.of(VECTOR, LABELS);

}
