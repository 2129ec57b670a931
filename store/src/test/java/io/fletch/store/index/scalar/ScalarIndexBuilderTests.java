package io.fletch.store.index.scalar;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(SeededRandom.class)
class ScalarIndexBuilderTests {

	private static final long SMALL_BUDGET = 4000;

	private final Storage storage = new MemoryStorage(new FileCache(0));

	@Test
	void writesTheSameBytesWhateverTheBudget(Random random) throws IOException {
		for (Map.Entry<ArrowType, Function<Random, Object>> type : SampleTypes.ALL.entrySet()) {
			IndexedColumn column = IndexedColumn.of(SampleTypes.field(type.getKey()),
					SampleTypes.values(type.getValue(), 1500, random), random);
			Storage small = new MemoryStorage(new FileCache(0));
			Storage large = new MemoryStorage(new FileCache(0));
			build(column, small, SMALL_BUDGET);
			build(column, large, Long.MAX_VALUE);
			assertThat(bytes(small)).as(type.getKey().toString()).isEqualTo(bytes(large));
			assertThat(small.list("")).containsExactly(IndexedColumn.PATH);
		}
	}

	@Test
	void tellsHowManyRowsItRead(Random random) throws IOException {
		IndexedColumn column = numbers(1000, random);
		List<Integer> progress = new ArrayList<>();
		new ScalarIndexBuilder(ScalarIndexType.BTREE, column.field()).build(this.storage, IndexedColumn.PATH, column,
				progress::add);
		assertThat(progress).isSorted().hasSize(column.batches().size()).endsWith(column.count());
	}

	@Test
	void isCancelledByAnInterruptAndLeavesNoFile(Random random) throws IOException {
		IndexedColumn column = numbers(3000, random);
		ScalarIndexBuilder builder = new ScalarIndexBuilder(ScalarIndexType.BTREE, column.field(), SMALL_BUDGET);
		assertThatExceptionOfType(CancelledException.class)
			.isThrownBy(() -> builder.build(this.storage, IndexedColumn.PATH, column,
					(rows) -> interruptAfter(rows, column.count())))
			.withMessageContaining("interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.storage.list("")).isEmpty();
	}

	private static void interruptAfter(int rows, int limit) {
		if (rows == limit) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void leavesNoFileWhenTheRowsCannotBeRead(Random random) throws IOException {
		IndexedColumn column = numbers(3000, random);
		ScalarIndexBuilder builder = new ScalarIndexBuilder(ScalarIndexType.BTREE, column.field(), SMALL_BUDGET);
		assertThatIllegalStateException()
			.isThrownBy(() -> builder.build(this.storage, IndexedColumn.PATH, column,
					(rows) -> failAfter(rows, column.count())))
			.withMessage("on purpose");
		assertThat(this.storage.list("")).isEmpty();
	}

	private static void failAfter(int rows, int limit) {
		if (rows == limit) {
			throw new IllegalStateException("on purpose");
		}
	}

	@Test
	void refusesColumnsWithoutAnOrder() {
		Field list = SampleTypes.listField(new ArrowType.List(), FieldTypes.UTF8);
		Field nested = new Field("x", FieldType.nullable(new ArrowType.List()), List.of(list));
		assertThat(ScalarIndexType.BTREE.supports(list)).isFalse();
		assertThat(ScalarIndexType.LABEL_LIST.supports(list)).isTrue();
		assertThat(ScalarIndexType.LABEL_LIST.supports(nested)).isFalse();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new ScalarIndexBuilder(ScalarIndexType.BITMAP, list))
			.withMessageContaining("'x' of the type list of utf8 cannot have an index of the kind BITMAP");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> new ScalarIndexBuilder(ScalarIndexType.LABEL_LIST, SampleTypes.field(FieldTypes.INT64)))
			.withMessageContaining("needs a list of scalars");
	}

	private static IndexedColumn numbers(int rows, Random random) {
		return IndexedColumn.of(SampleTypes.field(FieldTypes.INT64),
				SampleTypes.values((source) -> source.nextLong(500), rows, random), random);
	}

	private static void build(IndexedColumn column, Storage storage, long budget) throws IOException {
		new ScalarIndexBuilder(ScalarIndexType.BTREE, column.field(), budget).build(storage, IndexedColumn.PATH, column,
				(rows) -> {
				});
	}

	private static byte[] bytes(Storage storage) throws IOException {
		return storage.map(IndexedColumn.PATH).toArray(ValueLayout.JAVA_BYTE);
	}

}
