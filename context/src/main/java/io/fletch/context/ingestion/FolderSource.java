package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The files of a folder and of the folders in it. Left out are hidden and temporary
 * files, symbolic links, and files of extensions that cannot be read. A folder that is
 * not there, or a part of it that cannot be read, is an error and never taken for an
 * empty one. Immutable.
 */
public final class FolderSource implements DocumentSource {

	private static final Set<String> TEMPORARY = Set.of(".tmp", ".temp", ".part", ".partial", ".crdownload",
			".download", ".swp", ".swx", ".bak", ".lock");

	private final Path folder;

	private final Naming naming;

	private final Globs globs;

	private final List<String> tags;

	private final Readable readable;

	private FolderSource(Path folder, Naming naming, Globs globs, List<String> tags, Readable readable) {
		this.folder = folder;
		this.naming = naming;
		this.globs = globs;
		this.tags = tags;
		this.readable = readable;
	}

	/**
	 * Returns all files below a folder.
	 * @param folder the folder; it need not be there yet
	 * @return the source
	 */
	public static FolderSource of(Path folder) {
		Objects.requireNonNull(folder, "folder");
		Path absolute = folder.toAbsolutePath().normalize();
		return new FolderSource(absolute, new Naming(absolute.toString(), ""), Globs.ALL, List.of(), Readable.ALL);
	}

	/**
	 * Leaves out what no pattern fits, whatever patterns were given here before.
	 * @param globs patterns for the path below the folder, such as {@code *.pdf} or
	 * <code>reports/&#42;&#42;/*.{md,txt}</code>; <code>&#42;&#42;/</code> also stands
	 * for no folder at all
	 * @return a source with these patterns
	 * @throws IllegalArgumentException if one is no pattern
	 */
	public FolderSource including(String... globs) {
		Objects.requireNonNull(globs, "globs");
		return new FolderSource(this.folder, this.naming, this.globs.including(globs), this.tags, this.readable);
	}

	/**
	 * Leaves out what one of the patterns fits, whatever patterns were given here before.
	 * @param globs patterns for the path below the folder
	 * @return a source with these patterns
	 * @throws IllegalArgumentException if one is no pattern
	 */
	public FolderSource excluding(String... globs) {
		Objects.requireNonNull(globs, "globs");
		return new FolderSource(this.folder, this.naming, this.globs.excluding(globs), this.tags, this.readable);
	}

	/**
	 * Puts something before the names of the documents, so that they cannot be mistaken
	 * for those of another source.
	 * @param prefix the prefix, for example {@code handbook}
	 * @return a source with this prefix
	 * @throws IllegalArgumentException if nothing of it can be used
	 */
	public FolderSource withPrefix(String prefix) {
		Objects.requireNonNull(prefix, "prefix");
		return new FolderSource(this.folder,
				new Naming(this.naming.source(), DocumentName.ofPath(prefix).value() + "/"), this.globs, this.tags,
				this.readable);
	}

	/**
	 * Names this source otherwise than by the path of its folder, so that the folder may
	 * move, or another source may list other files of it.
	 * @param name the name; the same whenever the source is the same
	 * @return a source with this name
	 * @throws IllegalArgumentException if the name is blank
	 */
	public FolderSource named(String name) {
		Objects.requireNonNull(name, "name");
		if (name.isBlank()) {
			throw new IllegalArgumentException("name must not be blank, but was '" + name + "'");
		}
		return new FolderSource(this.folder, new Naming(name.strip(), this.naming.prefix()), this.globs, this.tags,
				this.readable);
	}

	/**
	 * Tags the documents.
	 * @param tags the tags
	 * @return a source with these tags
	 * @throws IllegalArgumentException if a tag cannot be used
	 */
	public FolderSource withTags(Collection<String> tags) {
		Objects.requireNonNull(tags, "tags");
		Submission.tags(tags);
		return new FolderSource(this.folder, this.naming, this.globs, List.copyOf(tags), this.readable);
	}

	/**
	 * Returns the folder.
	 * @return its absolute path
	 */
	public Path folder() {
		return this.folder;
	}

	/**
	 * Returns the name that was given, or else the path of the folder.
	 */
	@Override
	public String name() {
		return this.naming.source();
	}

	@Override
	public Stream<SourceDocument> documents() throws IOException {
		return list().files().keySet().stream().map((name) -> document(name, null));
	}

	SourceDocument document(String name, @Nullable String sha256) {
		return new SourceDocument(documentName(name), () -> open(name), sha256, this.tags);
	}

	String documentName(String name) {
		return this.naming.prefix() + name;
	}

	/**
	 * Opens a file that was listed, unless it has become something else meanwhile.
	 */
	private InputStream open(String name) throws IOException {
		Path file = this.folder.toRealPath().resolve(name);
		if (!file.toRealPath().equals(file)
				|| !Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isRegularFile()) {
			throw new FileSystemException(name, null, "it is no file of the folder any more, but a link or the like");
		}
		return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Leaves out files of names that cannot be read, and whole folders.
	 * @param names which names can be read
	 * @param without the real paths of the folders
	 */
	FolderSource readable(Predicate<String> names, Set<Path> without) {
		return new FolderSource(this.folder, this.naming, this.globs, this.tags, new Readable(names, without));
	}

	/**
	 * Says whether another source lists the same files under the same names.
	 */
	boolean isSame(DocumentSource other) {
		return other instanceof FolderSource source && this.folder.equals(source.folder)
				&& this.naming.equals(source.naming) && this.globs.isSame(source.globs);
	}

	/**
	 * Looks at the folder.
	 * @throws IOException if it cannot be read completely
	 */
	Listing list() throws IOException {
		if (!Files.exists(this.folder)) {
			throw new NoSuchFileException(this.folder.toString(), null, "the folder is not there");
		}
		if (!Files.isDirectory(this.folder)) {
			throw new NotDirectoryException(this.folder.toString());
		}
		// The folder itself may be a link; what is in it may not.
		Path root = this.folder.toRealPath();
		if (this.readable.without().stream().anyMatch(root::startsWith)) {
			throw new FileSystemException(this.folder.toString(), null,
					"the folder belongs to the pipeline or its database itself; choose another one");
		}
		Listing listing = new Listing(new TreeMap<>(), new ArrayList<>());
		Files.walkFileTree(root, new Visitor(root, listing));
		return listing;
	}

	private static boolean isLeftOut(Path path) throws IOException {
		String name = String.valueOf(path.getFileName());
		String lower = name.toLowerCase(Locale.ROOT);
		return name.startsWith(".") || name.startsWith("~") || name.endsWith("~") || name.startsWith("#")
				|| TEMPORARY.stream().anyMatch(lower::endsWith) || Files.isHidden(path);
	}

	/**
	 * What is in a folder.
	 *
	 * @param files the files by their path below it, with {@code /}
	 * @param folders it and all folders in it
	 */
	record Listing(Map<String, Stamp> files, List<Path> folders) {
	}

	/**
	 * What changes when a file does.
	 *
	 * @param size its size
	 * @param modified when it was modified
	 * @param key the file's identity where the file system tells it
	 */
	record Stamp(long size, FileTime modified, String key) {
	}

	/**
	 * What documents are called.
	 *
	 * @param source the name of the source
	 * @param prefix what is put before their names
	 */
	private record Naming(String source, String prefix) {
	}

	/**
	 * What can be read.
	 *
	 * @param names which names can
	 * @param without the real paths of folders that must not
	 */
	private record Readable(Predicate<String> names, Set<Path> without) {

		static final Readable ALL = new Readable((name) -> true, Set.of());

	}

	private final class Visitor extends SimpleFileVisitor<Path> {

		private final Path root;

		private final Listing listing;

		private Visitor(Path root, Listing listing) {
			this.root = root;
			this.listing = listing;
		}

		@Override
		public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
			boolean isOurs = FolderSource.this.readable.without().contains(directory);
			if (isOurs || (!directory.equals(this.root) && isLeftOut(directory))) {
				return FileVisitResult.SKIP_SUBTREE;
			}
			this.listing.folders().add(directory);
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
			Path below = this.root.relativize(file);
			String name = below.toString().replace(below.getFileSystem().getSeparator(), "/");
			if (attributes.isRegularFile() && !isLeftOut(file) && FolderSource.this.readable.names().test(name)
					&& FolderSource.this.globs.fit(below)) {
				this.listing.files()
					.put(name, new Stamp(attributes.size(), attributes.lastModifiedTime(),
							String.valueOf(attributes.fileKey())));
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
			if (thrown instanceof NoSuchFileException && !file.equals(this.root)) {
				// Deleted while it was looked at.
				return FileVisitResult.CONTINUE;
			}
			throw thrown;
		}

	}

}
