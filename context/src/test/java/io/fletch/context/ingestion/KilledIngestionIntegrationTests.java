package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.ingestion.IngestionJob.State;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills a process (SIGKILL) in the middle of an ingestion.
 */
class KilledIngestionIntegrationTests {

	private static final int FILES = 12;

	@TempDir
	private Path folder;

	private Path sources;

	private Path journal;

	@BeforeEach
	void writeSources() throws IOException {
		this.sources = Files.createDirectories(this.folder.resolve("sources"));
		this.journal = this.folder.resolve("journal");
		for (int index = 0; index < FILES; index++) {
			Files.writeString(this.sources.resolve("doc" + index + ".md"),
					Workspace.sections("fruit" + index, 40 + 7 * index));
		}
	}

	@Test
	void losesNothingThatWasReportedAndGoesOn() throws Exception {
		Path killed = this.folder.resolve("killed");
		killAfter(killed, 3);
		killAfter(killed, 6);
		List<String> lines = Files.readAllLines(this.journal);
		try (Workspace workspace = new Workspace(killed)) {
			assertKept(workspace, lines);
			List<IngestionJob> resumed = workspace.pipeline().resume();
			assertThat(resumed).isNotEmpty();
			resumed.forEach((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
			submitAll(workspace);
			assertThat(all(workspace)).isEqualTo(undisturbed());
		}
	}

	private static void assertKept(Workspace workspace, List<String> lines) {
		for (String line : lines) {
			String name = line.substring(line.indexOf(' ') + 1);
			IndexedDocument document = workspace.pipeline().document(DocumentName.of(name).id()).orElseThrow();
			if (line.startsWith("done ")) {
				assertThat(document.state()).isEqualTo(IndexedDocument.READY);
				assertThat(workspace.texts(document.id())).hasSize(document.passages());
			}
			else {
				assertThat(document.state()).isIn(IndexedDocument.READY, IndexedDocument.PENDING);
			}
		}
	}

	private Map<String, List<Passage>> undisturbed() throws IOException {
		try (Workspace workspace = new Workspace(this.folder.resolve("undisturbed"))) {
			submitAll(workspace);
			return all(workspace);
		}
	}

	private static Map<String, List<Passage>> all(Workspace workspace) {
		Map<String, List<Passage>> passages = new TreeMap<>();
		workspace.pipeline()
			.documents()
			.forEach((document) -> passages.put(document.name(), workspace.pipeline().passages(document.id())));
		assertThat(passages).hasSize(FILES);
		return passages;
	}

	private void submitAll(Workspace workspace) throws IOException {
		for (Path file : IngestingProcess.sources(this.sources)) {
			try (InputStream content = Files.newInputStream(file)) {
				IngestionJob job = workspace.pipeline().submit(file.getFileName().toString(), content);
				assertThat(workspace.await(job).state()).isEqualTo(State.DONE);
			}
		}
	}

	private void killAfter(Path data, int done) throws Exception {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-cp", classPath, IngestingProcess.class.getName(), data.toString(),
				this.sources.toString(), this.journal.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output").toFile())
			.start();
		try {
			Workspace.await(() -> countDone() >= done || !process.isAlive());
			assertThat(process.isAlive()).isTrue();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private long countDone() {
		try {
			return Files.exists(this.journal) ? Files.readAllLines(this.journal)
				.stream()
				.filter((line) -> line.startsWith("done "))
				.distinct()
				.count() : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
