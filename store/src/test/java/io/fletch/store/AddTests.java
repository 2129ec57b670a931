package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.ingest.RowBatches;
import io.fletch.store.ingest.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AddTests {

	@TempDir
	private Path folder;

	private Database database;

	private Table items;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.items = this.database.createTable("items",
				new Schema(List.of(vector(true), Field.nullable("item", new ArrowType.Utf8()), new Field("price",
						FieldType.notNullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)), null))));
	}

	private static Field vector(boolean nullable) {
		return new Field("vector", new FieldType(nullable, new ArrowType.FixedSizeList(2), null),
				List.of(Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void case16TellsToPutASingleRowIntoAList() {
		for (Object single : List.of(Rows.row("price", 1), new Item("a", 1))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> RowSource.of(single))
				.withMessageContainingAll("a single", "List.of(row)");
		}
	}

	@Test
	void case17AddsNothingForAnEmptyList() {
		assertThat(this.items.add(RowSource.maps(List.of()))).isEqualTo(new AddResult(this.items.version(), 0, 0));
	}

	@Test
	void case20TakesRowsThatNameSomeOfTheColumnsInAnyOrder() {
		this.items.add(RowSource.maps(List.of(Rows.row("price", 10.0, "item", "foo"))));
		this.items.add(RowSource.maps(List.of(Rows.row("price", 2.0, "vector", List.of(3.1, 4.1)))));
		this.items.add(RowSource.maps(List.of(Rows.row("price", 3.0, "vector", List.of(5.9, 26.5), "item", "bar"))));
		List<Map<String, @Nullable Object>> rows = this.items.scan().rows();
		assertThat(rows).extracting((row) -> row.get("item")).containsExactly("foo", null, "bar");
		assertThat(rows).extracting((row) -> row.get("vector"))
			.containsExactly(null, new float[] { 3.1F, 4.1F }, new float[] { 5.9F, 26.5F });
	}

	@Test
	void case22NamesTheColumnThatCannotBeNull() {
		Table table = this.database.createTable("strict", new Schema(List.of(vector(false))));
		table.add(RowSource.maps(List.of(Rows.row("vector", List.of(1, 2)))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> table.add(RowSource.maps(List.of(Rows.row("vector", null)))))
			.withMessageContainingAll("'vector'", "cannot be null");
		assertThat(table.countRows()).isEqualTo(1);
	}

	@Test
	void case32FillsBadVectors() {
		AddResult result = this.items.add(RowSource
			.maps(List.of(price(20, List.of(Double.NaN)), price(21, List.of(Double.NaN, 5)), price(22, List.of(5)))),
				AddOptions.DEFAULT.withBadVectors(BadVectors.FILL));
		assertThat(result.rows()).isEqualTo(3);
		assertThat(this.items.scan().rows()).extracting((row) -> row.get("vector"))
			.containsExactly(new float[] { 0, 0 }, new float[] { 0, 5 }, new float[] { 5, 0 });
	}

	@Test
	void countsTheRowsThatItLeavesOut() {
		AddResult result = this.items.add(
				RowSource.maps(List.of(price(1, List.of(1, 2)), price(2, List.of(1)), price(3, List.of(1, 2, 3)))),
				AddOptions.DEFAULT.withBadVectors(BadVectors.DROP));
		assertThat(result).isEqualTo(new AddResult(this.items.version(), 1, 2));
	}

	@Test
	void keepsVectorsWithNullElements() {
		this.items.add(RowSource.maps(List.of(price(1, Arrays.asList(null, 9)))));
		assertThat(this.items.scan().rows().get(0).get("vector")).isEqualTo(Arrays.asList(null, 9F));
	}

	@Test
	void neverTruncatesOrPadsAVectorUnasked() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.items.add(RowSource.maps(List.of(price(1, List.of(1, 2, 3))))))
			.withMessageContaining("of 3 dimensions instead of 2");
	}

	@Test
	void case34SurvivesAListenerThatThrows() {
		AddResult result = this.items.add(RowSource.maps(List.of(price(1, null))),
				AddOptions.DEFAULT.withProgress((progress) -> {
					throw new IllegalStateException("no display");
				}));
		assertThat(result.rows()).isEqualTo(1);
	}

	@Test
	void case35CountsRowsWithAndWithoutCondition() {
		this.items.add(RowSource.records(Stream.of(new Item("foo", 1), new Item("bar", 2))));
		assertThat(this.items.countRows()).isEqualTo(2);
		assertThat(this.items.countRows("item = 'bar'", Map.of())).isEqualTo(1);
	}

	@Test
	void tellsOfTheEndOnlyWhenTheRowsAreThereForAll() {
		List<Long> rows = new ArrayList<>();
		this.items.add(RowSource.maps(rows(3000).toList()),
				AddOptions.DEFAULT.withProgress((progress) -> rows.add(this.items.countRows())));
		assertThat(rows).containsExactly(0L, 0L, 0L, 3000L);
	}

	@Test
	void neverTellsOfTheEndOfAWriteThatFailed() {
		List<Boolean> told = new ArrayList<>();
		AddOptions options = AddOptions.DEFAULT.withProgress((progress) -> {
			told.add(progress.done());
			if (told.size() == 1) {
				this.items.columns().drop("item");
			}
		});
		assertThatExceptionOfType(StoreException.class)
			.isThrownBy(() -> this.items.add(RowSource.maps(rows(3000)), options));
		assertThat(told).containsExactly(false, false, false);
		assertThat(this.items.countRows()).isZero();
	}

	@Test
	void tellsOfTheEndOnceIfAWriteBeginsAnew() {
		List<AddProgress> told = new ArrayList<>();
		this.items.add(RowSource.maps(rows(3000).toList()), AddOptions.DEFAULT.withProgress((progress) -> {
			told.add(progress);
			if (told.size() == 1) {
				this.items.columns().add(Field.nullable("more", new ArrowType.Utf8()));
			}
		}));
		assertThat(told).extracting(AddProgress::done).containsOnlyOnce(true).endsWith(true);
		assertThat(told.getLast().rows()).isEqualTo(3000);
	}

	@Test
	void tellsOfTheEndOfTheCreationWhenTheTableIsThere() {
		List<Boolean> there = new ArrayList<>();
		this.database.createTable("made", RowSource.maps(rows(2000).toList()), null, CreateMode.CREATE,
				AddOptions.DEFAULT.withProgress((progress) -> there.add(this.database.hasTable("made"))));
		assertThat(there).containsExactly(false, false, true);
	}

	@Test
	void tellsProgress() {
		List<AddProgress> told = new ArrayList<>();
		this.items.add(RowSource.maps(rows(3000).toList()), AddOptions.DEFAULT.withProgress(told::add));
		assertThat(told).extracting(AddProgress::rows).containsExactly(1024L, 2048L, 3000L, 3000L);
		assertThat(told).extracting(AddProgress::done).containsExactly(false, false, false, true);
		assertThat(told).extracting(AddProgress::totalRows).containsOnly(3000L);
	}

	@Test
	void addsManyRowsInOneVersion() {
		long before = this.items.version();
		AddResult result = this.items.add(RowSource.maps(rows(10_000)));
		assertThat(result).isEqualTo(new AddResult(before + 1, 10_000, 0));
		assertThat(this.items.scan().rows()).extracting((row) -> row.get("price"))
			.isEqualTo(IntStream.range(0, 10_000).asDoubleStream().boxed().toList());
	}

	@Test
	void overwritesTheRows() {
		this.items.add(RowSource.maps(rows(2000)));
		this.items.add(RowSource.maps(rows(3)), AddOptions.DEFAULT.withMode(AddOptions.Mode.OVERWRITE));
		assertThat(this.items.countRows()).isEqualTo(3);
	}

	@Test
	void leavesNothingBehindWhenALaterRowDoesNotFit() throws IOException {
		Stream<Map<String, @Nullable Object>> rows = Stream.concat(rows(5000), Stream.of(Rows.row("price", "dear")));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(RowSource.maps(rows)))
			.withMessageContainingAll("Among the rows that begin with number 4096", "'price'");
		assertNothingAdded();
	}

	@Test
	void leavesNothingBehindWhenTheSourceFails() throws IOException {
		Iterator<Map<String, @Nullable Object>> rows = rows(5000).map((row) -> {
			if (row.get("price").equals(4000.0)) {
				throw new IllegalStateException("the source broke");
			}
			return row;
		}).iterator();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.items.add(RowSource.maps(rows)))
			.withMessage("the source broke");
		assertNothingAdded();
	}

	@Test
	void stopsBetweenBatchesWhenInterrupted() throws IOException {
		Iterator<Map<String, @Nullable Object>> rows = rows(5000).peek((row) -> {
			if (row.get("price").equals(4000.0)) {
				Thread.currentThread().interrupt();
			}
		}).iterator();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.items.add(RowSource.maps(rows)))
			.withMessageContaining("cancelled by an interrupt");
		assertThat(Thread.interrupted()).isTrue();
		assertNothingAdded();
	}

	private void assertNothingAdded() throws IOException {
		assertThat(this.items.countRows()).isZero();
		try (Stream<Path> files = Files.walk(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".arrow"))).isEmpty();
		}
	}

	@Test
	void closesAStreamOnceOnSuccessAndOnFailure() {
		AtomicInteger closed = new AtomicInteger();
		this.items.add(RowSource.maps(rows(10).onClose(closed::incrementAndGet)));
		assertThat(closed).hasValue(1);
		Stream<Map<String, @Nullable Object>> bad = Stream.of(Rows.row("cost", 1));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.items.add(RowSource.maps(bad.onClose(closed::incrementAndGet))))
			.withMessageContaining("a column 'cost' that the table does not have");
		assertThat(closed).hasValue(2);
	}

	@Test
	void readsAStreamOnlyOnce() {
		RowSource source = RowSource.maps(rows(10));
		this.items.add(source);
		assertThat(source.isRepeatable()).isFalse();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(source))
			.withMessageContaining("were read before");
	}

	@Test
	void readsACollectionAgainAndAgain() {
		RowSource source = RowSource.maps(rows(10).toList());
		this.items.add(source);
		this.items.add(source);
		assertThat(this.items.countRows()).isEqualTo(20);
	}

	@Test
	void holdsOneBatchOfALongSourceAndWritesSeveralFilesInOneVersion() throws IOException {
		int count = 2_000_000;
		long before = this.items.version();
		AtomicInteger made = new AtomicInteger();
		AtomicLong ahead = new AtomicLong();
		Stream<Map<String, @Nullable Object>> rows = rows(count).peek((row) -> made.incrementAndGet());
		AddResult result = this.items.add(RowSource.maps(rows.iterator()), AddOptions.DEFAULT
			.withProgress((progress) -> ahead.accumulateAndGet(made.get() - progress.rows(), Math::max)));
		assertThat(result).isEqualTo(new AddResult(before + 1, count, 0));
		assertThat(ahead).hasValue(0);
		try (Stream<Path> files = Files.walk(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".arrow"))).hasSize(2);
		}
	}

	@Test
	void leavesNothingBehindWhenTheDataOfASecondFileFails() throws IOException {
		Stream<Map<String, @Nullable Object>> rows = Stream.concat(rows(1_100_000),
				Stream.of(Rows.row("price", "dear")));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(RowSource.maps(rows)))
			.withMessageContaining("'price'");
		assertNothingAdded();
	}

	@Test
	void addsArrowFilesWithOtherOrderOfColumns() throws IOException {
		this.items.add(RowSource.records(List.of(new Item("foo", 1), new Item("bar", 2))));
		Path data;
		try (Database other = Database.open(this.folder.resolve("other"))) {
			Table table = other.createTable("t",
					new Schema(
							List.of(Field.nullable("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
									Field.nullable("item", new ArrowType.Utf8()))));
			table.add(RowSource.maps(rows(2000)));
			try (Stream<Path> files = Files.walk(this.folder.resolve("other"))) {
				data = files.filter((file) -> file.toString().endsWith(".arrow")).findFirst().orElseThrow();
			}
			assertThat(this.items.add(RowSource.arrowFile(data)).rows()).isEqualTo(2000);
		}
		assertThat(this.items.countRows("price = 1999", Map.of())).isEqualTo(1);
	}

	@Test
	void makesVectorsOfTheListsOfAnArrowFileByTheirNames() throws IOException {
		Field list = new Field("embedding", FieldType.nullable(new ArrowType.List()),
				List.of(Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
		Table lists = this.database.createTable("lists", new Schema(List.of(list)));
		lists.add(RowSource.maps(IntStream.range(0, 2000).mapToObj((i) -> Rows.row("embedding", List.of(i, 1.5)))));
		Path data;
		try (Stream<Path> files = Files.walk(this.folder)) {
			data = files.filter((file) -> file.toString().endsWith(".arrow")).findFirst().orElseThrow();
		}
		try (RowBatches rows = RowSource.arrowFile(data).open(null)) {
			assertThat(rows.schema().getFields().get(0).getType()).hasToString("FixedSizeList(2)");
			assertThat(Rows.all(rows)).hasSize(2000);
		}
	}

	private static Map<String, @Nullable Object> price(double price, @Nullable Object vector) {
		return Rows.row("price", price, "vector", vector);
	}

	private static Stream<Map<String, @Nullable Object>> rows(int count) {
		return IntStream.range(0, count).mapToObj((i) -> Rows.row("price", (double) i));
	}

	@Test
	@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no named pipes among its files")
	void refusesWhatIsNoRegularFile() throws IOException, InterruptedException {
		Path pipe = this.folder.resolve("pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		for (RowSource source : List.of(RowSource.arrowFile(pipe), RowSource.parquet(pipe))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(source))
				.withMessageContaining("'" + pipe + "' is no regular file");
		}
		for (RowSource source : List.of(RowSource.arrowFile(this.folder), RowSource.parquet(this.folder))) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(source))
				.withMessageContaining("'" + this.folder + "' is a folder");
		}
	}

	@Test
	void addsNothingIfTheSourceCannotBeClosed() {
		Stream<Map<String, Object>> rows = Stream.of(Map.<String, Object>of("price", 1.0)).onClose(() -> {
			throw new IllegalStateException("not closed");
		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.items.add(RowSource.maps(rows)))
			.withMessage("not closed");
		assertThat(this.items.countRows()).isZero();
	}

	@Test
	void createsNothingIfTheSourceCannotBeClosed() {
		Stream<Map<String, Object>> rows = Stream.of(Map.<String, Object>of("price", 1.0)).onClose(() -> {
			throw new IllegalStateException("not closed");
		});
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.database.createTable("made", RowSource.maps(rows)))
			.withMessage("not closed");
		assertThat(this.database.hasTable("made")).isFalse();
	}

	@Test
	void namesAllColumnsThatDoNotFit() {
		List<Map<String, @Nullable Object>> extra = List.of(new TreeMap<>(Map.of("x", 1, "price", 1, "y", 2)));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(extra))
			.withMessageContaining("Row 0 has the columns [x, y] that the table does not have");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.items.add(RowSource.maps(extra)))
			.withMessageContaining("Row 0 has the columns [x, y] that the table does not have");
		Table strict = this.database.createTable("strict",
				new Schema(List.of(vector(true), new Field("a", FieldType.notNullable(new ArrowType.Utf8()), null),
						new Field("b", FieldType.notNullable(new ArrowType.Utf8()), null))));
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> strict.add(List.of(Rows.row("vector", null))))
			.withMessage("Row 0 has no value for the columns [a, b], which cannot be null");
	}

	@Test
	void refusesAFillValueThatIsNoElement() {
		Table bytes = this.database.createTable("bytes",
				new Schema(List.of(new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(2)),
						List.of(Field.nullable("item", new ArrowType.Int(8, false)))))));
		AddOptions fill = AddOptions.DEFAULT.withBadVectors(BadVectors.FILL).withFillValue(0.5f);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> bytes.add(RowSource.maps(List.of(Rows.row("vector", List.of(1)))), fill))
			.withMessageContaining("The fill value 0.5 is none of the column 'vector'");
	}

	@Test
	void refusesToSearchByWhatIsNotFinite() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.items.search(new float[] { 1, Float.NaN }))
			.withMessageContaining("The vector of the search has NaN at position 1");
	}

	record Item(String item, double price) {
	}

}
