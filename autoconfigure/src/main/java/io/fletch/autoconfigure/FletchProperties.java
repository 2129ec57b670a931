package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.fletch.store.Database;
import io.fletch.store.SchemaMode;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.QueryKind;

/**
 * The properties of Fletch.
 *
 * @param uri Folder of the database, as a path, in which ~ stands for the folder of the
 * user, or as a file: URI. Created when absent. Or memory: for a database that is gone
 * with the application.
 * @param schemaMode What happens when a table of records that a template or repository
 * uses is missing or lacks columns: it must be there (validate), it is created (create),
 * or columns and indexes are added as well (update). Tables of vector stores, embedding
 * stores and chat memories are always created when they are first used.
 * @param databases More databases by their names: the property uri of each says where it
 * is. The one named archive is the bean archiveDatabase.
 * @param slowQuery Time from which on a search is logged with its plan. By default none
 * is.
 * @param mcpTables Tables of the database of fletch.uri that the tool search_table of a
 * model context protocol server may search. None by default, and then there is no such
 * tool.
 * @param embedding Embedding functions.
 * @param reranker Name of the reranker that joins the two sides of a hybrid search: one
 * of those named here, or a kind of rerankers.
 * @param rerankers Rerankers by their names: of each the properties type and options.
 * @param context Stages between a file and an answer.
 * @param vectorStore Vector store for Spring AI.
 */
@ConfigurationProperties("fletch")
public record FletchProperties(@DefaultValue("./fletch-data") String uri,
		@DefaultValue Map<String, NamedDatabase> databases, @Nullable Duration slowQuery,
		@DefaultValue List<String> mcpTables, @DefaultValue("create") SchemaMode schemaMode,
		@DefaultValue Embedding embedding, @DefaultValue("rrf") String reranker,
		@DefaultValue Map<String, Function> rerankers, @DefaultValue Context context,
		@DefaultValue VectorStore vectorStore) {

	/** Names that stand for the database of {@code fletch.uri}. */
	private static final List<String> RESERVED = List.of("default", "fletch");

	public FletchProperties {
		requirePlace("fletch.uri", uri);
		if (slowQuery != null && slowQuery.isNegative()) {
			throw new IllegalArgumentException("fletch.slow-query must not be negative, but was " + slowQuery);
		}
		databases.forEach(FletchProperties::requireDatabase);
	}

	private static void requireDatabase(String name, NamedDatabase database) {
		if (!name.matches("[A-Za-z][A-Za-z0-9_-]*") || RESERVED.contains(name)) {
			throw new IllegalArgumentException("fletch.databases." + name
					+ " is no name for a database; begin with a letter, go on with letters, digits, - and _, and "
					+ "leave " + RESERVED + " to the one of fletch.uri");
		}
		requirePlace("fletch.databases." + name + ".uri", Objects.requireNonNullElse(database.uri(), ""));
	}

	private static void requirePlace(String property, String uri) {
		try {
			Database.folder(uri);
		}
		catch (InvalidInputException ex) {
			// Without the cause: only the innermost message is reported.
			throw new IllegalArgumentException(property + ": " + ex.getMessage());
		}
	}

	/**
	 * The properties of one more database.
	 *
	 * @param uri Where the database is, as for fletch.uri.
	 */
	public record NamedDatabase(@Nullable String uri) {
	}

	/**
	 * The properties of embedding functions.
	 *
	 * @param defaultFunction Name of the embedding function for vector fields that name
	 * none, and for the context stages. By default the only bean of that type, or else
	 * all-minilm-l6-v2.
	 * @param functions Embedding functions by their names: of each the properties type
	 * and options.
	 * @param loadOnStartup Whether the default function and those named here are loaded
	 * when the application starts, which fails if one cannot be. Otherwise each is loaded
	 * when it is first used.
	 * @param cache Cache of vectors on disk.
	 */
	public record Embedding(@Nullable String defaultFunction, @DefaultValue Map<String, Function> functions,
			@DefaultValue("false") boolean loadOnStartup, @DefaultValue Cache cache) {

		static final String BUNDLED_FUNCTION = "all-minilm-l6-v2";

	}

	/**
	 * The properties of one embedding function or reranker.
	 *
	 * @param type Alias of the kind, for example openai.
	 * @param options Options of that kind. Secrets among them are never stored.
	 */
	public record Function(@Nullable String type, @DefaultValue Map<String, String> options) {

		@Override
		public String toString() {
			return "Function[type=" + this.type + ", options=" + this.options.keySet() + "]";
		}

	}

	/**
	 * The properties of the cache of vectors, in which all embedding functions look
	 * first.
	 *
	 * @param enabled Whether vectors are cached.
	 * @param directory Folder of the cache. By default a folder beside the tables.
	 * @param maxSize How large the cache may be.
	 */
	public record Cache(@DefaultValue("false") boolean enabled, @Nullable Path directory,
			@DefaultValue("1GB") DataSize maxSize) {
	}

	/**
	 * The properties of the context stages. A passage is a window of a few neighbouring
	 * chunks.
	 *
	 * @param splitter Splitter of documents, for example 'recursive 1000 100' or 'window
	 * 3 2 1 of sentence 400'. By default windows over sentences, as the properties chunk
	 * characters, window, stride and min window size say; these count for nothing
	 * otherwise.
	 * @param chunkCharacters Longest chunk in characters, at least 20.
	 * @param window Number of chunks in a passage.
	 * @param stride Number of chunks between the starts of two passages, at most window.
	 * @param minWindowSize Fewest chunks in the last passage of a section, at most
	 * window. Chunks of smaller ones are lost where the section has others, so 1 loses
	 * nothing.
	 * @param folder Folder whose files are ingested, and watched for changes. None by
	 * default.
	 * @param syncMode Whether documents of that folder are ingested again only when they
	 * change (incremental), are removed with their files as well (full), or are read anew
	 * every time (none).
	 * @param workers Number of documents that are ingested at once.
	 * @param attempts How often a document is tried where a failure may pass.
	 */
	public record Context(@Nullable String splitter, @DefaultValue("400") int chunkCharacters,
			@DefaultValue("3") int window, @DefaultValue("2") int stride, @DefaultValue("1") int minWindowSize,
			@Nullable Path folder, @DefaultValue("full") Sync syncMode, @DefaultValue("2") int workers,
			@DefaultValue("5") int attempts) {

		private static final int MIN_CHUNK_CHARACTERS = 20;

		public Context {
			requireAtLeast("chunk-characters", chunkCharacters, MIN_CHUNK_CHARACTERS);
			requireAtLeast("window", window, 1);
			requireAtLeast("stride", stride, 1);
			if (splitter == null && stride > window) {
				throw new IllegalArgumentException(
						"fletch.context.stride is " + stride + ", but must be at most fletch.context.window, which is "
								+ window + ": the chunks between two passages would be in none");
			}
			requireAtLeast("min-window-size", minWindowSize, 1);
			if (splitter == null && minWindowSize > window) {
				throw new IllegalArgumentException("fletch.context.min-window-size is " + minWindowSize
						+ ", but must be at most fletch.context.window, which is " + window
						+ ": no passage has more chunks");
			}
			requireAtLeast("workers", workers, 1);
			requireAtLeast("attempts", attempts, 1);
		}

		private static void requireAtLeast(String name, int value, int minimum) {
			if (value < minimum) {
				throw new IllegalArgumentException(
						"fletch.context." + name + " must be at least " + minimum + ", but was " + value);
			}
		}

		/**
		 * The modes by their names: the stages themselves may be absent.
		 */
		public enum Sync {

			/** Everything is read anew, and nothing removed. */
			NONE,

			/** What changed is read, and nothing removed. */
			INCREMENTAL,

			/** What changed is read, and what is gone removed. */
			FULL

		}

	}

	/**
	 * The properties of the vector store for Spring AI.
	 *
	 * @param tableName Name of its table. Created when absent.
	 * @param queryKind What its searches compare: the meaning of texts (vector), their
	 * words (text), or both (hybrid). By words alone a similarity threshold is refused.
	 */
	public record VectorStore(@DefaultValue("vector_store") String tableName,
			@DefaultValue("vector") QueryKind queryKind) {
	}

}
