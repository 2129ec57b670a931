package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.context.hash.Sha256;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderSourceTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource({ "*.md, 'a.md'", "**/*.md, 'a.md,sub/b.md,sub/deep/c.md'",
			"'**/*.{md,txt}', 'a.md,d.txt,sub/b.md,sub/deep/c.md'", "sub/*, 'sub/b.md'",
			"sub/**, 'sub/b.md,sub/deep/c.md'", "nothing, ''", "sub/**/*.md, 'sub/b.md,sub/deep/c.md'",
			"'{sub/**/b,**/a}.md', 'a.md,sub/b.md'", "**/sub/**/**/c.md, 'sub/deep/c.md'" })
	void listsWhatAPatternFits(String glob, String expected) throws IOException {
		create("a.md", "d.txt", "sub/b.md", "sub/deep/c.md");
		assertThat(names(FolderSource.of(this.folder).including(glob)))
			.isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(",")));
	}

	@Test
	void leavesOutWhatIsExcluded() throws IOException {
		create("a.md", "drafts/b.md", "c.md");
		assertThat(names(FolderSource.of(this.folder).excluding("drafts/**", "c.*"))).containsExactly("a.md");
		assertThat(names(FolderSource.of(this.folder).including("*.md").excluding("a*"))).containsExactly("c.md");
	}

	@Test
	void leavesOutHiddenAndTemporaryFiles() throws IOException {
		create(".hidden.txt", ".git/config.txt", "~$letter.docx", "letter.docx~", "a.txt.part", "a.TMP", "#a.txt#",
				"a.txt.crdownload", ".a.txt.swp", "kept.txt", "\ud83d\ude00.txt");
		assertThat(names(FolderSource.of(this.folder))).containsExactly("kept.txt", "\ud83d\ude00.txt");
	}

	@Test
	void followsNoLinksInTheFolder() throws IOException {
		Path inside = Files.createDirectories(this.folder.resolve("inside"));
		Path outside = Files.createDirectories(this.folder.resolve("outside"));
		Files.writeString(outside.resolve("secret.txt"), "secret");
		Files.writeString(inside.resolve("a.txt"), "text");
		Files.createSymbolicLink(inside.resolve("link.txt"), outside.resolve("secret.txt"));
		Files.createSymbolicLink(inside.resolve("linked"), outside);
		Files.createSymbolicLink(inside.resolve("round"), inside);
		Files.createSymbolicLink(inside.resolve("broken.txt"), outside.resolve("nothing.txt"));
		assertThat(names(FolderSource.of(inside))).containsExactly("a.txt");
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), inside);
		assertThat(names(FolderSource.of(link))).containsExactly("a.txt");
	}

	@Test
	void readsTheFilesAndTagsThem() throws IOException {
		create("sub/a.txt");
		FolderSource source = FolderSource.of(this.folder).withPrefix("hand/book").withTags(List.of("lang=en"));
		try (Stream<SourceDocument> documents = source.documents()) {
			SourceDocument document = documents.findFirst().orElseThrow();
			assertThat(document.name()).isEqualTo("hand/book/sub/a.txt");
			assertThat(document.tags()).containsExactly("lang=en");
			assertThat(document.content().open()).hasContent("text of sub/a.txt");
			assertThat(document.hash(100, () -> {
			})).isEqualTo(Sha256.hex("text of sub/a.txt"));
		}
	}

	@Test
	void opensNoLinkThatHasTakenThePlaceOfAFile() throws IOException {
		create("inside/a.txt", "inside/sub/b.txt", "outside/b.txt");
		Path inside = this.folder.resolve("inside");
		List<SourceDocument> listed;
		try (Stream<SourceDocument> documents = FolderSource.of(inside).documents()) {
			listed = documents.toList();
		}
		Files.delete(inside.resolve("a.txt"));
		Files.createSymbolicLink(inside.resolve("a.txt"), this.folder.resolve("outside/b.txt"));
		Files.move(inside.resolve("sub"), this.folder.resolve("away"));
		Files.createSymbolicLink(inside.resolve("sub"), this.folder.resolve("outside"));
		assertThat(listed).hasSize(2)
			.allSatisfy((document) -> assertThatThrownBy(() -> document.content().open())
				.isInstanceOf(FileSystemException.class)
				.hasMessageContaining("it is no file of the folder any more"));
	}

	@Test
	void readsNoMoreThanIsAllowedAndWanted() {
		SourceDocument endless = new SourceDocument("a.txt", () -> new InputStream() {

			@Override
			public int read() {
				return 'x';
			}

		});
		assertThatThrownBy(() -> endless.hash(1_000_000, () -> {
		})).isInstanceOf(UnreadableDocumentException.class).hasMessageContaining("a.txt");
		assertThatThrownBy(() -> endless.hash(Long.MAX_VALUE, () -> {
			throw new CancelledException("enough", null);
		})).isInstanceOf(CancelledException.class).hasMessage("enough");
	}

	@Test
	void takesAMissingFolderForNoEmptyOne() {
		assertThatThrownBy(() -> FolderSource.of(this.folder.resolve("gone")).documents())
			.isInstanceOf(NoSuchFileException.class)
			.hasMessageContaining("the folder is not there");
	}

	@Test
	void namesWhatCannotBeUsed() {
		FolderSource source = FolderSource.of(this.folder);
		assertThatIllegalArgumentException().isThrownBy(() -> source.including("{a"))
			.withMessageStartingWith("'{a' is no pattern for files");
		assertThatIllegalArgumentException().isThrownBy(() -> source.including("**/a/".repeat(30)))
			.withMessageEndingWith("has too many **/; use at most 8 in a pattern");
		assertThatIllegalArgumentException().isThrownBy(() -> source.named(" "))
			.withMessage("name must not be blank, but was ' '");
		assertThatIllegalArgumentException().isThrownBy(() -> source.withPrefix("../"))
			.withMessageStartingWith("name must be the name of a file");
		assertThatIllegalArgumentException().isThrownBy(() -> source.withTags(List.of(" ")))
			.withMessage("tags must have 1 to 100 characters that are not all blank, but one is ' '");
	}

	private void create(String... names) throws IOException {
		for (String name : names) {
			Path file = this.folder.resolve(name);
			Files.createDirectories(file.getParent());
			Files.writeString(file, "text of " + name);
		}
	}

	private static List<String> names(FolderSource source) throws IOException {
		try (Stream<SourceDocument> documents = source.documents()) {
			return documents.map(SourceDocument::name).toList();
		}
	}

}
