package io.fletch.context.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a folder and of the folders within it, one at a time and in the
 * order of their names. What cannot be read is skipped and reported. Symbolic links are
 * not followed, as they may lead anywhere; files and folders whose name begins with a dot
 * are left out. Immutable.
 */
public final class FolderReader {

	private final DocumentReader reader;

	private final PathMatcher matcher;

	private FolderReader(DocumentReader reader, PathMatcher matcher) {
		this.reader = reader;
		this.matcher = matcher;
	}

	/**
	 * Creates a reader of all files.
	 * @param reader reads each of them
	 */
	public FolderReader(DocumentReader reader) {
		this(Objects.requireNonNull(reader, "reader"), (path) -> true);
	}

	/**
	 * Leaves files out.
	 * @param glob what the path of a file below the folder must match, for example
	 * <code>**.{md,txt}</code>
	 * @return a new reader
	 * @throws java.util.regex.PatternSyntaxException if it is no glob
	 */
	public FolderReader matching(String glob) {
		Objects.requireNonNull(glob, "glob");
		return new FolderReader(this.reader, Paths.get("").getFileSystem().getPathMatcher("glob:" + glob));
	}

	/**
	 * Reads a folder as the stream is read.
	 * @param folder the folder
	 * @return what became of each file
	 * @throws UncheckedIOException if there is no such folder
	 */
	public Stream<FolderEntry> read(Path folder) {
		Objects.requireNonNull(folder, "folder");
		if (!Files.isDirectory(folder)) {
			throw new UncheckedIOException(new NotDirectoryException(folder.toString()));
		}
		Walk walk = new Walk(folder);
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.map((path) -> entry(folder, path));
	}

	private FolderEntry entry(Path folder, Path path) {
		Path relative = folder.relativize(path);
		if (Files.isSymbolicLink(path)) {
			return new FolderEntry.Skipped(relative,
					"It is a symbolic link, which is not followed. Add what it leads to.");
		}
		if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
			return new FolderEntry.Skipped(relative, "It is no file, or cannot be opened. Check who may read it.");
		}
		try {
			return new FolderEntry.Read(relative, this.reader.read(path.getFileName().toString(), path));
		}
		catch (UnreadableDocumentException ex) {
			if (ex.reason() == UnreadableDocumentException.Reason.INTERRUPTED) {
				throw ex;
			}
			return new FolderEntry.Skipped(relative, String.valueOf(ex.getMessage()));
		}
		catch (UncheckedIOException ex) {
			return new FolderEntry.Skipped(relative, "It cannot be opened: " + ex.getMessage());
		}
	}

	/**
	 * The files below a folder, and the folders that cannot be opened.
	 */
	private final class Walk implements Iterator<Path> {

		private final Path folder;

		private final Deque<Path> open = new ArrayDeque<>();

		private @Nullable Path closed;

		Walk(Path folder) {
			this.folder = folder;
			list(folder).forEach(this.open::push);
		}

		@Override
		public boolean hasNext() {
			while (!this.open.isEmpty()) {
				Path next = this.open.peek();
				if (next.equals(this.closed)) {
					return true;
				}
				if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
					if (FolderReader.this.matcher.matches(this.folder.relativize(next))) {
						return true;
					}
					this.open.pop();
				}
				else if (!Files.isReadable(next)) {
					return true;
				}
				else {
					enter(next);
				}
			}
			return false;
		}

		/**
		 * What vanishes or is closed between two looks is reported, not thrown.
		 */
		private void enter(Path next) {
			try {
				List<Path> children = list(next);
				this.open.pop();
				children.forEach(this.open::push);
			}
			catch (UncheckedIOException ex) {
				this.closed = next;
			}
		}

		@Override
		public Path next() {
			hasNext();
			return this.open.pop();
		}

		/**
		 * Lists a folder backwards, as the last one pushed is read first.
		 */
		private List<Path> list(Path parent) {
			List<Path> paths = new ArrayList<>();
			try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
				children.forEach(paths::add);
			}
			catch (DirectoryIteratorException ex) {
				throw new UncheckedIOException(ex.getCause());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			paths.removeIf((path) -> path.getFileName().toString().startsWith("."));
			paths.sort(Collections.reverseOrder());
			return paths;
		}

	}

}
