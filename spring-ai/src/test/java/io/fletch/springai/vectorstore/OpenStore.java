package io.fletch.springai.vectorstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.test.embedding.HashedWordsFunction;

/**
 * A store in a folder, whose documents are near each other where they share words.
 */
abstract class OpenStore {

	static final FletchEmbeddingModel MODEL = new FletchEmbeddingModel(new HashedWordsFunction());

	@TempDir
	Path folder;

	Database database;

	FletchVectorStore store;

	@BeforeEach
	void open() {
		EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry();
		functions.register(new HashedWordsFunction());
		functions.defaultAlias(HashedWordsFunction.NAME);
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withFunctions(functions));
		this.store = FletchVectorStore.builder(this.database, MODEL).build();
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	void reopen() {
		close();
		open();
	}

	void add(String id, String text, Map<String, Object> metadata) {
		this.store.add(List.of(new Document(id, text, metadata)));
	}

	static List<String> ids(List<Document> documents) {
		return documents.stream().map(Document::getId).toList();
	}

	List<String> found(String filter) {
		return ids(this.store
			.similaritySearch(SearchRequest.builder().query("words").topK(1000).filterExpression(filter).build()))
			.stream()
			.sorted()
			.toList();
	}

}
