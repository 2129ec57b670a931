package io.fletch.store;

import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.store.embedding.WordHashFactory;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a table keeps of its embedding functions, and what happens where it is opened
 * again.
 */
class EmbeddingMetadataTests extends OpenDatabase {

	private static final Schema SCHEMA = EmbeddingTables.schema(EmbeddingTables.ID, EmbeddingTables.TEXT);

	private static EmbeddingFunctionRegistry types() {
		return new EmbeddingFunctionRegistry().register(new WordHashFactory());
	}

	/**
	 * Closes the database and opens it as another process would.
	 */
	private Table reopened(EmbeddingFunctionRegistry registry) {
		this.database.close();
		this.database = Database.open(this.folder, registry);
		return this.database.openTable("t");
	}

	private Table table(Map<String, String> options) {
		this.functions.register(new WordHashFactory()).register("mine", "word-hash", options);
		Table table = this.database.createTable("t", SCHEMA, new EmbeddingColumn("text", "vector", "mine"));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one")));
		return table;
	}

	@Test
	void keepsWhatTheFunctionIsButNoSecret() {
		Table table = table(Map.of("api-key", "s3cret", "address", "${HOST:http://localhost:1}"));
		assertThat(table.schema().getCustomMetadata()).containsEntry(ColumnRoles.FUNCTIONS,
				"[{\"id\":0,\"name\":\"mine\",\"type\":\"word-hash\",\"options\":{\"address\":"
						+ "\"${HOST:http://localhost:1}\"},\"model\":\"hash-1\",\"dimensions\":8,\"settings\":"
						+ "{\"pooling\":\"sum\"}}]");
		assertThat(table.schema().findField("vector").getMetadata()).containsEntry(ColumnRoles.DEFINITION, "0");
	}

	@Test
	void anotherProcessEmbedsByTypeAndOptions() {
		table(Map.of("dimensions", "5"));
		Table table = reopened(types());
		table.add(List.of(EmbeddingTables.row("id", 2, "text", "two")));
		assertThat(EmbeddingTables.values(table, "vector")).containsExactly(
				new WordHashFunction("x", 5).embedQuery("one"), new WordHashFunction("x", 5).embedQuery("two"));
		assertThat(table.search("two").limit(1).rows().getFirst()).containsEntry("id", 2L);
	}

	@Test
	void refusesAFunctionWithAnotherModelForWritesAndSearches() {
		table(Map.of());
		Table table = reopened(types().register("mine", "word-hash", Map.of("model", "hash-2", "dimensions", "9")));
		String message = "The vectors of the column 'vector' were made by the function 'mine' with the model 'hash-1' of 8 "
				+ "dimensions, but here 'mine' has the model 'hash-2' of 9 dimensions (another model, 8 dimensions "
				+ "became 9). Their vectors cannot be compared: configure the function as it was, or make all vectors "
				+ "anew by columns().reembed(\"vector\", function)";
		assertThatExceptionOfType(EmbeddingMismatchException.class)
			.isThrownBy(() -> table.add(List.of(EmbeddingTables.row("id", 2, "text", "two"))))
			.withMessage(message);
		assertThatExceptionOfType(EmbeddingMismatchException.class).isThrownBy(() -> table.search("one").rows())
			.withMessage(message);
		assertThat(table.countRows()).isEqualTo(1);
	}

	@Test
	void refusesAnAppendWhereTheFunctionIsNotRegistered() {
		table(Map.of());
		Table table = reopened(new EmbeddingFunctionRegistry());
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> table.add(List.of(EmbeddingTables.row("id", 2, "text", "two"))))
			.withMessage("The vectors of the column 'vector' are made by the embedding function 'mine' with the model "
					+ "'hash-1' of 8 dimensions, which is not registered here, nor is its type 'word-hash'; known: []. "
					+ "Register it under that name before the database is opened, add the module that offers the type "
					+ "to the class path, or give the vectors");
		table.add(List.of(EmbeddingTables.row("id", 2, "text", "two", "vector", new float[8])));
		assertThat(table.countRows()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "address=https://elsewhere.example", "api-key=${HOME}", "model=${HOME}" })
	void aTableChoosesNeitherPlacesNorVariables(String option) {
		String[] parts = option.split("=");
		table(Map.of(parts[0], parts[1]));
		Table table = reopened(types());
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> table.add(List.of(EmbeddingTables.row("id", 2, "text", "two"))))
			.withMessageStartingWith("The table wants the embedding function 'mine' of the type 'word-hash' to be made "
					+ "with the option '" + parts[0] + "', which a table may not choose");
		if (!parts[0].equals("model")) {
			Table trusted = reopened(types().trustTables());
			trusted.add(List.of(EmbeddingTables.row("id", 2, "text", "two")));
			assertThat(trusted.countRows()).isEqualTo(2);
		}
	}

	@Test
	void nothingIsMadeForATableOnceTheRegistryIsClosed() {
		table(Map.of("dimensions", "5"));
		EmbeddingFunctionRegistry types = types();
		Table table = reopened(types);
		types.close();
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> table.add(List.of(EmbeddingTables.row("id", 2, "text", "two"))))
			.withMessage("The registry of embedding functions is closed");
	}

	@Test
	void aSchemaWithoutWhatTheTableKeepsIsTheSame() {
		Table table = table(Map.of());
		Schema wanted = new EmbeddingColumn("text", "vector", "mine").in(SCHEMA, this.functions);
		assertThat(this.database.createTable("t", wanted, CreateMode.EXIST_OK).version()).isEqualTo(table.version());
	}

	@Test
	void aTableOfTheSameSchemaHasTheSameFunction() {
		Schema schema = table(Map.of("dimensions", "5")).schema();
		this.database.close();
		this.database = Database.open(this.folder, types());
		Table copy = this.database.createTable("copy", schema);
		copy.add(List.of(EmbeddingTables.row("id", 1, "text", "one")));
		assertThat(copy.schema()).isEqualTo(schema);
		assertThat(EmbeddingTables.values(copy, "vector"))
			.containsExactly(new WordHashFunction("x", 5).embedQuery("one"));
	}

	@Test
	void readsTheMetadataOfLanceDb() {
		this.functions.register(new WordHashFactory());
		String python = "[{\"name\": \"word-hash\", \"model\": {\"dim\": 4, \"name\": \"m\", \"max_retries\": 7, "
				+ "\"api_key\": \"$var:key\"}, \"source_column\": \"text\", \"vector_column\": \"vector\"}]";
		this.functions.variable("key", "value");
		Table table = this.database.createTable("t", lanceDb(python));
		table.add(List.of(EmbeddingTables.row("id", 1, "text", "one")));
		assertThat(EmbeddingTables.values(table, "vector"))
			.containsExactly(new WordHashFunction("x", 4).embedQuery("one"));
		assertThat(table.schema().getCustomMetadata().get(ColumnRoles.FUNCTIONS))
			.contains("\"options\":{\"api-key\":\"$var:key\",\"dimensions\":\"4\",\"model\":\"m\"},\"model\":\"m\"");
		Table again = reopened(types().variable("key", "value"));
		again.add(List.of(EmbeddingTables.row("id", 2, "text", "two")));
		assertThat(again.search("two").limit(1).rows().getFirst()).containsEntry("id", 2L);
	}

	@Test
	void readsTheMetadataThatNodeWrites() {
		this.functions.register(new WordHashFactory()).alias("gemini", "word-hash");
		Table table = this.database.createTable("t", lanceDb("[{\"name\": \"gemini-text\", \"model\": {\"dim\": 4}, "
				+ "\"sourceColumn\": \"text\", \"vectorColumn\": \"vector\"}]"));
		assertThat(table.columns().embeddings())
			.containsExactly(new EmbeddingColumn("text", "vector", "gemini-text:vector"));
	}

	@Test
	void leavesFunctionsOfLanceDbThatAreNotHereAlone() {
		Table table = this.database.createTable("t", lanceDb("[{\"name\": \"imagebind\", \"model\": {}, "
				+ "\"source_column\": \"text\", \"vector_column\": \"vector\"}]"));
		assertThat(table.columns().embeddings()).isEmpty();
	}

	@Test
	void leavesFunctionsOfLanceDbThatCannotBeMadeAlone() {
		this.functions.register(new WordHashFactory()).alias("openai", "word-hash");
		for (String arguments : List.of("{\"dim\": 5}", "{\"dim\": 4, \"address\": \"https://elsewhere.example\"}",
				"{\"dim\": 4, \"api_key\": \"$var:not-given\"}")) {
			Table table = this.database
				.createTable("t",
						lanceDb("[{\"name\": \"openai\", \"model\": " + arguments
								+ ", \"source_column\": \"text\", \"vector_column\": \"vector\"}]"),
						CreateMode.OVERWRITE);
			assertThat(table.columns().embeddings()).as(arguments).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "apiKey", "api_key", "hf_token" })
	void keepsNoSecretOfLanceDb(String argument) {
		this.functions.register(new WordHashFactory());
		for (String name : List.of("word-hash", "imagebind")) {
			for (String secret : List.of("s3cret", "$var:KEY:s3cret")) {
				Table table = this.database.createTable("t",
						lanceDb("[{\"name\": \"" + name + "\", \"model\": {" + "\"dim\": 4, \"" + argument + "\": \""
								+ secret + "\"}, \"sourceColumn\": \"text\", " + "\"vectorColumn\": \"vector\"}]"),
						CreateMode.OVERWRITE);
				assertThat(table.schema().toJson()).doesNotContain("s3cret");
				assertThat(table.schema().getCustomMetadata().containsKey("embedding_functions"))
					.isEqualTo(table.columns().embeddings().isEmpty());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "openai, openai, text-embedding-ada-002", "gemini-text, gemini, gemini-embedding-001",
			"sentence-transformers, sentence-transformers, sentence-transformers/all-MiniLM-L6-v2",
			"huggingface, sentence-transformers, colbert-ir/colbertv2.0", "cohere, cohere, embed-multilingual-v2.0" })
	void takesTheDefaultsOfLanceDb(String name, String type, String model) {
		this.functions.register(new WordHashFactory()).alias(type, "word-hash");
		Table table = this.database.createTable("t", lanceDb("[{\"name\": \"" + name + "\", \"model\": "
				+ "{\"dim\": 4}, \"source_column\": \"text\", \"vector_column\": \"vector\"}]"));
		assertThat(table.schema().getCustomMetadata().get(ColumnRoles.FUNCTIONS)).contains("\"model\":\"" + model);
	}

	@Test
	void refusesMetadataOfLanceDbThatIsDamaged() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.database.createTable("t", lanceDb("[{\"name\": ")))
			.withMessage("The metadata 'embedding_functions' of the schema is no JSON; mend it, or remove it");
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.database.createTable("t", lanceDb("[{}]")))
			.withMessageStartingWith("The metadata 'embedding_functions' of the schema has not the form");
		this.functions.register(new WordHashFactory());
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.database.createTable("t",
					lanceDb("[{\"name\": \"word-hash\", \"model\": {}, "
							+ "\"source_column\": \"absent\", \"vector_column\": \"vector\"}]")))
			.withMessage(
					"The metadata 'embedding_functions' of the schema lets vectors of 'vector' be made of 'absent', "
							+ "but the columns are [id, text, vector]; add them, or remove the metadata");
	}

	private static Schema lanceDb(String json) {
		return new Schema(
				List.of(EmbeddingTables.ID, EmbeddingTables.TEXT, EmbeddingTables.vector("vector", 4, Map.of())),
				Map.of("embedding_functions", json));
	}

}
