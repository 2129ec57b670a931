package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.mapping.RecordMapping;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VerificationReport;
import io.fletch.store.version.VersionDiff;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/tables.md}, as they stand there.
 */
class TablesGuideTests {

	private final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 16));

	private final Schema schema = new Schema(RecordMapping.of(Article.class)
		.schema(this.functions)
		.getFields()
		.stream()
		.map((field) -> new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null),
				field.getChildren()))
		.toList());

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
			database.namespaces().alter("archive", Map.of("owner", "museum"));
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

	private Table articles(Database database) {
		TypedTable<Article> typed = database.createTable(Article.class);
		typed.add(List.of(Article.of("1", "columnar memory"), Article.of("2", "words").withYear(1980)));
		typed.add(List.of(Article.of("3", "more words").withLang("de")));
		return typed.untyped();
	}

	@Test
	void readsAndRestoresVersions() {
		try (Database database = Database.open(this.folder, this.functions)) {
			Table articles = articles(database);
			List<TableVersion> versions = articles.versions();
			Table first = articles.checkout(versions.getFirst().version());
			long rows = first.countRows();
			first.close();
			long restored = articles.restore(2);
			assertThat(rows).isZero();
			assertThat(restored).isEqualTo(4);
			assertThat(articles.restore(4)).isEqualTo(4);
		}
	}

	@Test
	void tagsAndBranches() {
		try (Database database = Database.open(this.folder, this.functions)) {
			Table articles = articles(database);
			articles.tags().create("reviewed", 2);
			articles.tags().update("reviewed", 3);
			Map<String, Long> tags = articles.tags().list();
			Table reviewed = articles.checkout("reviewed");
			articles.tags().delete("reviewed");
			Table draft = articles.branches().create("draft");
			draft.delete("lang = 'de'");
			Table same = articles.branches().open("draft");
			articles.branches().delete("draft");
			assertThat(tags).containsEntry("reviewed", 3L);
			assertThat(reviewed.countRows()).isEqualTo(3);
			assertThat(articles.countRows()).isEqualTo(3);
			assertThat(same.isOpen()).isFalse();
		}
	}

	@Test
	void tellsWhatHasChanged() throws InterruptedException {
		try (Database database = Database.open(this.folder, this.functions)) {
			Table articles = articles(database);
			BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
			VersionDiff diff = articles.diff(2, 3);
			List<Long> inserted = diff.inserted().boxed().toList();
			RowCounts counts = diff.counts();
			Subscription subscription = articles.onChange((version) -> heard.add(version.version()));
			articles.delete("true");
			assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(4);
			subscription.close();
			assertThat(inserted).containsExactly(2L);
			assertThat(counts).isEqualTo(new RowCounts(1, 0, 0));
		}
	}

	@Test
	void changesColumns() {
		try (Database database = Database.open(this.folder, this.functions)) {
			Table articles = articles(database);
			articles.columns().add(Field.nullable("source", new ArrowType.Utf8()));
			articles.columns().add(Map.of("age", "2026 - year"));
			articles.columns()
				.alter(ColumnAlteration.of("lang").rename("language"),
						ColumnAlteration.of("year").retype(Field.nullable("year", new ArrowType.Int(64, true))));
			articles.columns().drop("rating", "digest");
			articles.columns().updateMetadata("language", Map.of("standard", "ISO 639"));
			articles.columns().addComputed(Map.of("length", "char_length(text)"));
			WriteResult filled = articles.columns().refresh("length");
			long joined = articles.columns().join(RowSource.maps(List.of(Map.of("id", "1", "shelf", "B7"))), "id");
			assertThat(joined).isEqualTo(articles.version());
			assertThat(filled.updated()).isEqualTo(3);
			assertThat(articles.scan().where("language = 'de'").rows()).singleElement()
				.satisfies((row) -> assertThat(row).containsEntry("age", 6L).containsEntry("length", 10L));
		}
	}

	@Test
	void keepsATableSmall() {
		UpkeepOptions upkeep = new UpkeepOptions(true,
				new CleanupPolicy(Duration.ofDays(30), 1000, Duration.ofDays(1)));
		DatabaseOptions kept = DatabaseOptions.defaults().withUpkeep(upkeep);
		try (Database database = Database.open(this.folder, kept.withFunctions(this.functions))) {
			Table articles = articles(database);
			OptimizeReport optimized = articles.optimize();
			CleanupPolicy policy = new CleanupPolicy(Duration.ofDays(1), 100, Duration.ofDays(1));
			CleanupReport would = articles.cleanupDryRun(policy);
			CleanupReport cleaned = articles.cleanup(policy);
			VerificationReport report = articles.verify();
			TableStatistics statistics = articles.statistics();
			assertThat(optimized.fragmentsAdded()).isEqualTo(1);
			assertThat(cleaned).isEqualTo(would);
			assertThat(report.problems()).isEmpty();
			assertThat(statistics.rows()).isEqualTo(3);
		}
	}

}
