package io.fletch.autoconfigure.slice;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import io.fletch.autoconfigure.FletchContextAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.test.autoconfigure.DataFletchTest;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

@DataFletchTest(properties = "fletch.uri=./the-folder-of-the-application",
		includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Shelf.class))
class DataFletchTestTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private Database database;

	@Autowired
	private Shelf shelf;

	@Test
	void findsRowsByAFunctionThatNeedsNoModel() {
		TypedTable<Note> notes = this.database.table(Note.class);
		notes.add(List.of(new Note("1", "rain in the hills", null), new Note("2", "sun at the sea", null)));
		assertThat(notes.search("hills").limit(1).rows()).extracting(Note::id).containsExactly("1");
		assertThat(this.context.getBean(EmbeddingFunctionRegistry.class).defaultAlias())
			.isEqualTo(HashedWordsFunction.NAME);
	}

	@Test
	void hasOnlyWhatBelongsToTables() {
		assertThat(this.shelf.database()).isSameAs(this.database);
		assertThat(this.context.getBeanNamesForType(Unrelated.class)).isEmpty();
		assertThat(this.context.getBeanNamesForType(FletchContextAutoConfiguration.class)).isEmpty();
	}

	@Test
	void lendsAFolderThatGoesWithTheContext() {
		TestContext other = new TestContextManager(AnotherTest.class).getTestContext();
		Path folder = other.getApplicationContext().getBean(Database.class).directory();
		assertThat(folder).isDirectory()
			.isNotEqualTo(Path.of("the-folder-of-the-application").toAbsolutePath())
			.isNotEqualTo(this.database.directory());
		other.markApplicationContextDirty(null);
		assertThat(folder).doesNotExist();
	}

	@Table("notes")
	record Note(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector) {
	}

	@DataFletchTest(properties = "another=context")
	static class AnotherTest {

	}

}
