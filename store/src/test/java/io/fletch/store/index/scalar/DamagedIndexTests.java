package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.index.HostileSections;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever stands in a file whose checksums are right, an index gives rows that it covers
 * or a {@link CorruptTableException}.
 */
@ExtendWith(SeededRandom.class)
class DamagedIndexTests {

	private final Storage storage = new MemoryStorage(new FileCache(0));

	@Test
	void neverReadBeyondThemselves(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			IndexedColumn column = IndexedColumn.of(SampleTypes.field(type.getKey()),
					SampleTypes.values(type.getValue(), 400, random), random);
			build(column);
			List<Expression> conditions = conditions(column, type.getValue().apply(random));
			for (int i = 0; i < 200; i++) {
				damage(random);
				try {
					ScalarIndex index = column.open(this.storage, ScalarIndexType.BTREE);
					conditions.forEach((condition) -> ask(index, condition));
				}
				catch (CorruptTableException ex) {
					assertThat(ex).hasMessageContaining("damaged");
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "BTREE", "LABEL_LIST" })
	void neverBelieveANumber(ScalarIndexType type, Random random) throws IOException {
		boolean isList = type == ScalarIndexType.LABEL_LIST;
		List<@Nullable Object> values = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			values.add(isList ? List.of((long) i % 7, 9L) : (Object) (long) (i % 50));
		}
		Field field = SampleTypes.field(FieldTypes.INT64);
		IndexedColumn column = IndexedColumn.of(
				isList ? new Field("x", FieldType.nullable(new ArrowType.List()), List.of(field)) : field, values,
				random);
		new ScalarIndexBuilder(type, column.field()).build(this.storage, "good", column, (rows) -> {
		});
		Expression condition = column.parse(isList ? "array_has(x, 3)" : "x > 7 OR x IS NULL", Map.of());
		HostileSections sections = new HostileSections(this.storage, IndexFile.open(this.storage, "good"));
		HostileSections.Attempt attempt = (file) -> {
			try {
				ask(ScalarIndex.open(file, type, new Expression.Column("x"), column.field()), condition);
			}
			catch (CorruptTableException ex) {
				assertThat(ex).hasMessageContaining("create it again");
			}
		};
		sections.inEveryPlaceOf(0, random, attempt);
		sections.inEveryPlaceOf(2, random, attempt);
		sections.inSomePlaces(500, random, attempt);
	}

	@Test
	void theFileIsNamed(Random random) throws IOException {
		IndexedColumn column = IndexedColumn.of(SampleTypes.field(FieldTypes.INT64), List.of(1L, 2L), random);
		build(column);
		IndexFile file = IndexFile.open(this.storage, "good");
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(
					() -> ScalarIndex.open(file, ScalarIndexType.BITMAP, new Expression.Column("x"), column.field()))
			.withMessage("The index file good is damaged: it is no index of the kind BITMAP for the type of the "
					+ "column 'x'; drop the index and create it again");
	}

	private static List<Expression> conditions(IndexedColumn column, Object value) {
		return List.of(column.parse("x = :y", Map.of("y", value)), column.parse("x < :y", Map.of("y", value)),
				column.parse("x <> :y OR x IS NULL", Map.of("y", value)), column.parse("x IS NULL", Map.of()));
	}

	private static void ask(ScalarIndex index, Expression condition) {
		RoaringBitmap rows = index.rows(condition);
		assertThat(rows.stream().filter((row) -> Integer.compareUnsigned(row, index.rowCount()) >= 0)).isEmpty();
		assertThat(index.count(condition)).isPresent();
	}

	private void build(IndexedColumn column) throws IOException {
		this.storage.delete("good");
		new ScalarIndexBuilder(ScalarIndexType.BTREE, column.field()).build(this.storage, "good", column, (rows) -> {
		});
	}

	/**
	 * Writes the file anew with a few other bytes, or without some, in one section.
	 */
	private void damage(Random random) throws IOException {
		IndexFile good = IndexFile.open(this.storage, "good");
		int damaged = random.nextInt(good.sectionCount());
		this.storage.delete(IndexedColumn.PATH);
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, IndexedColumn.PATH)) {
			for (int i = 0; i < good.sectionCount(); i++) {
				byte[] bytes = good.section(i).toArray(ValueLayout.JAVA_BYTE);
				writer.write(MemorySegment.ofArray((i == damaged) ? damaged(bytes, random) : bytes));
				writer.endSection();
			}
			writer.finish();
		}
	}

	private static byte[] damaged(byte[] bytes, Random random) {
		if (bytes.length == 0 || random.nextInt(10) == 0) {
			return new byte[random.nextInt(bytes.length + 9)];
		}
		for (int i = random.nextInt(4); i >= 0; i--) {
			bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		}
		return bytes;
	}

	@Test
	void areNotTakenForThoseOfAnotherTypeOrKind(Random random) throws IOException {
		Field field = SampleTypes.field(FieldTypes.INT64);
		List<@Nullable Object> values = List.of(1L, 2L);
		IndexedColumn column = IndexedColumn.of(field, values, random);
		new ScalarIndexBuilder(ScalarIndexType.BTREE, field).build(this.storage, IndexedColumn.PATH, column, (rows) -> {
		});
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> column.open(this.storage, ScalarIndexType.BITMAP))
			.withMessageContaining("no index of the kind BITMAP for the type of the column 'x'");
		assertThatExceptionOfType(CorruptTableException.class)
			.isThrownBy(() -> ScalarIndex.open(IndexFile.open(this.storage, IndexedColumn.PATH), ScalarIndexType.BTREE,
					new Expression.Column("x"), SampleTypes.field(FieldTypes.FLOAT64)))
			.withMessageContaining("drop the index and create it again");
	}

}
