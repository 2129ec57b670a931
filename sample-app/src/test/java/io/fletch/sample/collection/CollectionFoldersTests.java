package io.fletch.sample.collection;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of folders that nobody needs any more.
 */
class CollectionFoldersTests {

	@TempDir
	private Path folder;

	@Test
	void removesThoseOfDeletedCollections() throws IOException {
		Files.createDirectories(this.folder.resolve("collections/letters/deep"));
		Files.createDirectories(this.folder.resolve("collections/papers"));
		new CollectionFolders(this.folder).removeAllBut(Set.of("papers"));
		assertThat(this.folder.resolve("collections/letters")).doesNotExist();
		assertThat(this.folder.resolve("collections/papers")).isDirectory();
	}

	@Test
	void letsTheApplicationStartWhereFilesCannotBeRemoved() throws IOException {
		Path archive = this.folder.resolve("files.zip");
		try (FileSystem writable = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
			Files.createDirectories(writable.getPath("/collections/letters"));
			Files.createDirectories(writable.getPath("/collections/papers"));
		}
		try (FileSystem readOnly = FileSystems.newFileSystem(archive, Map.of("accessMode", "readOnly"))) {
			CollectionFolders folders = new CollectionFolders(readOnly.getPath("/"));
			folders.removeAllBut(Set.of());
			assertThat(readOnly.getPath("/collections/letters")).isDirectory();
			assertThat(readOnly.getPath("/collections/papers")).isDirectory();
		}
	}

}
