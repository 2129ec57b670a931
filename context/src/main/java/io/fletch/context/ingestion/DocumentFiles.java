package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import io.fletch.context.hash.Sha256;
import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * The folder of the submitted files. A file is either there whole and durable, or not
 * there; its name is the document's id and extension, never what the user called it.
 */
final class DocumentFiles implements AutoCloseable {

	private static final String INCOMING = "incoming-";

	private static final Pattern OURS = Pattern.compile(INCOMING + "[0-9a-f-]{36}|[0-9a-f]{16}(\\..*)?");

	private static final String LOCK = ".lock";

	private static final String MARKS = ".begun";

	private static final int BUFFER_BYTES = 1 << 16;

	private final Path folder;

	private final FileChannel lock;

	private final WorkMarks marks;

	DocumentFiles(Path folder) {
		this.folder = folder;
		try {
			Files.createDirectories(folder, ownerOnly(folder));
			Path parent = folder.toAbsolutePath().getParent();
			if (parent != null) {
				force(parent);
			}
			this.marks = new WorkMarks(Files.createDirectories(folder.resolve(MARKS)));
			// Last, as nobody could give it back if something failed after it.
			this.lock = lock(folder.resolve(LOCK));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What users upload is as private as the tables; what is in the folder is reached
	 * through it alone.
	 */
	private static FileAttribute<?>[] ownerOnly(Path folder) {
		boolean isKnown = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
		return isKnown
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Keeps other pipelines away, of this process and of others.
	 */
	private static FileChannel lock(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		boolean isOurs = false;
		try {
			isOurs = channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// Another pipeline of this process has it, which is told below.
			isOurs = false;
		}
		finally {
			if (!isOurs) {
				channel.close();
			}
		}
		if (!isOurs) {
			throw new FolderInUseException("Another pipeline ingests into " + file.toAbsolutePath().getParent()
					+ ": close it first, or give this one a folder and a database of its own");
		}
		return channel;
	}

	@Override
	public void close() {
		// What is given up in order was not cut short.
		this.marks.removeAllBut(List.of());
		release();
	}

	/**
	 * Lets other pipelines have the folder, as it is.
	 */
	void release() {
		try {
			this.lock.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Incoming receive(String name, InputStream content, long maxBytes) {
		Path path = this.folder.resolve(INCOMING + UUID.randomUUID());
		try {
			return copy(name, content, path, maxBytes);
		}
		catch (IOException ex) {
			remove(path);
			throw new UncheckedIOException("'" + name + "' could not be copied: " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			// A stream of others may throw anything; half a file must not stay.
			remove(path);
			throw ex;
		}
	}

	private Incoming copy(String name, InputStream content, Path path, long maxBytes) throws IOException {
		MessageDigest digest = Sha256.digest();
		long size = 0;
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			byte[] buffer = new byte[BUFFER_BYTES];
			for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
				size += read;
				if (size > maxBytes) {
					throw new UnreadableDocumentException(name, Reason.TOO_LARGE, (Throwable) null);
				}
				digest.update(buffer, 0, read);
				ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
			}
			channel.force(true);
		}
		if (size == 0) {
			throw new UnreadableDocumentException(name, Reason.EMPTY, (Throwable) null);
		}
		return new Incoming(path, size, Sha256.hex(digest));
	}

	/**
	 * Gives a received file its final place, over an older one.
	 */
	void keep(Incoming incoming, String documentId, String extension) {
		try {
			Files.move(incoming.path(), path(documentId, extension), StandardCopyOption.ATOMIC_MOVE);
			force(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the marks of what is ingested, which lie in a folder of their own.
	 */
	WorkMarks marks() {
		return this.marks;
	}

	Path path(IndexedDocument document) {
		return path(document.id(), DocumentName.of(document.name()).extension());
	}

	private Path path(String documentId, String extension) {
		return this.folder.resolve(documentId + extension);
	}

	void remove(Path path) {
		try {
			Files.deleteIfExists(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Removes what a crash left behind: half-received files, and files of documents that
	 * are not known. What does not have a name of ours is somebody else's, and stays.
	 */
	void removeAllBut(Set<Path> known) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.folder)) {
			for (Path file : files) {
				if (OURS.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file)
						&& !known.contains(file)) {
					Files.deleteIfExists(file);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void force(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			// Windows cannot open a folder as a file, and keeps renames in its journal.
			if (!System.getProperty("os.name", "").startsWith("Windows")) {
				throw ex;
			}
		}
	}

	/**
	 * A file that was copied durably under a name of its own.
	 */
	record Incoming(Path path, long size, String sha256) {
	}

}
