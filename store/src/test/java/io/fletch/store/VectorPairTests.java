package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Of which values a vector can be made is told without reading them whole.
 */
class VectorPairTests extends OpenDatabase {

	static List<Field> columns() {
		return List.of(Field.nullable("text", new ArrowType.Utf8()), Field.nullable("text", new ArrowType.LargeUtf8()),
				Field.nullable("text", new ArrowType.Binary()),
				Field.nullable("text", new ArrowType.FixedSizeBinary(3)));
	}

	private static List<@Nullable Object> values(Field field) {
		if (field.getType() instanceof ArrowType.FixedSizeBinary) {
			return new ArrayList<>(List.of(new byte[] { 0, 0, 0 }, new byte[] { 1, 2, 3 }));
		}
		if (field.getType() instanceof ArrowType.Binary) {
			return new ArrayList<>(List.of(new byte[0], new byte[] { 0 }, new byte[] { 32, 32 }));
		}
		List<@Nullable Object> values = new ArrayList<>(List.of("", " \t\n ", "  word", "\u2003\u2003", " \u00a0"));
		IntStream.range(0, 0x3100).forEach((character) -> values.add(Character.toString(character)));
		return values;
	}

	@ParameterizedTest
	@MethodSource("columns")
	void tellsTheSameAsTheWholeValueDoes(Field field) throws Exception {
		Table table = this.database.createTable("t", EmbeddingTables.schema(field));
		List<@Nullable Object> values = values(field);
		values.add(null);
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		values.forEach((value) -> rows.add(EmbeddingTables.row("text", value)));
		table.add(rows);
		Manifest latest = table.opened().latest();
		int at = 0;
		for (Fragment fragment : latest.fragments()) {
			for (FragmentBatch batch : FragmentBatch.of(fragment, table.opened().storage(), latest.schema())) {
				for (int row = 0; row < batch.rows().rowCount(); row++) {
					assertThat(VectorPair.isSource(batch.rows().columns().getFirst(), row)).as("value %d", at)
						.isEqualTo(ColumnVectors.isSource(values.get(at)));
					at++;
				}
			}
		}
		assertThat(at).isEqualTo(values.size());
	}

}
