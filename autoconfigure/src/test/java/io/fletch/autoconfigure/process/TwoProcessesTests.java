package io.fletch.autoconfigure.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes, each with a whole application, on one folder.
 */
class TwoProcessesTests {

	@TempDir
	private Path folder;

	@Test
	@Timeout(180)
	void bothReadAndWriteAndOneGoesOnWhenTheOtherIsKilled() throws IOException {
		try (NotesProcess first = NotesProcess.begin(this.folder);
				NotesProcess second = NotesProcess.begin(this.folder)) {
			assertThat(List.of(first.next(), second.next())).containsOnly(NotesApplication.READY);
			assertThat(first.ask("add alpha")).isEqualTo("added alpha");
			assertThat(second.ask("list")).isEqualTo("alpha");
			assertThat(second.ask("add xyz")).isEqualTo("added xyz");
			assertThat(first.ask("nearest zzz")).isEqualTo("xyz");
			writeAtOnce(first, second);
			List<String> written = killWhileWriting(first);
			assertThat(second.ask("add omega")).isEqualTo("added omega");
			assertThat(second.ask("list").split(",")).contains("alpha", "xyz", "omega")
				.containsAll(written)
				.hasSizeBetween(43 + written.size(), 44 + written.size());
		}
	}

	private static void writeAtOnce(NotesProcess first, NotesProcess second) throws IOException {
		first.tell("many f 20");
		second.tell("many s 20");
		for (NotesProcess each : List.of(first, second)) {
			for (int i = 0; i < 20; i++) {
				assertThat(each.next()).startsWith("wrote ");
			}
			assertThat(each.next()).isEqualTo("wrote all");
		}
		assertThat(first.ask("list").split(",")).hasSize(42);
		assertThat(second.ask("list")).isEqualTo(first.ask("list"));
	}

	/**
	 * Returns the notes that were told to be written.
	 */
	private static List<String> killWhileWriting(NotesProcess process) throws IOException {
		process.tell("many k 1000000");
		assertThat(process.next()).isEqualTo("wrote k0");
		List<String> last = process.kill();
		assertThat(last).doesNotContain("wrote all");
		List<String> written = new ArrayList<>(List.of("k0"));
		last.forEach((line) -> written.add(line.substring("wrote ".length())));
		return written;
	}

	@Test
	@Timeout(180)
	void onlyOneIngestsAndTheOtherSaysWhyItDoesNotStart() throws IOException {
		try (NotesProcess first = NotesProcess.start(this.folder, "--notes.ingest=true")) {
			try (NotesProcess second = NotesProcess.begin(this.folder, "--notes.ingest=true",
					"--logging.level.root=info")) {
				assertThat(second.end()).contains("APPLICATION FAILED TO START", "Another pipeline ingests into ",
						"give this one a folder of its own by fletch.uri");
			}
			assertThat(first.ask("add alpha")).isEqualTo("added alpha");
			first.kill();
		}
		try (NotesProcess third = NotesProcess.start(this.folder, "--notes.ingest=true")) {
			assertThat(third.ask("list")).isEqualTo("alpha");
		}
	}

}
