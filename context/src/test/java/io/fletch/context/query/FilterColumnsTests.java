package io.fletch.context.query;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.record.Column;

import static org.assertj.core.api.Assertions.assertThat;

class FilterColumnsTests {

	@Test
	void componentsAreAskedByTheNamesOfTheirColumns() {
		try (Database database = Database.open("memory:")) {
			TypedTable<Film> films = database.table(Film.class);
			films.add(List.of(new Film("1", "en", 1999), new Film("2", "de", 2020)));
			assertThat(FilterColumns.of(films, Film.class, "lang", "year")).containsExactly(
					new FilterColumn("spoken", FilterColumn.Type.TEXT, List.of("de", "en")),
					new FilterColumn("published-in", FilterColumn.Type.INTEGER, List.of()));
		}
	}

	@Table("films")
	record Film(@Id String id, @Column("spoken") String lang, @Column("published-in") int year) {
	}

}
