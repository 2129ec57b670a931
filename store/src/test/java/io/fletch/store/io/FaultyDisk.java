package io.fletch.store.io;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A disk that knows what is durable: the bytes of a file when it was synced, its name
 * when its folder was. Every method that touches the disk is a point at which the power
 * can fail. Then the disk keeps what is durable, and of the rest as much as chance will
 * have.
 */
final class FaultyDisk {

	private final Random random;

	/** What a running system sees. */
	private NavigableMap<String, Node> seen = new TreeMap<>();

	/** What a crash leaves for sure. */
	private NavigableMap<String, Node> durable = new TreeMap<>();

	/** What happened to names since, in order. */
	private final List<Step> steps = new ArrayList<>();

	private int calls;

	private int failsAt = -1;

	private boolean failsOnce;

	private int interruptedAt = -1;

	private Instant modified = Instant.EPOCH;

	private boolean failed;

	private int crashes;

	private boolean readOnly;

	private FaultyStorage.@Nullable Interruption interruption;

	FaultyDisk(Random random) {
		this.random = random;
		this.seen.put("", new Node(true));
		this.durable.putAll(this.seen);
	}

	synchronized void failAt(int call, boolean once) {
		this.failsAt = this.calls + call;
		this.failsOnce = once;
	}

	synchronized void refuseWrites() {
		this.readOnly = true;
	}

	private void requireWritable() throws IOException {
		if (this.readOnly) {
			throw new IOException("this file system is read-only");
		}
	}

	synchronized void beforeSync(FaultyStorage.Interruption action) {
		this.interruption = action;
	}

	synchronized void date(Instant time) {
		this.modified = time;
	}

	synchronized Instant modified() {
		return this.modified;
	}

	synchronized void beforeCall(int call, FaultyStorage.Interruption action) {
		this.interruptedAt = this.calls + call;
		this.interruption = action;
	}

	/**
	 * Lets come in between what was to.
	 */
	void interrupt() throws IOException {
		FaultyStorage.Interruption action = this.interruption;
		this.interruption = null;
		if (action != null) {
			action.run();
		}
	}

	synchronized void failNever() {
		this.failsAt = -1;
	}

	synchronized boolean hasFailed() {
		return this.failed;
	}

	synchronized int calls() {
		return this.calls;
	}

	synchronized int crashes() {
		return this.crashes;
	}

	synchronized void restart() {
		crash();
		this.failed = false;
		this.failsAt = -1;
	}

	/**
	 * Counts a call.
	 * @return whether it fails
	 */
	private boolean failsNow() throws IOException {
		if (this.failed && !this.failsOnce) {
			throw new IOException("no power");
		}
		if (this.calls + 1 == this.interruptedAt) {
			this.interruptedAt = -1;
			interrupt();
		}
		boolean fails = ++this.calls == this.failsAt;
		this.failed |= fails;
		return fails;
	}

	private IOException failure() {
		return new IOException(this.failsOnce ? "No space left on device" : "the power failed");
	}

	/**
	 * A call that changes nothing.
	 */
	synchronized void touch() throws IOException {
		if (failsNow()) {
			throw failure();
		}
	}

	/**
	 * A call that does something, or not if the power fails.
	 */
	private void attempt(Runnable action) throws IOException {
		requireWritable();
		boolean fails = failsNow();
		if (!fails || !this.failsOnce && this.random.nextBoolean()) {
			action.run();
		}
		if (fails) {
			throw failure();
		}
	}

	synchronized @Nullable Node find(String path) {
		return this.seen.get(path);
	}

	synchronized Node require(String path, boolean folder) throws IOException {
		Node node = this.seen.get(path);
		if (node == null) {
			throw new NoSuchFileException(path, null,
					folder ? "there is no such folder" : "there is no such file or folder");
		}
		if (node.folder != folder) {
			throw new FileSystemException(path, null, folder ? "there is no such folder" : "is a folder");
		}
		return node;
	}

	synchronized void requireFree(String path) throws IOException {
		require(parent(path), true);
		if (this.seen.containsKey(path)) {
			throw new FileAlreadyExistsException(path, null, "exists already");
		}
	}

	synchronized List<String> children(String folder) {
		return this.seen.keySet().stream().filter((path) -> !path.isEmpty() && parent(path).equals(folder)).toList();
	}

	synchronized void put(String path, Node node) throws IOException {
		requireFree(path);
		attempt(() -> happen(List.of(parent(path)), (names) -> names.put(path, node)));
	}

	/**
	 * Renames a file or folder. What has the name goes.
	 */
	synchronized void rename(String from, String to) throws IOException {
		if (!this.seen.containsKey(from)) {
			throw new NoSuchFileException(from, null, "there is no such file or folder");
		}
		require(parent(to), true);
		attempt(() -> happen(List.of(parent(from), parent(to)), (names) -> {
			NavigableMap<String, Node> moved = within(names, from);
			names.keySet().removeAll(moved.keySet());
			moved.forEach((path, node) -> names.put(to + path.substring(from.length()), node));
		}));
	}

	synchronized void delete(String path) throws IOException {
		attempt(() -> happen(List.of(parent(path)), (names) -> names.keySet().removeAll(within(names, path).keySet())));
	}

	synchronized void syncFolder(String folder) throws IOException {
		attempt(() -> {
			for (Iterator<Step> pending = this.steps.iterator(); pending.hasNext();) {
				Step step = pending.next();
				if (step.folders.contains(folder)) {
					step.change.accept(this.durable);
					pending.remove();
				}
			}
		});
	}

	synchronized void write(Node node, long position, byte[] bytes) throws IOException {
		requireWritable();
		boolean fails = failsNow();
		int written = fails ? this.random.nextInt(bytes.length + 1) : bytes.length;
		byte[] after = Arrays.copyOf(node.bytes, Math.max(node.bytes.length, (int) position + written));
		System.arraycopy(bytes, 0, after, (int) position, written);
		node.bytes = after;
		if (fails) {
			throw failure();
		}
	}

	synchronized void truncate(Node node, long size) throws IOException {
		attempt(() -> node.bytes = Arrays.copyOf(node.bytes, (int) size));
	}

	synchronized void sync(Node node) throws IOException {
		attempt(() -> node.synced = node.bytes);
	}

	private void happen(List<String> folders, Consumer<NavigableMap<String, Node>> change) {
		change.accept(this.seen);
		this.steps.add(new Step(folders, change));
	}

	private void crash() {
		this.crashes++;
		this.steps.subList(0, this.random.nextInt(this.steps.size() + 1))
			.forEach((step) -> step.change.accept(this.durable));
		this.steps.clear();
		this.durable.keySet().removeIf((path) -> !path.isEmpty() && !this.durable.containsKey(parent(path)));
		new LinkedHashSet<>(this.durable.values()).forEach(this::crash);
		this.seen = new TreeMap<>(this.durable);
	}

	/**
	 * Leaves of a file's unsynced bytes what chance will have: nothing, all, or a part,
	 * behind which there may be zeros.
	 */
	private void crash(Node node) {
		byte[] synced = node.synced;
		byte[] written = node.bytes;
		if (synced != written) {
			int size = Math.min(synced.length, written.length)
					+ this.random.nextInt(Math.abs(written.length - synced.length) + 1);
			int same = Math.min(size, written.length);
			byte[] left = Arrays.copyOf((written.length < size) ? synced : written, size);
			if (written.length > synced.length && this.random.nextInt(4) == 0) {
				int whole = synced.length + this.random.nextInt(same - synced.length + 1);
				Arrays.fill(left, whole, size, (byte) 0);
			}
			node.bytes = left;
			node.synced = left;
		}
	}

	private static NavigableMap<String, Node> within(NavigableMap<String, Node> names, String path) {
		NavigableMap<String, Node> within = new TreeMap<>(names.subMap(path + "/", true, path + "0", false));
		if (names.containsKey(path)) {
			within.put(path, names.get(path));
		}
		return within;
	}

	static String parent(String path) {
		return path.substring(0, Math.max(0, path.lastIndexOf('/')));
	}

	private record Step(List<String> folders, Consumer<NavigableMap<String, Node>> change) {
	}

	/**
	 * A file or folder, whatever its name.
	 */
	static final class Node {

		private final boolean folder;

		private byte[] bytes = new byte[0];

		private byte[] synced = this.bytes;

		Node(boolean folder) {
			this.folder = folder;
		}

		boolean isFolder() {
			return this.folder;
		}

		byte[] bytes() {
			return this.bytes;
		}

	}

}
