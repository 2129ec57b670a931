package io.fletch.store;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;

/**
 * A database in a folder of its own, open for one test.
 */
abstract class OpenDatabase {

	final EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
		.register(new WordHashFunction("words", 16));

	@TempDir
	Path folder;

	Database database;

	@BeforeEach
	void openDatabase() {
		this.database = Database.open(this.folder, this.functions);
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

}
