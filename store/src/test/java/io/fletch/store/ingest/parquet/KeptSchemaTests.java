package io.fletch.store.ingest.parquet;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.Rows;
import io.fletch.store.ingest.arrow.ArrowRows;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the footer of a Parquet file adds to its types. The files were written by pyarrow.
 */
class KeptSchemaTests {

	private static final String FUNCTIONS = "embedding_functions";

	private static final ArrowType FLOAT32 = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

	private static Path export(String name) {
		URL url = Objects.requireNonNull(KeptSchemaTests.class.getResource("/lancedb/" + name), name);
		try {
			return Path.of(url.toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Field list(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), List.of(Field.nullable("item", FLOAT32)));
	}

	private static String message(Field... fields) {
		return Base64.getEncoder()
			.encodeToString(new Schema(List.of(fields), Map.of("owner", "x")).serializeAsMessage());
	}

	@Test
	void pyarrowsFileHasTheLengthsOfListsAndTheMetadata() throws IOException {
		try (RowBatches rows = ParquetRows.open(export("types.parquet"))) {
			assertThat(rows.schema()).hasToString("Schema<id: Int(64, true) not null, text: Utf8, "
					+ "emb: FixedSizeList(384)<item: FloatingPoint(SINGLE)>, tags: List<item: Utf8>, "
					+ "published: Timestamp(MICROSECOND, UTC), seen: Timestamp(NANOSECOND, null), kind: Utf8, "
					+ "author: Struct<name: Utf8, place: FixedSizeList(2)<item: FloatingPoint(SINGLE)>>, "
					+ "passages: List<item: FixedSizeList(4)<item: FloatingPoint(SINGLE)>>>" + "(metadata: "
					+ rows.schema().getCustomMetadata() + ")");
			assertThat(rows.schema().getCustomMetadata()).containsOnlyKeys(FUNCTIONS, "owner")
				.containsEntry("owner", "library");
		}
	}

	@Test
	void theRowsAreThoseOfTheArrowFile() throws IOException {
		List<List<@Nullable Object>> parquet = Rows.all(ParquetRows.open(export("types.parquet")));
		List<List<@Nullable Object>> arrow = Rows.all(ArrowRows.file(export("types.arrow")));
		assertThat(parquet).hasSize(3);
		assertThat(plain(parquet)).isEqualTo(plain(arrow));
	}

	@Test
	void withoutASchemaParquetsTypesAreAll() throws IOException {
		try (RowBatches rows = ParquetRows.open(export("types-without-schema.parquet"))) {
			assertThat(rows.schema().findField("emb").getType()).isEqualTo(ArrowType.List.INSTANCE);
			assertThat(rows.schema().getCustomMetadata()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "no base 64!", "AAAA", "/////wAAAAA=", "//////8=", "/////xAAAAAAAAAAAAAAAAAAAAAAAAAA" })
	void aDamagedSchemaIsLeftOut(String message) {
		Schema schema = new Schema(List.of(list("v", ArrowType.List.INSTANCE)));
		assertThat(KeptSchema.completed(schema, Map.of(KeptSchema.KEY, message, FUNCTIONS, "[]")))
			.isEqualTo(new Schema(schema.getFields(), Map.of(FUNCTIONS, "[]")));
	}

	@Test
	void aCutOffSchemaIsLeftOut() {
		byte[] whole = Base64.getDecoder().decode(message(list("v", new ArrowType.FixedSizeList(3))));
		Schema schema = new Schema(List.of(list("v", ArrowType.List.INSTANCE)));
		for (int length = 0; length < whole.length; length++) {
			String cut = Base64.getEncoder().encodeToString(Arrays.copyOf(whole, length));
			assertThat(KeptSchema.completed(schema, Map.of(KeptSchema.KEY, cut)).getFields()).as("%s", length)
				.hasSize(1);
		}
	}

	@Test
	void aSchemaThatContradictsTheColumnsChangesNoType() {
		Schema schema = new Schema(List.of(Field.nullable("a", new ArrowType.Utf8()),
				list("b", ArrowType.List.INSTANCE), Field.nullable("c", new ArrowType.Int(32, true))));
		Schema completed = KeptSchema.completed(schema,
				Map.of(KeptSchema.KEY, message(list("a", new ArrowType.FixedSizeList(3)),
						Field.nullable("b", new ArrowType.Utf8()), Field.nullable("unknown", FLOAT32))));
		assertThat(completed.getFields()).isEqualTo(schema.getFields());
		assertThat(completed.getCustomMetadata()).isEqualTo(Map.of("owner", "x"));
	}

	@Test
	void textsOfOtherNamesAreLeftOut() {
		Map<String, String> footer = Map.of("writer", new String(new char[100_000]), FUNCTIONS, "[]");
		assertThat(KeptSchema.completed(new Schema(List.of()), footer).getCustomMetadata())
			.isEqualTo(Map.of(FUNCTIONS, "[]"));
	}

	/** Vectors are arrays where Arrow has them, and lists where Parquet has. */
	private static @Nullable Object plain(@Nullable Object value) {
		return switch (value) {
			case float[] vector -> {
				List<Object> list = new ArrayList<>();
				for (float element : vector) {
					list.add(element);
				}
				yield list;
			}
			case List<?> list -> {
				List<@Nullable Object> copy = new ArrayList<>();
				list.forEach((element) -> copy.add(plain(element)));
				yield copy;
			}
			case Map<?, ?> map -> {
				Map<Object, @Nullable Object> copy = new HashMap<>();
				map.forEach((key, element) -> copy.put(key, plain(element)));
				yield copy;
			}
			case null, default -> value;
		};
	}

}
