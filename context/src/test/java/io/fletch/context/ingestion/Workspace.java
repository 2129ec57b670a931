package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.fletch.context.HashedWords;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

/**
 * A database and a pipeline in one folder.
 */
final class Workspace implements AutoCloseable {

	private final Path folder;

	private final HashedWords function;

	private final Database database;

	private final IngestionPipeline pipeline;

	Workspace(Path folder) {
		this(folder, new HashedWords());
	}

	Workspace(Path folder, HashedWords function) {
		this(folder, function, settings(folder, IngestionWork.DEFAULT.withWorkers(1)));
	}

	Workspace(Path folder, HashedWords function, IngestionSettings settings) {
		this.folder = folder;
		this.function = function;
		this.database = Database.open(folder.resolve("db"), new EmbeddingFunctionRegistry().register(function));
		this.pipeline = new IngestionPipeline(this.database, settings);
	}

	static IngestionSettings settings(Path folder, IngestionWork work) {
		return IngestionSettings.in(folder.resolve("files")).withWork(work.withAttempts(2, Duration.ofMillis(1)));
	}

	Database database() {
		return this.database;
	}

	HashedWords function() {
		return this.function;
	}

	IngestionPipeline pipeline() {
		return this.pipeline;
	}

	IngestionJob submit(String name, String content) {
		return this.pipeline.submit(name, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
	}

	IngestionJob ingest(String name, String content) {
		return await(submit(name, content));
	}

	IngestionJob await(IngestionJob job) {
		await(() -> this.pipeline.job(job.id()).orElseThrow().state().isFinal());
		return this.pipeline.job(job.id()).orElseThrow();
	}

	List<String> texts(String documentId) {
		return this.pipeline.passages(documentId).stream().map(Passage::text).toList();
	}

	long countPassages() {
		return this.database.table(Passage.class).countRows();
	}

	/**
	 * Returns the names of the kept files, without those by which a pipeline keeps others
	 * away and marks what it works at.
	 */
	List<String> files() {
		try (Stream<Path> files = Files.list(this.folder.resolve("files"))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !List.of(".lock", ".begun").contains(name))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.function.release();
		this.pipeline.close();
		this.database.close();
	}

	static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("waited too long");
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	/**
	 * Makes a text with as many sections as told; each becomes one passage.
	 */
	static String sections(String word, int count) {
		StringBuilder text = new StringBuilder();
		for (int index = 0; index < count; index++) {
			text.append("# Heading ").append(index).append("\n\nThe ").append(word).append(" has number ");
			text.append(index).append(".\n\n");
		}
		return text.toString();
	}

	/**
	 * Copies a folder as a crash would leave it.
	 */
	static Path copy(Path from, Path to) throws IOException {
		Files.walkFileTree(from, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(to.resolve(from.relativize(directory).toString()));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file, to.resolve(from.relativize(file).toString()));
				return FileVisitResult.CONTINUE;
			}

		});
		return to;
	}

}
