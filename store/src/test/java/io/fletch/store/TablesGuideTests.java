package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.mapping.RecordMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/tables.md}, as they stand there.
 */
class TablesGuideTests {

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 16));

	private final Schema schema = RecordMapping.of(Article.class).schema(this.functions);

	@TempDir
	private Path folder;

	static List<String> examples() throws IOException {
		return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/tables.md")))
			.results()
			.map(MatchResult::group)
			.toList();
	}

	@ParameterizedTest
	@MethodSource("examples")
	void everyExampleOfTheGuideStandsHere(String example) throws IOException {
		String source = squeezed(
				Files.readString(Path.of("src/test/java/io/fletch/store/TablesGuideTests.java")).replace("this.", ""));
		assertThat(source).contains(squeezed(example.replace("```java", "").replace("```", "")));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	@Test
	void opensADatabaseInTheHomeFolder() throws IOException {
		String home = System.getProperty("user.home");
		System.setProperty("user.home", this.folder.toString());
		try {
			try (Database database = Database.open("~/data/fletch")) {
				database.createTable("articles", this.schema);
			}
		}
		finally {
			System.setProperty("user.home", home);
		}
		assertThat(this.folder.resolve("data/fletch/articles.fletch")).isDirectory();
	}

	@Test
	void opensADatabaseInMemory() {
		Database database = Database.open("memory:");
		assertThat(database.tableNames()).isEmpty();
		database.close();
	}

	@Test
	void saysHowOldAViewMayBe() {
		try (Database database = Database.open(this.folder, this.functions)) {
			database.createTable(Article.class);
		}
		DatabaseOptions options = DatabaseOptions.defaults().withReadConsistencyInterval(Duration.ofSeconds(5));
		try (Database database = Database.open(this.folder, options)) {
			database.table(Article.class).countRows();
		}
		assertThat(options.readConsistencyInterval()).hasSeconds(5);
	}

	@Test
	void createsOpensAndDropsTables() {
		try (Database database = Database.open(this.folder)) {
			database.createTable("articles", this.schema);
			database.createTable("articles", this.schema, CreateMode.EXIST_OK);
			Table articles = database.openTable("articles");
			boolean there = database.hasTable("articles");
			boolean dropped = database.dropTableIfExists("drafts");
			assertThat(articles.countRows()).isZero();
			assertThat(there).isTrue();
			assertThat(dropped).isFalse();
		}
	}

	@Test
	void pagesThroughNames() {
		try (Database database = Database.open(this.folder)) {
			List<String> names = new ArrayList<>();
			database.createTable("articles", this.schema);
			List<String> page = database.tableNames(null, 100);
			while (!page.isEmpty()) {
				names.addAll(page);
				page = database.tableNames(page.getLast(), 100);
			}
			assertThat(names).containsExactly("articles");
		}
	}

	@Test
	void renamesAndClones() {
		try (Database database = Database.open(this.folder)) {
			database.createTable("articles", this.schema);
			database.namespaces().create("archive");
			database.renameTable("articles", "news");
			database.cloneTable("news", "experiment", CloneOptions.shallow());
			database.cloneTable("news", "backup", CloneOptions.copy().into("archive"));
			assertThat(database.tableNames()).containsExactly("experiment", "news");
			assertThat(database.namespace("archive").tableNames()).containsExactly("backup");
		}
	}

	@Test
	void usesNamespaces() {
		try (Database database = Database.open(this.folder)) {
			database.namespaces().create("archive", NamespaceMode.EXIST_OK, Map.of("owner", "library"));
			Database archive = database.namespace("archive");
			archive.createTable("articles", this.schema);
			database.namespaces().describe("archive");
			database.namespaces().drop("archive", DropMode.FAIL, DropBehavior.CASCADE);
			assertThat(database.namespaces().list()).isEmpty();
		}
	}

	@Test
	void sharesASession() {
		Session session = Session.withLimit(64L << 20);
		Database database = Database.open(this.folder, DatabaseOptions.defaults().withSession(session));
		long used = session.sizeBytes();
		assertThat(used).isZero();
		database.close();
	}

	@Test
	void asksWithoutWaiting() throws Exception {
		try (Database database = Database.open(this.folder, this.functions)) {
			database.createTable(Article.class).add(List.of(Article.of("1", "columnar memory")));
			List<Map<String, Object>> rows = database.async()
				.openTable("articles")
				.thenCompose((table) -> table.search("columnar memory").limit(5).rows())
				.orTimeout(20, TimeUnit.SECONDS)
				.get();
			assertThat(rows).hasSize(1);
		}
	}

	@Test
	void handsADatabaseToAnotherProcess() {
		try (Database database = Database.open(this.folder)) {
			database.createTable("articles", this.schema);
			String text = database.serialize();
			Database same = Database.deserialize(text);
			assertThat(same.tableNames()).containsExactly("articles");
			same.close();
		}
	}

}
