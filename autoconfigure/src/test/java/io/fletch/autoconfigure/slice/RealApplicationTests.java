package io.fletch.autoconfigure.slice;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;

import io.fletch.autoconfigure.Databases;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunctionInfo;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.test.autoconfigure.DataFletchTest;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The test of an application whose properties name other databases and remote models.
 */
@DataFletchTest
@TestPropertySource("real-application.properties")
class RealApplicationTests {

	@Autowired
	private Databases databases;

	@Autowired
	private EmbeddingFunctionRegistry functions;

	@Test
	void leavesEveryDatabaseOfTheApplicationAlone() {
		Map<String, Database> all = this.databases.all();
		assertThat(all).containsOnlyKeys("default", "archive", "oldNotes");
		assertThat(all.values()).extracting(Database::directory).doesNotHaveDuplicates().allSatisfy((folder) -> {
			assertThat(folder).isDirectory();
			assertThat(folder.getParent()).isEqualTo(all.get("default").directory().getParent());
		});
		assertThat(Path.of("the-archive-of-the-application")).doesNotExist();
		assertThat(Path.of("the-notes-of-the-application")).doesNotExist();
	}

	@Test
	void asksNoModelOfTheApplication() {
		assertThat(this.functions.defaultAlias()).isEqualTo(HashedWordsFunction.NAME);
		assertThat(this.functions.list()).filteredOn((function) -> function.name().equals("remote"))
			.extracting(EmbeddingFunctionInfo::isLoaded)
			.containsExactly(false);
		Database database = this.databases.all().get("archive");
		TypedTable<Note> notes = database.table(Note.class);
		notes.add(List.of(new Note("1", "rain in the hills", null)));
		assertThat(notes.search("hills").limit(1).rows()).extracting(Note::id).containsExactly("1");
	}

	@Test
	void theTestCanChooseAFunctionByItself() throws Exception {
		EmbeddingFunctionRegistry chosen = new TestContextManager(ChoosingTest.class).getTestContext()
			.getApplicationContext()
			.getBean(EmbeddingFunctionRegistry.class);
		assertThat(chosen.defaultAlias()).isEqualTo("remote");
	}

	@Table("notes")
	record Note(@Id String id, @SourceField @FullText String text, @VectorField float @Nullable [] vector) {
	}

	@DataFletchTest(properties = "fletch.embedding.default-function=remote")
	@TestPropertySource("real-application.properties")
	static class ChoosingTest {

	}

}
