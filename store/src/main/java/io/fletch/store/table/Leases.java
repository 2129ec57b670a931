package io.fletch.store.table;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * The versions that open handles read, which no cleanup may take: neither of this process
 * nor, told by a small file that is renewed from time to time, of another.
 */
public final class Leases {

	/** How often a lease is to be renewed. */
	public static final Duration RENEWAL = Duration.ofMinutes(1);

	/** A lease that was not renewed for so long belongs to a process that is gone. */
	private static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final Logger logger = LoggerFactory.getLogger(Leases.class);

	private final Storage storage;

	private final String path = TableFiles.lease(UUID.randomUUID());

	private final Map<Long, Integer> pinned = new HashMap<>();

	private boolean stopped;

	/**
	 * The leases of a table.
	 * @param storage the folder of the table
	 */
	public Leases(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Keeps a version until it is released as often as it was pinned.
	 * @param version the version
	 */
	public synchronized void pin(long version) {
		if (this.pinned.merge(version, 1, Integer::sum) == 1) {
			renew();
		}
	}

	/**
	 * Releases a version.
	 * @param version the version
	 */
	public synchronized void release(long version) {
		if (!this.stopped && this.pinned.merge(version, -1, (count, one) -> (count > 1) ? count - 1 : null) == null) {
			renew();
		}
	}

	/**
	 * Tells other processes again which versions are pinned.
	 */
	public synchronized void renew() {
		try {
			if (this.stopped || !this.storage.exists(TableFiles.LOG)) {
				// The table was closed or dropped: its folder must not come back.
				return;
			}
			if (this.pinned.isEmpty()) {
				this.storage.delete(this.path);
				return;
			}
			this.storage.createFolder(TableFiles.LEASES);
			BinaryOutput output = new BinaryOutput();
			output.putInt(this.pinned.size());
			this.pinned.keySet().forEach(output::putLong);
			this.storage.replace(this.path, Checked.seal(output));
		}
		catch (IOException ex) {
			// A reader of a folder it may not write to is safe as long as cleanups keep
			// what is young.
			logger.warn("The versions that are read here could not be told to other processes", ex);
		}
	}

	/**
	 * Gives everything free, since the table is closed here.
	 */
	public synchronized void stop() {
		if (!this.pinned.isEmpty()) {
			this.pinned.clear();
			renew();
		}
		this.stopped = true;
	}

	/**
	 * Returns the versions that somebody reads, and removes leases of processes that are
	 * gone.
	 * @param now the present time
	 * @return the versions
	 * @throws IOException if a lease cannot be read
	 */
	public synchronized Set<Long> live(Instant now) throws IOException {
		Set<Long> versions = new HashSet<>(this.pinned.keySet());
		for (Storage.Entry entry : this.storage.entries(TableFiles.LEASES)) {
			String lease = TableFiles.LEASES + "/" + entry.name();
			if (entry.modified().isBefore(now.minus(LIFETIME))) {
				this.storage.delete(lease);
			}
			else if (!entry.name().startsWith(".")) {
				versions.addAll(read(lease));
			}
		}
		return versions;
	}

	private Set<Long> read(String lease) throws IOException {
		Set<Long> versions = new HashSet<>();
		try {
			BinaryInput input = Checked.read(this.storage, lease, "lease " + lease);
			for (int count = input.getCount(Long.BYTES); count > 0; count--) {
				versions.add(input.getLong());
			}
		}
		catch (NoSuchFileException | CorruptTableException ex) {
			// Its owner has just released it, or the power failed; it keeps nothing.
			logger.debug("Passing over the lease {}", lease, ex);
		}
		return versions;
	}

}
