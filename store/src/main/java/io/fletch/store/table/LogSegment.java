package io.fletch.store.table;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.Storage;

/**
 * One file of the log: a header, then frames, each with the records of one group commit.
 * A frame is acknowledged only after it is durable, and the next is written only then; so
 * a damaged frame with a good one behind it is damage, and a damaged frame at the end is
 * a write that a crash cut short. The bytes are described in {@code docs/format.md}.
 */
final class LogSegment implements AutoCloseable {

	static final int HEADER_LENGTH = 48;

	static final int FRAME_HEADER_LENGTH = 16;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int CHECKED_LENGTH = 40;

	private static final int LENGTH_POSITION = 8;

	private static final int CHECKSUM_POSITION = 12;

	private static final byte[] MAGIC = "FLTCHLOG".getBytes(StandardCharsets.US_ASCII);

	private static final int FRAME_MARKER = 0x52464C46;

	/** Where the version of a frame's first record stands behind the frame's header. */
	private static final int VERSION_POSITION = Integer.BYTES + 2;

	/** How much of a frame tells whether it may be one of a later version. */
	private static final int FRAME_BEGIN_LENGTH = FRAME_HEADER_LENGTH + VERSION_POSITION + Long.BYTES;

	private static final int SEARCHED_PART = 1 << 20;

	/** How many times a search reads what it searches, at most. */
	private static final long SEARCHED_FACTOR = 8;

	private final String path;

	private final Storage.AppendFile file;

	private final UUID table;

	/** Where the frames that were read or written end. */
	private volatile long end = HEADER_LENGTH;

	/** The frame that was read last, unless it is known to be durable. */
	private @Nullable UnsureFrame unsure;

	/** Where no good frame was found behind a bad one, so that it is searched once. */
	private long searchedFrom;

	private long searchedSize;

	private LogSegment(String path, Storage.AppendFile file, UUID table) {
		this.path = path;
		this.file = file;
		this.table = table;
	}

	static void create(Storage storage, UUID table, long firstVersion) throws IOException {
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
		header.put(MAGIC).putInt(FileFormat.CURRENT).putInt(0).putLong(firstVersion);
		header.putLong(table.getMostSignificantBits()).putLong(table.getLeastSignificantBits());
		CRC32C checksum = new CRC32C();
		checksum.update(header.array(), 0, header.position());
		header.putInt((int) checksum.getValue());
		storage.write(TableFiles.log(firstVersion), List.of(MemorySegment.ofArray(header.array())));
	}

	static LogSegment open(Storage storage, long firstVersion) throws IOException {
		String path = TableFiles.log(firstVersion);
		Storage.AppendFile file = storage.open(path);
		try {
			return new LogSegment(path, file, readHeader(path, file.read(0, HEADER_LENGTH), firstVersion));
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	private static UUID readHeader(String path, byte[] bytes, long firstVersion) {
		ByteBuffer header = ByteBuffer.wrap(Arrays.copyOf(bytes, HEADER_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
		CRC32C checksum = new CRC32C();
		checksum.update(header.array(), 0, CHECKED_LENGTH);
		byte[] magic = new byte[MAGIC.length];
		header.get(magic);
		int format = header.getInt();
		int requiredFlags = header.getInt();
		if (Arrays.equals(magic, MAGIC) && FileFormat.isOlder(format)) {
			// An older header has its checksum elsewhere.
			FileFormat.require("log file " + path, format, requiredFlags);
		}
		if (bytes.length < HEADER_LENGTH) {
			throw new CorruptTableException("The log file " + path + " is damaged: it ends in its header");
		}
		if (!Arrays.equals(magic, MAGIC) || header.getLong() != firstVersion
				|| header.getInt(CHECKED_LENGTH) != (int) checksum.getValue()) {
			throw new CorruptTableException("The log file " + path + " is damaged: its header is not one of a log");
		}
		FileFormat.require("log file " + path, format, requiredFlags);
		return new UUID(header.getLong(), header.getLong());
	}

	/**
	 * Returns the identity of the table, which no other table has.
	 */
	UUID table() {
		return this.table;
	}

	/**
	 * Reads the records behind those read so far. A frame that is cut short at the end of
	 * the file is passed over: it was never acknowledged, or is being written right now.
	 */
	List<LogRecord> readNew(long latestVersion) throws IOException {
		List<LogRecord> records = new ArrayList<>();
		long position = this.end;
		UnsureFrame last = this.unsure;
		while (this.file.size() >= position + FRAME_HEADER_LENGTH) {
			Frame frame = readFrame(position);
			if (frame == null) {
				long version = records.isEmpty() ? latestVersion : records.getLast().version();
				frame = readAgain(position, version);
				if (frame == null) {
					break;
				}
			}
			records.addAll(frame.records());
			long firstVersion = frame.records().isEmpty() ? 0 : frame.records().getFirst().version();
			last = new UnsureFrame(position, frame.header(), firstVersion);
			position += frame.byteSize();
		}
		this.unsure = last;
		this.end = position;
		return records;
	}

	/**
	 * Reads a frame again that was bad, if a good one stands behind it: its writer may
	 * just have finished it.
	 * @return the frame, or {@code null} if it is the torn end of the log
	 */
	private @Nullable Frame readAgain(long position, long version) throws IOException {
		long good = goodBehind(position + 1, version);
		Frame frame = (good >= 0) ? readFrame(position) : null;
		if (good >= 0 && frame == null) {
			throw new CorruptTableException("The log file " + this.path + " is damaged at byte " + position
					+ ": the frame there is bad, but a good one follows at byte " + good
					+ ". Restore the file from a backup.");
		}
		return frame;
	}

	/**
	 * Goes back before the frame that was read last if it is gone: a reader sees a frame
	 * that its writer cuts again because it cannot make it durable.
	 * @return whether it went back
	 */
	boolean stepBackIfCut() throws IOException {
		UnsureFrame frame = this.unsure;
		if (frame == null || Arrays.equals(frame.header(), this.file.read(frame.position(), FRAME_HEADER_LENGTH))) {
			return false;
		}
		this.end = frame.position();
		this.unsure = null;
		return true;
	}

	/**
	 * Returns the first version of the frame that was read last.
	 * @return the version, or -1 if that frame is known to be durable
	 */
	long unsureVersion() {
		return (this.unsure != null) ? this.unsure.firstVersion() : -1;
	}

	/**
	 * Cuts what a crash left behind the last good frame. Only for the holder of the
	 * table's lock.
	 */
	void cutTornTail() throws IOException {
		if (this.file.size() > this.end) {
			this.file.truncate(this.end);
		}
	}

	/**
	 * Appends one frame, durably, which {@link #encode} made. Only for the holder of the
	 * table's lock who has read everything and cut the torn tail.
	 */
	void append(byte[] frame) throws IOException {
		this.file.write(this.end, frame);
		this.end += frame.length;
		this.unsure = null;
	}

	String path() {
		return this.path;
	}

	long byteSize() {
		return this.end;
	}

	static byte[] encode(List<LogRecord> records) {
		BinaryOutput frame = new BinaryOutput();
		frame.putInt(FRAME_MARKER);
		frame.putInt(records.size());
		frame.putInt(0);
		frame.putInt(0);
		for (LogRecord logRecord : records) {
			int begin = frame.begin();
			logRecord.write(frame);
			frame.end(begin);
		}
		frame.setInt(LENGTH_POSITION, frame.length() - FRAME_HEADER_LENGTH);
		byte[] bytes = frame.toByteArray();
		int checksum = checksum(records.size(), bytes, FRAME_HEADER_LENGTH);
		ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM_POSITION, checksum);
		return bytes;
	}

	/**
	 * Returns the checksum of a payload that stands behind a position.
	 */
	private static int checksum(int recordCount, byte[] bytes, int position) {
		CRC32C checksum = new CRC32C();
		checksum.update(ByteBuffer.allocate(8)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(recordCount)
			.putInt(bytes.length - position)
			.flip());
		checksum.update(bytes, position, bytes.length - position);
		return (int) checksum.getValue();
	}

	private @Nullable Frame readFrame(long position) throws IOException {
		byte[] bytes = this.file.read(position, FRAME_HEADER_LENGTH);
		if (bytes.length < FRAME_HEADER_LENGTH) {
			return null;
		}
		ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		int marker = header.getInt();
		int recordCount = header.getInt();
		int length = header.getInt();
		int expected = header.getInt();
		if (marker != FRAME_MARKER || length < 0 || length > this.file.size() - position - FRAME_HEADER_LENGTH) {
			return null;
		}
		byte[] payload = this.file.read(position + FRAME_HEADER_LENGTH, length);
		if (payload.length < length || checksum(recordCount, payload, 0) != expected) {
			return null;
		}
		BinaryInput input = new BinaryInput("a frame of the log " + this.path, payload);
		List<LogRecord> records = new ArrayList<>();
		for (int i = 0; i < recordCount; i++) {
			records.add(LogRecord.decode(input.getBytes()));
		}
		input.requireEnd();
		return new Frame(bytes, records, FRAME_HEADER_LENGTH + (long) length);
	}

	/**
	 * Finds a good frame of a later version behind a position.
	 * @return where it stands, or -1 if there is none
	 */
	private long goodBehind(long from, long version) throws IOException {
		long size = this.file.size();
		if (from == this.searchedFrom && size == this.searchedSize) {
			return -1;
		}
		long budget = SEARCHED_FACTOR * (size - from) + SEARCHED_PART;
		for (long start = from; start + FRAME_BEGIN_LENGTH <= size; start += SEARCHED_PART) {
			byte[] part = this.file.read(start, SEARCHED_PART + FRAME_BEGIN_LENGTH - 1);
			for (int i = 0; i + FRAME_BEGIN_LENGTH <= part.length; i++) {
				if ((int) INT.get(part, i) == FRAME_MARKER && tellsOfLater(part, i, version)) {
					// What looks like frames within frames could keep a reader for ever.
					budget -= Math.clamp((int) INT.get(part, i + LENGTH_POSITION), 0, size - start - i);
					requireSane(budget, from - 1);
					if (isLaterFrame(start + i, version)) {
						return start + i;
					}
				}
			}
		}
		this.searchedFrom = from;
		this.searchedSize = size;
		return -1;
	}

	private void requireSane(long budget, long position) {
		if (budget < 0) {
			throw new CorruptTableException("The log file " + this.path + " is damaged at byte " + position
					+ ": the frame there is bad, and too much behind it looks like frames. "
					+ "Restore the file from a backup.");
		}
	}

	/**
	 * Tells whether the first bytes behind a frame's header are those of a record of a
	 * later version. What merely looks like a frame, inside somebody's text, has none.
	 */
	private static boolean tellsOfLater(byte[] bytes, int position, long version) {
		int payload = position + FRAME_HEADER_LENGTH;
		return FileFormat.isOfRecord(bytes[payload + Integer.BYTES])
				&& (long) LONG.get(bytes, payload + VERSION_POSITION) > version;
	}

	private boolean isLaterFrame(long position, long version) throws IOException {
		try {
			Frame frame = readFrame(position);
			return frame != null && !frame.records().isEmpty() && frame.records().getFirst().version() > version;
		}
		catch (CorruptTableException | UnsupportedFormatException ex) {
			return false;
		}
	}

	boolean isInPlace() throws IOException {
		return this.file.isInPlace();
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private record Frame(byte[] header, List<LogRecord> records, long byteSize) {
	}

	private record UnsureFrame(long position, byte[] header, long firstVersion) {
	}

}
