package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.fletch.context.HashedWords;
import io.fletch.context.ingestion.IngestionJob.State;

/**
 * A process that ingests a folder and writes down what was reported to it, to be killed.
 */
public final class IngestingProcess {

	private IngestingProcess() {
	}

	public static void main(String[] arguments) throws IOException {
		Path journal = Path.of(arguments[2]);
		Path folder = Path.of(arguments[0]);
		IngestionSettings settings = Workspace.settings(folder, IngestionWork.DEFAULT.withWorkers(3));
		try (Workspace workspace = new Workspace(folder, HashedWords.slow(2_000_000), settings);
				FileChannel log = FileChannel.open(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			Map<String, String> open = new LinkedHashMap<>();
			for (Path file : sources(Path.of(arguments[1]))) {
				try (InputStream content = Files.newInputStream(file)) {
					IngestionJob job = workspace.pipeline().submit(file.getFileName().toString(), content);
					open.put(job.id(), job.name());
					write(log, "submitted " + job.name());
				}
			}
			while (!open.isEmpty()) {
				for (IngestionJob job : workspace.pipeline().jobs()) {
					if (job.state() == State.DONE && open.remove(job.id()) != null) {
						write(log, "done " + job.name());
					}
				}
			}
		}
	}

	static List<Path> sources(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
	}

	private static void write(FileChannel log, String line) throws IOException {
		log.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
	}

}
