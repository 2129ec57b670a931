package io.fletch.store;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.VectorField;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Views of a database whose new tables have another embedding function.
 */
class DefaultFunctionTests extends OpenDatabase {

	@BeforeEach
	void register() {
		this.functions.register(new WordHashFunction("narrow", 4))
			.register(new WordHashFunction("wide", 32))
			.defaultAlias("narrow");
	}

	@Test
	void newTablesOfTheViewHaveItsFunction() {
		this.database.namespaces().create("other");
		Database view = this.database.namespace("other").withDefaultFunction("wide");
		assertThat(view.defaultFunction()).isEqualTo("wide");
		assertThat(vector(view.table(Note.class))).hasSize(32);
		assertThat(view.table(Note.class).embeddingFunction()).isEqualTo("wide");
		assertThat(this.database.defaultFunction()).isEqualTo("narrow");
		assertThat(vector(this.database.table(Note.class))).hasSize(4);
		assertThat(this.functions.defaultAlias()).isEqualTo("narrow");
	}

	@Test
	void namespacesOfTheViewHaveItsFunction() {
		this.database.namespaces().create("other");
		Database view = this.database.withDefaultFunction("wide").namespace("other");
		assertThat(view.createTable(Note.class).embeddingFunction()).isEqualTo("wide");
		assertThat(this.database.async().withDefaultFunction("wide").defaultFunction()).isEqualTo("wide");
	}

	@Test
	void tablesThatAreThereKeepTheirs() {
		this.database.table(Note.class);
		Database view = this.database.withDefaultFunction("wide");
		assertThat(view.table(Note.class).embeddingFunction()).isEqualTo("narrow");
		assertThat(view.table(Note.class, SchemaMode.UPDATE).embeddingFunction()).isEqualTo("narrow");
	}

	@Test
	void aViewDoesNotCloseTheDatabase() {
		this.database.withDefaultFunction("wide").close();
		assertThat(this.database.isOpen()).isTrue();
	}

	@Test
	void refusesAFunctionThatIsNotThere() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> this.database.withDefaultFunction("wild"))
			.withMessageContaining("No embedding function named 'wild'")
			.withMessageContaining("[narrow, wide, words]");
	}

	private static float[] vector(TypedTable<Note> table) {
		table.add(List.of(new Note("1", "the wind of the north", null)));
		return table.scan().rows().getFirst().vector();
	}

	/**
	 * A text with a vector of no particular function.
	 */
	@io.fletch.store.mapping.Table("notes")
	record Note(@Id String id, @SourceField String text, @VectorField float[] vector) {
	}

}
