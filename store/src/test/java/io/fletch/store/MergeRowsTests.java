package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
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
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.ingest.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MergeRowsTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("n", FieldType.notNullable(new ArrowType.Int(64, true)), null),
					Field.nullable("a", new ArrowType.Utf8()), Field.nullable("b", new ArrowType.Utf8())));

	private Database database;

	private Table table;

	@BeforeEach
	void open() {
		this.database = Database.open("memory:");
		this.table = this.database.createTable("t", SCHEMA);
		this.table.add(List.of(row(0, "a0", "b0"), row(1, "a1", "b1")));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Map<String, @Nullable Object> row(long n, @Nullable String a, @Nullable String b) {
		return Rows.row("n", n, "a", a, "b", b);
	}

	private WriteResult upsert(RowSource rows) {
		return this.table.mergeInsert("n").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
	}

	private List<Map<String, @Nullable Object>> rows() {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>(this.table.scan().rows());
		rows.sort((x, y) -> Long.compare((Long) x.get("n"), (Long) y.get("n")));
		return rows;
	}

	@Test
	void mergesTheRowsOfAStreamAndKeepsColumnsThatNoneOfThemNames() {
		WriteResult result = upsert(
				RowSource.maps(Stream.of(Rows.row("n", 1, "a", null), Rows.row("n", 2, "a", "new"))));
		assertThat(result).extracting(WriteResult::inserted, WriteResult::updated).containsExactly(1L, 1L);
		assertThat(rows()).containsExactly(row(0, "a0", "b0"), row(1, null, "b1"), row(2, "new", null));
	}

	@Test
	void mergesRecords() {
		upsert(RowSource.records(List.of(new Pair("x", 1), new Pair(null, 0)).iterator()));
		assertThat(rows()).containsExactly(row(0, "a0", null), row(1, "a1", "x"));
	}

	@Test
	void mergesTheRowsOfAnArrowFileWithColumnsInAnyOrder(@TempDir Path folder) throws IOException {
		Table source = this.database.createTable("source",
				new Schema(List.of(SCHEMA.getFields().get(2), SCHEMA.getFields().get(0))));
		source.add(LongStream.range(0, 3000).mapToObj((n) -> Rows.row("n", n, "b", "new")).toList());
		Path file = folder.resolve("rows.arrow");
		try (OutputStream stream = Files.newOutputStream(file)) {
			source.writeArrow(stream);
		}
		assertThat(upsert(RowSource.arrowFile(file)).inserted()).isEqualTo(2998);
		assertThat(rows().subList(0, 3)).containsExactly(row(0, "a0", "new"), row(1, "a1", "new"), row(2, null, "new"));
	}

	@Test
	void deletesEveryRowByAnEmptySource() {
		this.table.mergeInsert("n").whenNotMatchedBySourceDelete().execute(RowSource.maps(List.of()));
		assertThat(this.table.countRows()).isZero();
	}

	@Test
	void readsAStreamOnceThoughTheMergeBeginsAnew() {
		Stream<Map<String, @Nullable Object>> rows = Stream.of(Rows.row("n", 1, "a", "new"))
			.peek((row) -> this.table.columns().add(Field.nullable("c", new ArrowType.Utf8())));
		assertThat(upsert(RowSource.maps(rows)).updated()).isEqualTo(1);
		assertThat(rows().get(1)).containsEntry("a", "new").containsEntry("b", "b1").containsEntry("c", null);
	}

	@Test
	void refusesColumnsThatTheTableHasNotAndRowsWithoutTheKey() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> upsert(RowSource.maps(List.of(Rows.row("n", 1, "x", "new")))))
			.withMessageContainingAll("'x'", "[n, a, b]");
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> upsert(RowSource.maps(List.of(Rows.row("a", "new")))))
			.withMessageContainingAll("no column 'n'", "key");
		assertThat(this.table.version()).isEqualTo(2);
	}

	@Test
	void repairsBadVectors() {
		Field item = Field.nullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
		this.table.columns()
			.add(new Field("vector", FieldType.nullable(new ArrowType.FixedSizeList(2)), List.of(item)));
		this.table.mergeInsert("n")
			.whenMatchedUpdateAll()
			.badVectors(BadVectors.FILL, 9)
			.execute(RowSource.maps(List.of(Rows.row("n", 1, "vector", List.of(1.0)))));
		assertThat(rows().get(1).get("vector")).isEqualTo(new float[] { 1, 9 });
	}

	private record Pair(@Nullable String b, long n) {
	}

}
