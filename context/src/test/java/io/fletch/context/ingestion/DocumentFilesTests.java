package io.fletch.context.ingestion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentFilesTests {

	@TempDir
	private Path folder;

	@Test
	void removesOnlyWhatHasANameOfItsOwn() throws IOException {
		Path foreign = Files.writeString(this.folder.resolve("holiday.jpg"), "x");
		Path left = Files.writeString(this.folder.resolve("0123456789abcdef.txt"), "x");
		Path known = Files.writeString(this.folder.resolve("fedcba9876543210.pdf"), "x");
		Path half = Files.writeString(this.folder.resolve("incoming-" + UUID.randomUUID()), "x");
		new DocumentFiles(this.folder).removeAllBut(Set.of(known));
		assertThat(foreign).exists();
		assertThat(known).exists();
		assertThat(left).doesNotExist();
		assertThat(half).doesNotExist();
	}

	@Test
	@DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights of POSIX")
	void whatIsUploadedIsForItsOwnerAlone() throws IOException {
		Path uploads = this.folder.resolve("uploads");
		new DocumentFiles(uploads);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(uploads))).isEqualTo("rwx------");
	}

}
