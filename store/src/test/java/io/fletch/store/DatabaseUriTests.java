package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseUriTests {

	@TempDir
	private Path folder;

	@Test
	void opensAPlainPathAndMakesTheFolder() {
		try (Database database = Database.open(this.folder.resolve("a/../b c").toString())) {
			database.createTable("t", DatabaseTests.ITEMS);
			assertThat(database.uri()).isEqualTo(this.folder.resolve("b c").toString());
			assertThat(this.folder.resolve("b c/t.fletch")).isDirectory();
		}
	}

	@Test
	void opensAFileUri() {
		try (Database database = Database.open(this.folder.resolve("b c").toUri().toString())) {
			assertThat(database.directory()).isEqualTo(this.folder.resolve("b c")).isDirectory();
		}
	}

	@Test
	void tellsTheFolderOfAUriAndMakesNothing() {
		assertThat(Database.folder(this.folder.resolve("b c").toUri().toString())).contains(this.folder.resolve("b c"));
		assertThat(Database.folder(this.folder.resolve("a").toString())).contains(this.folder.resolve("a"));
		assertThat(this.folder).isEmptyDirectory();
		assertThat(Database.folder("memory:")).isEmpty();
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Database.folder("s3://bucket"))
			.withMessageContaining("has the scheme 's3:', which is not supported");
	}

	@Test
	void makesARelativePathAbsolute() {
		assertThat(DatabaseUri.parse("data/x").directory()).isEqualTo(Path.of("data/x").toAbsolutePath());
	}

	@ParameterizedTest
	@CsvSource({ "~, ''", "~/a/b, a/b" })
	void writesTheHomeFolderForATilde(String uri, String below) {
		assertThat(DatabaseUri.parse(uri).directory()).isEqualTo(Path.of(System.getProperty("user.home"), below));
	}

	@Test
	void leavesATildeInANameAlone() {
		assertThat(DatabaseUri.parse("~a/b~").directory()).isEqualTo(Path.of("~a/b~").toAbsolutePath());
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory:", "memory://", "MEMORY:" })
	void keepsADatabaseInMemoryToItself(String uri) {
		try (Database first = Database.open(uri); Database second = Database.open(uri)) {
			first.createTable("t", DatabaseTests.ITEMS).add(List.of(DatabaseTests.row(1, "foo")));
			assertThat(first.openTable("t").scan().rows()).containsExactly(DatabaseTests.row(1, "foo"));
			assertThat(second.tableNames()).isEmpty();
			assertThat(first.uri()).isEqualTo("memory:");
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(first::directory)
				.withMessageContaining("has no folder");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "'' | The uri of a database is ''", "'  ' | give a folder",
					"s3://bucket/x | The uri 's3://bucket/x' has the scheme 's3:', which is not supported",
					"data:x | A folder of that name is written './data:x'", "memory:x | which has none",
					"file:relative | does not name a folder of this machine", "file://host/x | Write it as",
					"file:///a b | does not name a folder of this machine",
					"file:///a?b | does not name a folder of this machine" })
	void refusesOtherUris(String uri, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Database.open(uri))
			.withMessageContaining(message);
	}

	@Test
	void refusesAPathThatThisMachineCannotHave() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Database.open("a\0b"))
			.withMessageContaining("is no path on this machine");
	}

	@Test
	void refusesAFile() throws IOException {
		Path file = Files.createFile(this.folder.resolve("file"));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Database.open(file))
			.withMessage("'" + file + "' is a file, and a database is a folder; give the path of a folder");
	}

	@Test
	void opensAgainWhatItSerialised() {
		DatabaseOptions options = DatabaseOptions.defaults().withReadConsistencyInterval(Duration.ofSeconds(5));
		try (Database database = Database.open(this.folder, options)) {
			database.createTable("t", DatabaseTests.ITEMS);
			database.namespaces().create("n");
			try (Database other = Database.deserialize(database.serialize())) {
				assertThat(other.tableNames()).containsExactly("t");
				assertThat(other.options().readConsistencyInterval()).isEqualTo(Duration.ofSeconds(5));
			}
			Database view = Database.deserialize(database.namespace("n").serialize());
			assertThat(view.namespacePath()).containsExactly("n");
			view.close();
			assertThat(view.isOpen()).isFalse();
		}
	}

	@Test
	void serialisesWithoutSecrets() {
		try (Database database = Database.open(this.folder)) {
			assertThat(database.serialize()).isEqualTo("{\"kind\":\"fletch-folder\",\"uri\":\"" + this.folder
					+ "\",\"namespace\":[],\"readConsistencyInterval\":\"PT0S\",\"upkeep\":{\"compaction\":true,"
					+ "\"cleanup\":{\"olderThan\":\"PT168H\",\"keepAtMost\":10000,\"unknownOlderThan\":\"PT24H\"}}}");
		}
	}

	@Test
	void refusesToSerialiseADatabaseInMemory() {
		try (Database database = Database.open("memory:")) {
			assertThatExceptionOfType(InvalidInputException.class).isThrownBy(database::serialize)
				.withMessageContaining("A database in memory cannot be serialised");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{} | lacks 'kind'",
			"{\"kind\":\"fletch-folder\"} | lacks 'uri'", "`` | it is no object", "[] | it is no object",
			"{\"kind\":\"cloud\"} | is of the kind 'cloud'",
			"{\"kind\":\"fletch-folder\",\"colour\":\"red\"} | has the field 'colour'",
			"{\"kind\":7} | 'kind' is no string", "{\"kind\":{}} | 'kind' is no string",
			"{\"kind\":\"fletch-folder\" | Unexpected end-of-input", "{kind} | Unexpected character",
			"{\"namespace\":\"n\"} | 'namespace' is no array", "{\"namespace\":[1]} | 'namespace' is no string",
			"{\"namespace\":[ | Unexpected end-of-input",
			"{\"kind\":\"fletch-folder\",\"uri\":\"memory:\"} | cannot be opened by another process",
			"{\"kind\":\"fletch-folder\",\"uri\":\"s3://b\"} | is not supported",
			"{\"readConsistencyInterval\":\"soon\"} | no ISO-8601 duration", "{\"upkeep\":7} | 'upkeep' is no object",
			"{\"upkeep\":{\"compaction\":7}} | neither true nor false", "{\"upkeep\":{\"x\":7}} | the field 'upkeep.x'",
			"{\"upkeep\":{\"cleanup\":{\"keepAtMost\":\"7\"}}} | no whole number", "{} {} | something stands behind it",
			"{\"kind\":\"fletch-folder\",\"uri\":\"x\",\"namespace\":[\"..\"]} | cannot be the name of a namespace" })
	void refusesWhatItDidNotSerialise(String text, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Database.deserialize(text))
			.withMessageContaining(message);
	}

	@Test
	void refusesANamespaceThatIsGone() {
		try (Database database = Database.open(this.folder)) {
			String text = database.serialize().replace("[]", "[\"gone\"]");
			assertThatExceptionOfType(NamespaceNotFoundException.class).isThrownBy(() -> Database.deserialize(text))
				.withMessageContaining("Namespace 'gone' was not found");
		}
	}

	@Test
	void keepsEveryOptionWhenItIsSerialised() {
		CleanupPolicy policy = new CleanupPolicy(Duration.ofHours(3), 7, Duration.ofMillis(1500));
		for (UpkeepOptions upkeep : List.of(UpkeepOptions.DEFAULT, UpkeepOptions.NONE, new UpkeepOptions(true, null),
				new UpkeepOptions(false, policy))) {
			DatabaseOptions options = DatabaseOptions.defaults()
				.withReadConsistencyInterval(DatabaseOptions.never())
				.withUpkeep(upkeep);
			try (Database database = Database.open(this.folder, options);
					Database other = Database.deserialize(database.serialize())) {
				assertThat(other.options()).isEqualTo(options);
			}
		}
	}

	@Test
	void opensWhatWasSerialisedWithoutUpkeep() {
		String text = "{\"kind\":\"fletch-folder\",\"uri\":\"" + this.folder + "\"}";
		try (Database database = Database.deserialize(text)) {
			assertThat(database.options()).isEqualTo(DatabaseOptions.defaults());
		}
	}

}
