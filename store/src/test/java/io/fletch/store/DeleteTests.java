package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeleteTests extends OpenDatabase {

	private Table table;

	@BeforeEach
	void fill() {
		this.table = this.database.createTable("t",
				new Schema(List.of(new Field("id", FieldType.nullable(new ArrowType.Int(64, true)), null))));
	}

	@Test
	void deletesTheRowsThatMatch() {
		add(0, 2);
		assertThat(this.table.delete("id = 0")).isEqualTo(new WriteResult(3, 0, 0, 1));
		assertThat(ids()).containsExactly(1L);
	}

	@Test
	void takesAnExpression() throws Exception {
		add(0, 4);
		List<Integer> many = IntStream.range(2, 30_000).boxed().toList();
		assertThat(this.table.delete(Expression.column("id").in(many))).isEqualTo(new WriteResult(3, 0, 0, 2));
		assertThat(ids()).containsExactly(0L, 1L);
		assertThat(this.database.async().openTable("t").get().delete(Expression.column("id").eq(1)).get().deleted())
			.isOne();
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.delete(Expression.column("nothing").eq(1)))
			.withMessageContaining("no column 'nothing'");
	}

	@Test
	void withoutMatchThereIsAVersion() {
		add(0, 2);
		assertThat(this.table.delete("id = :id", Map.of("id", 5))).isEqualTo(new WriteResult(3, 0, 0, 0));
		assertThat(ids()).containsExactly(0L, 1L);
	}

	@Test
	void deletesByAConditionInJava() {
		add(0, 4);
		assertThat(this.table.delete(Expression.column("id").in(List.of(1, 3))).deleted()).isEqualTo(2);
		assertThat(ids()).containsExactly(0L, 2L);
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.delete(Expression.column("price").eq(1)))
			.withMessageContaining("price");
	}

	@Test
	void anEmptyConditionIsNone() {
		add(0, 2);
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.delete(""))
			.withMessageContaining("has none but blanks");
		assertThat(this.table.version()).isEqualTo(2);
	}

	@Test
	void takesWholeFragmentsAway() {
		add(0, 2000);
		add(2000, 2000);
		this.table.delete("id < 2500");
		assertThat(this.table.statistics().fragments().count()).isEqualTo(1);
		assertThat(ids()).hasSize(1500).startsWith(2500L);
		assertThat(this.table.delete("true").deleted()).isEqualTo(1500);
		assertThat(this.table.statistics().fragments().count()).isZero();
		assertThat(this.table.checkout(3).countRows()).isEqualTo(4000);
	}

	@Test
	void rowsThatWereDeletedCannotMakeItFail() {
		add(0, 3);
		this.table.delete("id = 0");
		assertThat(this.table.delete("10 / id > 5").deleted()).isEqualTo(1);
		assertThat(ids()).containsExactly(2L);
	}

	@Test
	void concurrentDeletesAllSucceed() {
		add(0, 100);
		IntStream.range(0, 10).parallel().forEach((i) -> this.table.delete("id % 10 = :rest", Map.of("rest", i)));
		assertThat(this.table.countRows()).isZero();
		assertThat(this.table.version()).isEqualTo(12);
	}

	@Test
	void anInterruptCancelsAndChangesNothing() {
		add(0, 10);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> this.table.delete("true"))
			.withMessageContaining("nothing was changed");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.table.countRows()).isEqualTo(10);
	}

	private void add(long first, int count) {
		this.table.add(IntStream.range(0, count).mapToObj((i) -> Map.of("id", first + i)).toList());
	}

	private List<Object> ids() {
		return this.table.scan().rows().stream().map((row) -> row.get("id")).toList();
	}

}
