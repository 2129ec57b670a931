package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Storage in a folder of the local file system. The folder itself may be a symbolic link;
 * a symbolic link below it is refused, since it could lead anywhere.
 */
public final class LocalStorage implements Storage {

	private static final long DEFAULT_CACHE = 64L << 20;

	private final Path root;

	/**
	 * Which folder the root was when it was opened; {@code null} where none can be told.
	 */
	private final @Nullable Object key;

	private final Path folder;

	private final FileCache cache;

	/**
	 * Uses a folder, making it if absent.
	 * @param root the folder
	 * @throws IOException if it cannot be made, or is not a folder
	 */
	public LocalStorage(Path root) throws IOException {
		this(root, new FileCache(DEFAULT_CACHE));
	}

	/**
	 * Uses a folder, making it if absent.
	 * @param root the folder
	 * @param cache keeps in memory what was read from the files
	 * @throws IOException if it cannot be made, or is not a folder
	 */
	public LocalStorage(Path root, FileCache cache) throws IOException {
		Path absolute = root.toAbsolutePath().normalize();
		explained(() -> {
			LocalFolders.create(absolute);
			// A folder that cannot be read would seem to be empty later.
			Files.list(absolute).close();
			return absolute;
		});
		this.root = absolute.toRealPath();
		this.key = key(this.root);
		this.folder = this.root;
		this.cache = cache;
	}

	private LocalStorage(LocalStorage whole, Path folder) {
		this.root = whole.root;
		this.key = whole.key;
		this.folder = folder;
		this.cache = whole.cache;
	}

	private static @Nullable Object key(Path folder) throws IOException {
		return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
	}

	@Override
	public FileCache cache() {
		return this.cache;
	}

	@Override
	public Storage folder(String folder) throws IOException {
		Path path = resolve(folder);
		if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			throw new NoSuchFileException(path.toString(), null, "there is no such folder");
		}
		return new LocalStorage(this, path);
	}

	@Override
	public List<String> list(String folder) throws IOException {
		return paths(folder).stream().map((path) -> path.getFileName().toString()).toList();
	}

	@Override
	public List<Entry> entries(String folder) throws IOException {
		List<Entry> entries = new ArrayList<>();
		for (Path path : paths(folder)) {
			try {
				BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
						LinkOption.NOFOLLOW_LINKS);
				entries.add(new Entry(path.getFileName().toString(), attributes.isDirectory(),
						attributes.isDirectory() ? 0 : attributes.size(), attributes.lastModifiedTime().toInstant()));
			}
			catch (NoSuchFileException ex) {
				// Somebody deleted it in between, so it is no entry any more.
				continue;
			}
		}
		return entries;
	}

	private List<Path> paths(String folder) throws IOException {
		return explained(() -> {
			try (Stream<Path> paths = Files.list(resolve(folder))) {
				return paths.sorted(Comparator.comparing((path) -> path.getFileName().toString())).toList();
			}
			catch (NoSuchFileException ex) {
				return List.of();
			}
		});
	}

	@Override
	public boolean exists(String path) {
		try {
			Path located = locate(path);
			// Mostly nothing is there, as readers look for newer versions. Not to follow
			// links would cost the JDK an exception then.
			if (!Files.exists(located)) {
				return false;
			}
			requireNoLink(located.getParent());
			return true;
		}
		catch (IOException ex) {
			// What the path leads to, if anything, is not in this storage.
			return false;
		}
	}

	@Override
	public void createFolder(String folder) throws IOException {
		explained(() -> {
			Path path = resolve(folder);
			requireSameRoot();
			LocalFolders.create(path);
			return path;
		});
	}

	/**
	 * A disk that is not mounted any more leaves an empty folder: what is written there
	 * would be hidden when the disk is back.
	 */
	private void requireSameRoot() throws IOException {
		if (!Files.isDirectory(this.root) || !Objects.equals(this.key, key(this.root))) {
			throw new FileSystemException(this.root.toString(), null,
					"is gone, or another folder than when it was opened; put it back in its place, or mount it, "
							+ "and open it anew");
		}
	}

	@Override
	public FileWriter create(String path) throws IOException {
		return explained(() -> new LocalFileWriter(resolve(path), false));
	}

	@Override
	public void replace(String path, List<MemorySegment> parts) throws IOException {
		explained(() -> {
			try (FileWriter writer = new LocalFileWriter(resolve(path), true)) {
				for (MemorySegment part : parts) {
					writer.write(part);
				}
				writer.finish();
				return writer;
			}
		});
	}

	@Override
	public void link(String from, Storage target, String to) throws IOException {
		if (target instanceof LocalStorage local) {
			explained(() -> {
				Path source = resolve(from);
				Path path = local.resolve(to);
				requireFree(path);
				linkOrCopy(source, local, to);
				LocalFolders.force(path.getParent());
				return path;
			});
		}
		else {
			target.write(to, List.of(map(from)));
		}
	}

	private static void linkOrCopy(Path source, LocalStorage target, String to) throws IOException {
		try {
			Files.createLink(target.resolve(to), source);
		}
		catch (FileAlreadyExistsException | NoSuchFileException ex) {
			throw ex;
		}
		catch (FileSystemException | UnsupportedOperationException ex) {
			// Another device, or a file system without hard links, or with too many.
			target.write(to, List.of(map(source)));
		}
	}

	@Override
	public MemorySegment map(String path) throws IOException {
		return explained(() -> map(resolve(path)));
	}

	private static MemorySegment map(Path path) throws IOException {
		try (LocalFile file = LocalFile.open(path, StandardOpenOption.READ)) {
			return file.run((channel) -> channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto()));
		}
	}

	@Override
	public AppendFile open(String path) throws IOException {
		return explained(() -> new LocalAppendFile(resolve(path)));
	}

	@Override
	public void move(String from, String to) throws IOException {
		explained(() -> {
			Path source = resolve(from);
			Path target = resolve(to);
			requireFree(target);
			try {
				Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (FileSystemException ex) {
				requireFree(target);
				throw ex;
			}
			LocalFolders.force(target.getParent());
			LocalFolders.force(source.getParent());
			return target;
		});
	}

	@Override
	public void delete(String path) throws IOException {
		explained(() -> {
			Path target = resolve(path);
			LocalFolders.delete(target);
			return target;
		});
	}

	@Override
	public void sync(String folder) throws IOException {
		explained(() -> {
			Path path = resolve(folder);
			if (Files.exists(path)) {
				LocalFolders.force(path);
			}
			return path;
		});
	}

	@Override
	public StorageLock lock(String path) throws IOException {
		return explained(() -> LocalLock.lock(resolve(path)));
	}

	@Override
	public Optional<StorageLock> tryLock(String path) throws IOException {
		return explained(() -> LocalLock.tryLock(resolve(path)));
	}

	private static void requireFree(Path path) throws IOException {
		if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(path.toString());
		}
	}

	private Path resolve(String path) throws IOException {
		Path located = locate(path);
		requireNoLink(located);
		return located;
	}

	private Path locate(String path) throws IOException {
		Path located = this.folder;
		for (String part : StoragePath.of(path).parts()) {
			located = located.resolve(part);
		}
		return located;
	}

	private void requireNoLink(@Nullable Path path) throws IOException {
		for (Path step = path; step != null && step.startsWith(this.root)
				&& !step.equals(this.root); step = step.getParent()) {
			if (Files.isSymbolicLink(step)) {
				throw new FileSystemException(step.toString(), null,
						"is a symbolic link, which a database does not follow; "
								+ "put the folder or file itself in its place");
			}
		}
	}

	/**
	 * Says in words what Java's exceptions leave to the name of their class.
	 */
	private static <T> T explained(FileAccess<T> access) throws IOException {
		try {
			return access.run();
		}
		catch (FileSystemException ex) {
			if (ex.getReason() != null) {
				throw ex;
			}
			throw switch (ex) {
				case AccessDeniedException denied -> because(ex, new AccessDeniedException(denied.getFile(), null,
						"this process may not read or write it; change its permissions or its owner"));
				case NoSuchFileException missing ->
					because(ex, new NoSuchFileException(missing.getFile(), null, "there is no such file or folder"));
				case FileAlreadyExistsException taken ->
					because(ex, new FileAlreadyExistsException(taken.getFile(), null, "exists already"));
				case NotDirectoryException file -> because(ex,
						new FileSystemException(file.getFile(), null, "is no folder; put a folder in its place"));
				default -> ex;
			};
		}
	}

	private static FileSystemException because(FileSystemException cause, FileSystemException explained) {
		explained.initCause(cause);
		return explained;
	}

	/**
	 * Something that reads or writes files.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	private interface FileAccess<T> {

		T run() throws IOException;

	}

}
