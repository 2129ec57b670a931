package io.fletch.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SeededRandom.class)
class TakeTests {

	private static final Field N = new Field("n", FieldType.notNullable(new ArrowType.Int(64, true)), null);

	private static final Field TEXT = Field.nullable("text", new ArrowType.Utf8());

	private static final Field BLOB = new Field("blob",
			new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), null);

	private Database database;

	private Table table;

	@BeforeEach
	void open() {
		this.database = Database.open("memory:");
		this.table = this.database.createTable("t", new Schema(List.of(N, TEXT)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(int from, int to) {
		this.table.add(IntStream.range(from, to).mapToObj((n) -> Map.of("n", (long) n, "text", "t" + n)).toList());
	}

	private static List<Object> numbers(List<Map<String, @Nullable Object>> rows) {
		return rows.stream().map((row) -> row.get("n")).toList();
	}

	private long idOf(long n) {
		return this.table.scan().where("n = " + n).hits().getFirst().rowId();
	}

	@Test
	void givesTheFirstRows() {
		add(0, 5);
		add(5, 10);
		assertThat(numbers(this.table.head(7))).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
	}

	@Test
	void refusesAHeadOfNoRows() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.head(0))
			.withMessage("limit must be at least 1, but was 0");
	}

	@Test
	void givesRowsByOffsetInTheOrderAskedAndAsOftenAsAsked() {
		add(0, 5);
		add(5, 10);
		assertThat(numbers(this.table.takeOffsets(7, 0, 7, 4).rows())).containsExactly(7L, 0L, 7L, 4L);
	}

	@Test
	void countsOffsetsWithoutDeletedRows() {
		add(0, 5);
		add(5, 10);
		this.table.delete("n IN (0, 2, 5, 9)");
		assertThat(numbers(this.table.takeOffsets(5, 4, 3, 2, 1, 0).rows())).containsExactly(8L, 7L, 6L, 4L, 3L, 1L);
	}

	@Test
	void givesTheSameRowsByOffsetAsAScan(Random random) {
		for (int i = 0; i < 20; i++) {
			add(i * 500, i * 500 + 1 + random.nextInt(400));
			this.table.delete("n % " + (2 + random.nextInt(20)) + " = 0");
		}
		long[] offsets = LongStream.range(0, this.table.countRows()).toArray();
		assertThat(this.table.takeOffsets(offsets).hits()).isEqualTo(this.table.scan().hits());
	}

	@Test
	void findsRowsInEveryBatchOfAFragment(Random random) {
		this.table.add(RowSource
			.maps(IntStream.range(0, 20_000).mapToObj((n) -> Map.of("n", (long) n, "text", "t" + n)).toList()));
		long[] offsets = random.longs(500, 0, 20_000).toArray();
		assertThat(numbers(this.table.takeOffsets(offsets).rows())).isEqualTo(Arrays.stream(offsets).boxed().toList());
	}

	@Test
	void refusesAnOffsetThatTheTableHasNot() {
		add(0, 3);
		for (long offset : List.of(3L, -1L)) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> this.table.takeOffsets(0, offset).rows())
				.withMessage(
						"There is no row at the offset " + offset + "; the table has 3 rows, and offsets count from 0");
		}
	}

	@Test
	void refusesEveryOffsetOfAnEmptyTable() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.takeOffsets(0).rows())
			.withMessageContaining("the table has 0 rows");
	}

	@Test
	void givesNothingWhereNothingIsAskedFor() {
		assertThat(this.table.takeOffsets().rows()).isEmpty();
		assertThat(this.table.takeRowIds().rows()).isEmpty();
	}

	@Test
	void givesRowsByIdInTheOrderAskedAndAsOftenAsAsked() {
		add(0, 10);
		assertThat(numbers(this.table.takeRowIds(idOf(7), idOf(2), idOf(7)).rows())).containsExactly(7L, 2L, 7L);
	}

	@Test
	void leavesOutIdsThatTheTableHasNot() {
		add(0, 3);
		long deleted = idOf(1);
		this.table.delete("n = 1");
		assertThat(numbers(this.table.takeRowIds(idOf(2), deleted, -1, Long.MAX_VALUE, idOf(0)).rows()))
			.containsExactly(2L, 0L);
	}

	@Test
	void findsRowsByTheIdsTheyHadBeforeUpdateMergeAndCompaction() {
		add(0, 10);
		List<Hit<Map<String, @Nullable Object>>> before = new ArrayList<>(this.table.scan().hits());
		this.table.update().set("text", "updated").where("n IN (1, 2)").execute();
		this.table.mergeInsert("n").whenMatchedUpdateAll().execute(List.of(Map.of("n", 2L, "text", "merged")));
		this.table.optimize();
		Collections.reverse(before);
		long[] ids = before.stream().mapToLong(Hit::rowId).toArray();
		assertThat(numbers(this.table.takeRowIds(ids).rows()))
			.isEqualTo(before.stream().map((hit) -> hit.row().get("n")).toList());
		assertThat(this.table.takeRowIds(ids).hits().stream().mapToLong(Hit::rowId).toArray()).isEqualTo(ids);
	}

	@Test
	void filtersByTheIdsThatSearchesTell() {
		add(0, 10);
		long id = idOf(2);
		this.table.update().set("text", "updated").where("n = 2").execute();
		assertThat(numbers(this.table.scan().where("_rowid = " + id).rows())).containsExactly(2L);
		this.table.mergeInsert("n").whenMatchedUpdateAll().execute(List.of(Map.of("n", 2L, "text", "merged")));
		assertThat(numbers(this.table.scan().where("_rowid = " + id).rows())).containsExactly(2L);
		this.table.optimize();
		assertThat(numbers(this.table.scan().where("_rowid = " + id).rows())).containsExactly(2L);
		assertThat(this.table.countRows("_rowid = " + id, Map.of())).isEqualTo(1);
	}

	@Test
	void updatesAndDeletesByTheIdsThatSearchesTell() {
		add(0, 10);
		long id = idOf(2);
		this.table.update().set("text", "first").where("_rowid = " + id).execute();
		this.table.update().set("text", "second").where("_rowid = " + id).execute();
		assertThat(this.table.scan().where("text = 'second'").rows())
			.containsExactly(Map.of("n", 2L, "text", "second"));
		assertThat(this.table.delete("_rowid = " + id + " AND 10 / (n - 5) < 0").deleted()).isEqualTo(1);
		assertThat(this.table.countRows("n = 2", Map.of())).isZero();
	}

	@Test
	void readsOnlyTheChosenColumns() {
		add(0, 2);
		assertThat(this.table.takeOffsets(1).select("text").rows()).containsExactly(Map.of("text", "t1"));
	}

	@Test
	void refusesColumnsThatTheTableHasNot() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.takeOffsets(1).select("m"))
			.withMessage("The table 't' has no column 'm'; its columns are [n, text]");
	}

	@Test
	void takesFromTheVersionThatIsCheckedOut() {
		add(0, 3);
		Table old = this.table.checkout(this.table.version());
		this.table.delete("n = 0");
		assertThat(numbers(old.takeOffsets(0).rows())).containsExactly(0L);
		assertThat(numbers(this.table.takeOffsets(0).rows())).containsExactly(1L);
		old.close();
	}

	@Test
	void namesTheColumnsOfBlobs() {
		Table blobs = this.database.createTable("blobs", new Schema(List.of(N, BLOB, TEXT)));
		assertThat(blobs.blobColumns()).containsExactly("blob");
		assertThat(this.table.blobColumns()).isEmpty();
	}

	@Test
	void readsRangesOfABlobByRowId() {
		Table blobs = this.database.createTable("blobs", new Schema(List.of(N, BLOB)));
		byte[] bytes = new byte[200_000];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (i % 251);
		}
		blobs.add(List.of(Map.of("n", 0L), Map.of("n", 1L, "blob", bytes)));
		Hit<Map<String, @Nullable Object>> hit = blobs.scan().hits().get(1);
		Blob blob = blobs.blob("blob", hit.rowId()).orElseThrow();
		assertThat(blob.length()).isEqualTo(200_000);
		assertThat(blob.read(150_000, 3)).containsExactly((byte) (150_000 % 251), (byte) (150_001 % 251),
				(byte) (150_002 % 251));
	}

	@Test
	void hasNoBlobWhereItIsNullOrTheRowIsAbsent() {
		Table blobs = this.database.createTable("blobs", new Schema(List.of(N, BLOB)));
		blobs.add(List.of(Map.of("n", 0L)));
		assertThat(blobs.blob("blob", blobs.scan().hits().getFirst().rowId())).isEmpty();
		assertThat(blobs.blob("blob", 99)).isEmpty();
	}

	@Test
	void refusesToReadBlobsOfOtherColumns() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.blob("text", 0))
			.withMessage("The column 'text' of the table 't' holds no blobs; its type is utf8, so read its values "
					+ "with scan() or takeRowIds()");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.blob("none", 0))
			.withMessageContaining("no column 'none'");
	}

}
