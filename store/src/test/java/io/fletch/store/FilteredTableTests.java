package io.fletch.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.CancelledException;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Conditions on a table of many small fragments and a large one, with deleted rows.
 */
class FilteredTableTests {

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("n", FieldType.nullable(new ArrowType.Int(64, true)), null),
					new Field("s", FieldType.nullable(new ArrowType.Utf8()), null)));

	@TempDir
	Path folder;

	private Database database;

	private Table table;

	@BeforeEach
	void fill() {
		this.database = Database.open(this.folder);
		this.table = this.database.createTable("x", SCHEMA);
		for (long n = 0; n < 20; n++) {
			this.table.add(List.of(row(n)));
		}
		List<Map<String, Object>> rows = new ArrayList<>();
		for (long n = 20; n < 10_000; n++) {
			rows.add(row(n));
		}
		this.table.add(rows);
		this.table.delete("n IN (3, 5000)", Map.of());
	}

	private static Map<String, Object> row(long n) {
		return Map.of("n", n, "s", "text " + n % 10);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void countsTheRowsThatPass() {
		assertThat(this.table.countRows("n < 10", Map.of())).isEqualTo(9);
		assertThat(this.table.countRows("n >= 4999 AND n <= :last", Map.of("last", 5001))).isEqualTo(2);
		assertThat(this.table.countRows("s = 'text 3'", Map.of())).isEqualTo(999);
		assertThat(this.table.countRows("n * 2 = 6 OR upper(s) = 'TEXT 4'", Map.of())).isEqualTo(1000);
		assertThat(this.table.countRows("true", Map.of())).isEqualTo(9998);
		assertThat(this.table.countRows("n < 10")).isEqualTo(9);
		assertThat(this.table.countRows(Expression.column("n").lt(10).and(Expression.column("s").ne("text 4"))))
			.isEqualTo(8);
		assertThat(this.table.scan().where(Expression.column("n").between(2, 5)).where("n <> 2").rows()).hasSize(2);
	}

	@Test
	void findsRowsByTheirStableIds() {
		List<Hit<Map<String, Object>>> hits = hits("n = 4321");
		assertThat(hits).hasSize(1);
		assertThat(hits("_rowid = " + hits.getFirst().rowId())).isEqualTo(hits);
		assertThat(this.table.countRows("_rowid IN :ids", Map.of("ids", List.of(hits.getFirst().rowId(), -1))))
			.isEqualTo(1);
	}

	@SuppressWarnings("unchecked")
	private List<Hit<Map<String, Object>>> hits(String condition) {
		return (List<Hit<Map<String, Object>>>) (List<?>) this.table.scan().where(condition).hits();
	}

	@Test
	void stopsWhenTheThreadIsInterrupted() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> this.table.countRows("n < 10", Map.of()))
			.withMessageContaining("interrupted while it read the table");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.table.countRows("n < 10", Map.of())).isEqualTo(9);
	}

}
