package io.fletch.context.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderReaderTests {

	@TempDir
	private Path outside;

	@TempDir
	private Path folder;

	private final FolderReader reader = new FolderReader(new DocumentReader());

	@Test
	void readsFilesInTheOrderOfTheirNames() throws IOException {
		write("b.txt", "B.");
		write("a/z.md", "# Z");
		write("c.txt", "C.");
		assertThat(this.reader.read(this.folder)).extracting(FolderEntry::path)
			.extracting(Path::toString)
			.containsExactly(Path.of("a", "z.md").toString(), "b.txt", "c.txt");
	}

	@Test
	void reportsWhatItSkips() throws IOException {
		write("good.txt", "Good.");
		write("bad.pdf", "no pdf");
		write("empty.txt", "");
		write("movie.avi", "RIFF");
		List<FolderEntry> entries = this.reader.read(this.folder).toList();
		assertThat(entries).filteredOn((entry) -> entry instanceof FolderEntry.Read).hasSize(1);
		assertThat(entries).filteredOn((entry) -> entry instanceof FolderEntry.Skipped)
			.extracting((entry) -> ((FolderEntry.Skipped) entry).reason())
			.satisfiesExactly((reason) -> assertThat(reason).contains("'bad.pdf' is damaged"),
					(reason) -> assertThat(reason).contains("'empty.txt' holds no text"),
					(reason) -> assertThat(reason).contains("'movie.avi' is of a kind that cannot be read"));
	}

	@Test
	void takesOnlyWhatMatches() throws IOException {
		write("a.txt", "A.");
		write("in/b.md", "B.");
		write("in/c.avi", "C.");
		assertThat(this.reader.matching("**.{md,txt}").read(this.folder)).hasSize(2);
		assertThat(this.reader.matching("in/*").read(this.folder)).hasSize(2);
	}

	@Test
	void followsNoSymbolicLinks() throws IOException {
		Files.writeString(this.outside.resolve("secret.txt"), "TOPSECRET");
		Files.createSymbolicLink(this.folder.resolve("file.txt"), this.outside.resolve("secret.txt"));
		Files.createSymbolicLink(this.folder.resolve("folder"), this.outside);
		Files.createSymbolicLink(this.folder.resolve("self"), this.folder);
		assertThat(this.reader.read(this.folder)).hasSize(3)
			.allSatisfy((entry) -> assertThat(((FolderEntry.Skipped) entry).reason()).contains("symbolic link"));
	}

	@Test
	void leavesHiddenFilesOut() throws IOException {
		write(".git/config.txt", "x");
		write(".hidden.txt", "x");
		assertThat(this.reader.read(this.folder)).isEmpty();
	}

	@Test
	void readsNoFurtherThanIsAskedFor() throws IOException {
		write("a.txt", "A.");
		write("b.txt", "B.");
		try (Stream<FolderEntry> entries = this.reader.read(this.folder)) {
			assertThat(entries.findFirst()).get().extracting(FolderEntry::path).hasToString("a.txt");
		}
	}

	@Test
	void refusesAFolderThatIsNone() {
		assertThatThrownBy(() -> this.reader.read(this.folder.resolve("none"))).isInstanceOf(UncheckedIOException.class)
			.hasMessageContaining("none");
	}

	@Test
	void stopsWhenInterrupted() throws IOException {
		write("a.txt", "A.");
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> this.reader.read(this.folder).toList()).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("reading was stopped");
		assertThat(Thread.interrupted()).isTrue();
	}

	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
