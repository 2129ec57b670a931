package io.fletch.autoconfigure.process;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that devtools restarts, with the classes of the application loaded anew.
 */
class DevtoolsTests {

	@Test
	@Timeout(180)
	void whatWasWrittenBeforeARestartIsThereAndMoreCanBeWritten(@TempDir Path folder) throws IOException {
		try (NotesProcess notes = NotesProcess.startWithDevtools(folder, "--notes.ingest=true")) {
			assertThat(notes.ask("add alpha")).isEqualTo("added alpha");
			String first = notes.ask("loader");
			assertThat(first).startsWith("RestartClassLoader ");
			assertThat(notes.ask("restart")).isEqualTo(NotesApplication.READY);
			assertThat(notes.ask("loader")).startsWith("RestartClassLoader ").isNotEqualTo(first);
			assertThat(notes.ask("list")).isEqualTo("alpha");
			assertThat(notes.ask("add xyz")).isEqualTo("added xyz");
			assertThat(notes.ask("restart")).isEqualTo(NotesApplication.READY);
			assertThat(notes.ask("list")).isEqualTo("alpha,xyz");
			assertThat(notes.ask("nearest zzz")).isEqualTo("xyz");
		}
	}

}
