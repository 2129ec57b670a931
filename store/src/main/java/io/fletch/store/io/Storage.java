package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The files of one database. Paths are relative, with {@code /} between their parts; one
 * that leaves the storage is refused by an {@link IOException}. Implementations are safe
 * for use by several threads at once, and an interrupt of a thread breaks nothing for the
 * others.
 */
public interface Storage {

	/**
	 * Returns a part of this storage.
	 * @param folder the folder, which must exist
	 * @return a storage whose paths begin in that folder
	 * @throws IOException if it is not a folder
	 */
	Storage folder(String folder) throws IOException;

	/**
	 * Returns what keeps in memory what was read from the files.
	 * @return the cache, the same for all parts of this storage
	 */
	FileCache cache();

	/**
	 * Returns the names of the files and folders in a folder.
	 * @param folder the folder
	 * @return the names in order; empty if there is no such folder
	 * @throws IOException if the folder cannot be read
	 */
	List<String> list(String folder) throws IOException;

	/**
	 * Returns what is in a folder.
	 * @param folder the folder
	 * @return the files and folders in the order of their names; empty if there is no
	 * such folder
	 * @throws IOException if the folder cannot be read
	 */
	List<Entry> entries(String folder) throws IOException;

	/**
	 * Tells whether a file or folder exists.
	 * @param path the file or folder
	 * @return whether it exists, be it a symbolic link to something, which nothing else
	 * here follows; not if the path leaves the storage
	 */
	boolean exists(String path);

	/**
	 * Makes a folder and those above it, durably. Does nothing if it exists.
	 * @param folder the folder
	 * @throws IOException if it cannot be made
	 */
	void createFolder(String folder) throws IOException;

	/**
	 * Begins a new file, which is not there before it is finished.
	 * @param path the file, which must not exist; its folder must
	 * @return the writer of the file, for one thread at a time
	 * @throws IOException if the file exists or cannot be written
	 */
	FileWriter create(String path) throws IOException;

	/**
	 * Writes a new file whole: when this returns, the file is durable; after a crash it
	 * is there whole or not at all.
	 * @param path the file, which must not exist
	 * @param parts the contents, in order
	 * @throws IOException if the file exists or cannot be written; it is not there then
	 */
	default void write(String path, List<MemorySegment> parts) throws IOException {
		try (FileWriter writer = create(path)) {
			for (MemorySegment part : parts) {
				writer.write(part);
			}
			writer.finish();
		}
	}

	/**
	 * Puts a file in the place of another, made if absent: readers and, after a crash,
	 * whoever opens it see the one or the other, whole. Durable when this returns.
	 * @param path the file
	 * @param parts the contents, in order
	 * @throws IOException if it cannot be written; the file is as it was then
	 */
	void replace(String path, List<MemorySegment> parts) throws IOException;

	/**
	 * Makes an immutable file appear in another folder too, durably. Either can be
	 * deleted without the other. No bytes are copied where the file system can do
	 * without.
	 * @param from the file
	 * @param target the storage in which it shall appear
	 * @param to its path there, which must be free
	 * @throws IOException if {@code to} exists, or the file cannot be read or written
	 */
	void link(String from, Storage target, String to) throws IOException;

	/**
	 * Maps a file into memory, read-only. The mapping lives as long as the segment is
	 * reachable.
	 * @param path the file
	 * @return the contents
	 * @throws IOException if the file cannot be read
	 */
	MemorySegment map(String path) throws IOException;

	/**
	 * Opens a file for reading at any position and for appending.
	 * @param path the file, which must exist
	 * @return the open file
	 * @throws IOException if the file cannot be opened
	 */
	AppendFile open(String path) throws IOException;

	/**
	 * Moves a file or folder to a name that is free, durably.
	 * @param from the file or folder
	 * @param to its new path
	 * @throws IOException if {@code to} exists or the move fails
	 */
	void move(String from, String to) throws IOException;

	/**
	 * Deletes a file, or a folder with all that it holds. Does nothing if there is none.
	 * A crash soon after may bring it back.
	 * @param path the file or folder
	 * @throws IOException if something could not be deleted
	 */
	void delete(String path) throws IOException;

	/**
	 * Makes durable which files a folder has, so that no crash brings back what was
	 * deleted. Does nothing if there is no such folder.
	 * @param folder the folder
	 * @throws IOException if that failed
	 */
	void sync(String folder) throws IOException;

	/**
	 * Waits for the exclusive lock that a file stands for, against threads of this
	 * process and against other processes.
	 * @param path the file; made if absent
	 * @return the lock, to be closed by the same thread
	 * @throws IOException if the file cannot be locked
	 * @throws IllegalStateException if this thread holds it already
	 */
	StorageLock lock(String path) throws IOException;

	/**
	 * Takes the exclusive lock that a file stands for, if it is free.
	 * @param path the file; made if absent
	 * @return the lock, to be closed by the same thread; empty if somebody holds it
	 * @throws IOException if the file cannot be locked
	 */
	Optional<StorageLock> tryLock(String path) throws IOException;

	/**
	 * A file or folder in a folder.
	 *
	 * @param name its name
	 * @param folder whether it is a folder
	 * @param byteSize the length of the file; 0 for a folder
	 * @param modified when it was written to last
	 */
	record Entry(String name, boolean folder, long byteSize, Instant modified) {
	}

	/**
	 * A new file on its way.
	 */
	interface FileWriter extends AutoCloseable {

		/**
		 * Writes bytes behind those written so far.
		 * @param part the bytes
		 * @throws IOException if they cannot be written
		 */
		void write(MemorySegment part) throws IOException;

		/**
		 * Puts the file in its place: when this returns, it is there whole and durable.
		 * @throws IOException if that failed; the file is not there then, unless the
		 * failure was that of its folder's sync
		 */
		void finish() throws IOException;

		/**
		 * Ends the writing. What was written and not finished is removed.
		 * @throws IOException if it cannot be removed
		 */
		@Override
		void close() throws IOException;

	}

	/**
	 * A lock that is held until closed.
	 */
	interface StorageLock extends AutoCloseable {

		@Override
		void close() throws IOException;

	}

	/**
	 * A file that grows at its end.
	 */
	interface AppendFile extends AutoCloseable {

		/**
		 * Tells whether the path that was opened still leads to this file, and not to
		 * none or another.
		 * @return whether it does
		 * @throws IOException if it cannot be told
		 */
		boolean isInPlace() throws IOException;

		/**
		 * Returns the length of the file.
		 * @return the length in bytes
		 * @throws IOException if it cannot be told
		 */
		long size() throws IOException;

		/**
		 * Reads bytes.
		 * @param position where to begin
		 * @param length how many to read
		 * @return the bytes; fewer than {@code length} where the file ends before
		 * @throws IOException if they cannot be read
		 */
		byte[] read(long position, int length) throws IOException;

		/**
		 * Writes bytes at a position and makes them durable.
		 * @param position where to begin, at most {@link #size()}
		 * @param bytes the bytes
		 * @throws IOException if they could not be written or made durable; what stands
		 * behind {@code position} is then unknown
		 */
		void write(long position, byte[] bytes) throws IOException;

		/**
		 * Cuts the file, durably.
		 * @param size its new length in bytes
		 * @throws IOException if it could not be cut
		 */
		void truncate(long size) throws IOException;

		@Override
		void close() throws IOException;

	}

}
