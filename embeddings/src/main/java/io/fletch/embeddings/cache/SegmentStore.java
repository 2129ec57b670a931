package io.fletch.embeddings.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where vectors are kept: files in a folder, of this process and of others, and an index
 * of them in memory in the order of their last use.
 */
final class SegmentStore implements AutoCloseable {

	private static final Logger LOGGER = LoggerFactory.getLogger(SegmentStore.class);

	/** The bound is for this many files. */
	private static final int SEGMENTS = 16;

	private final Path folder;

	private final long maxBytes;

	private final Lease lease;

	private final SegmentWriter writer;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<SegmentName, Segment> segments = new HashMap<>();

	private final LinkedHashMap<ContentKey, Segment.Place> index = new LinkedHashMap<>(16, 0.75f, true);

	private long evictions;

	private boolean isClosed;

	SegmentStore(Path folder, long maxBytes) throws IOException {
		this.folder = Files.createDirectories(folder);
		this.maxBytes = maxBytes;
		this.lease = new Lease(folder);
		this.writer = new SegmentWriter(folder, this.lease.owner(), maxBytes / SEGMENTS);
		try {
			discover();
			removeLeftovers();
		}
		catch (IOException ex) {
			this.lease.close();
			throw ex;
		}
	}

	/**
	 * Returns the vectors that there are, and looks for those of other processes if some
	 * are missing.
	 */
	Map<ContentKey, float[][]> find(Set<ContentKey> keys) throws IOException {
		Map<ContentKey, float[][]> found = read(places(keys));
		if (found.size() < keys.size()) {
			Set<ContentKey> missing = new HashSet<>(keys);
			missing.removeAll(found.keySet());
			locked(this::discover);
			found.putAll(read(places(missing)));
		}
		return found;
	}

	private Map<Segment, Map<ContentKey, Segment.Place>> places(Set<ContentKey> keys) {
		Map<Segment, Map<ContentKey, Segment.Place>> places = new HashMap<>();
		this.lock.lock();
		try {
			for (ContentKey key : keys) {
				Segment.Place place = this.index.get(key);
				if (place != null) {
					places.computeIfAbsent(place.segment(), (segment) -> new HashMap<>()).put(key, place);
				}
			}
			return places;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Map<ContentKey, float[][]> read(Map<Segment, Map<ContentKey, Segment.Place>> places) throws IOException {
		Map<ContentKey, float[][]> found = new HashMap<>();
		for (Map.Entry<Segment, Map<ContentKey, Segment.Place>> entry : places.entrySet()) {
			// Opened for each call: an interrupt would close it for others, too.
			try (FileChannel channel = FileChannel.open(entry.getKey().file(), StandardOpenOption.READ)) {
				for (Map.Entry<ContentKey, Segment.Place> each : entry.getValue().entrySet()) {
					float[][] vectors = read(channel, each.getKey(), each.getValue());
					if (vectors != null) {
						found.put(each.getKey(), vectors);
					}
				}
			}
			catch (NoSuchFileException ex) {
				// Another process has written it anew, or has given it up.
				LOGGER.trace("{} is gone", entry.getKey().file(), ex);
			}
		}
		return found;
	}

	private float @Nullable [][] read(FileChannel channel, ContentKey key, Segment.Place place) throws IOException {
		ByteBuffer record = Segment.read(channel, place);
		float[][] vectors = (record != null) ? VectorRecord.read(key, record) : null;
		if (vectors == null) {
			locked(() -> forget(key, place));
		}
		return vectors;
	}

	/**
	 * Keeps vectors, and gives up those that were not used for the longest time where
	 * there is no room.
	 */
	void put(Map<ContentKey, float[][]> vectors) throws IOException {
		locked(() -> {
			if (this.isClosed) {
				return;
			}
			for (Map.Entry<ContentKey, float[][]> entry : vectors.entrySet()) {
				int length = VectorRecord.length(entry.getValue());
				if (length <= this.maxBytes / 2 && !this.index.containsKey(entry.getKey())) {
					ByteBuffer record = VectorRecord.buffer(length);
					VectorRecord.write(entry.getKey(), entry.getValue(), record);
					note(entry.getKey(), append(record.flip()));
				}
			}
			if (bytes() > this.maxBytes) {
				discover();
				shrink();
			}
		});
	}

	private Segment.Place append(ByteBuffer record) throws IOException {
		Segment.Place place = this.writer.append(record);
		this.segments.putIfAbsent(place.segment().name(), place.segment());
		return place;
	}

	private void note(ContentKey key, Segment.Place place) {
		Segment.Place former = this.index.put(key, place);
		if (former != null) {
			former.segment().use(-former.bytes());
		}
		place.segment().use(place.bytes());
	}

	private void forget(ContentKey key, Segment.Place place) {
		if (this.index.remove(key, place)) {
			place.segment().use(-place.bytes());
		}
	}

	/**
	 * Reads what was written since the last look, oldest files first, and forgets files
	 * that are gone.
	 */
	private void discover() throws IOException {
		Map<SegmentName, Path> files = files();
		if (this.segments.keySet().retainAll(files.keySet())) {
			this.index.values().removeIf((place) -> !this.segments.containsKey(place.segment().name()));
		}
		Map<Segment, FileTime> grown = new HashMap<>();
		for (Map.Entry<SegmentName, Path> entry : files.entrySet()) {
			Segment segment = this.segments.computeIfAbsent(entry.getKey(),
					(name) -> new Segment(name, entry.getValue()));
			segment.moved(entry.getValue());
			try {
				if (Files.size(segment.file()) != segment.size()) {
					grown.put(segment, Files.getLastModifiedTime(segment.file()));
				}
			}
			catch (NoSuchFileException ex) {
				// Renamed just now, or gone: the next look will tell.
				LOGGER.trace("{} is gone", segment.file(), ex);
			}
		}
		for (Segment segment : grown.keySet().stream().sorted(Comparator.comparing(grown::get)).toList()) {
			discover(segment);
		}
	}

	private void discover(Segment segment) throws IOException {
		try {
			segment.discover(Files.size(segment.file()), this::note);
		}
		catch (NoSuchFileException ex) {
			LOGGER.trace("{} is gone", segment.file(), ex);
		}
	}

	private Map<SegmentName, Path> files() throws IOException {
		Map<SegmentName, Path> files = new HashMap<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(this.folder)) {
			for (Path file : all) {
				SegmentName.of(file).ifPresent((name) -> files.put(name, file));
			}
		}
		return files;
	}

	/**
	 * Keeps three quarters of what may be kept, those used last, and removes or rewrites
	 * files with the least of it until all fits.
	 */
	private void shrink() throws IOException {
		long used = this.segments.values().stream().mapToLong(Segment::used).sum();
		Iterator<Segment.Place> oldest = this.index.values().iterator();
		while (used > this.maxBytes / 4 * 3 && oldest.hasNext()) {
			Segment.Place place = oldest.next();
			oldest.remove();
			place.segment().use(-place.bytes());
			used -= place.bytes();
			this.evictions++;
		}
		this.writer.finish();
		rewrite(this.segments.values().stream().sorted(Comparator.comparingLong(Segment::used)).toList(),
				this.maxBytes / 8 * 7);
	}

	private void rewrite(Collection<Segment> candidates, long allowed) throws IOException {
		for (Segment segment : candidates) {
			if (bytes() > allowed && !isWritten(segment)) {
				rewrite(segment);
			}
		}
	}

	private boolean isWritten(Segment segment) {
		return this.writer.isCurrent(segment)
				|| (SegmentName.isGrowing(segment.file()) && Lease.isHeld(this.folder, segment.name().owner()));
	}

	/**
	 * Moves what is in use to the current file, without making it look used.
	 */
	private void rewrite(Segment segment) throws IOException {
		if (segment.used() > 0) {
			try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
				Iterator<Map.Entry<ContentKey, Segment.Place>> entries = this.index.entrySet().iterator();
				while (entries.hasNext()) {
					Map.Entry<ContentKey, Segment.Place> entry = entries.next();
					if (entry.getValue().segment() == segment) {
						ByteBuffer record = Segment.read(channel, entry.getValue());
						if (record == null) {
							entries.remove();
						}
						else {
							Segment.Place place = append(record);
							place.segment().use(place.bytes());
							entry.setValue(place);
						}
					}
				}
			}
		}
		Files.deleteIfExists(segment.file());
		this.segments.remove(segment.name());
	}

	/**
	 * Removes what processes left that have ended; short files are joined to one.
	 */
	private void removeLeftovers() throws IOException {
		List<Segment> small = new ArrayList<>();
		Set<String> owners = new HashSet<>();
		for (Segment segment : List.copyOf(this.segments.values())) {
			if (segment.size() < this.maxBytes / SEGMENTS / 2 && !isWritten(segment)) {
				small.add(segment);
			}
			owners.add(segment.name().owner());
		}
		if (small.size() > SEGMENTS) {
			rewrite(small, 0);
		}
		for (String owner : owners) {
			if (!Lease.isHeld(this.folder, owner)) {
				Lease.forget(this.folder, owner);
			}
		}
	}

	private long bytes() {
		return this.segments.values().stream().mapToLong(Segment::size).sum();
	}

	CacheStatistics statistics(long hits, long misses) {
		this.lock.lock();
		try {
			return new CacheStatistics(hits, misses, this.evictions, this.index.size(), bytes());
		}
		finally {
			this.lock.unlock();
		}
	}

	private void locked(FileWork work) throws IOException {
		this.lock.lock();
		try {
			work.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() throws IOException {
		locked(() -> {
			this.isClosed = true;
			this.writer.close();
			this.lease.close();
		});
	}

	/**
	 * Work on files.
	 */
	private interface FileWork {

		void run() throws IOException;

	}

}
