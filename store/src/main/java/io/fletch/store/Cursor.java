package io.fletch.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.scan.RowOrder;

/**
 * Where a page ends: what its last row is sorted by, and the id of the row.
 *
 * @param search tells searches apart, so that a cursor is used for its own only
 * @param keys what the row is sorted by
 * @param origin the id of the row, as users see it
 * @param depth how many rows the pages up to there had
 */
record Cursor(long search, @Nullable Object[] keys, long origin, long depth) {

	private static final byte FORM = 2;

	private static final int MAX_KEYS = 64;

	static long hash(String description) {
		CRC32C hash = new CRC32C();
		hash.update(description.getBytes(StandardCharsets.UTF_8));
		return hash.getValue() << 32 | description.hashCode() & 0xFFFFFFFFL;
	}

	/**
	 * Returns what the row was ranked by, where nothing else sorts rows.
	 */
	double rank() {
		return (this.keys.length == 1 && this.keys[0] instanceof Double rank) ? rank : Double.NaN;
	}

	RowOrder.Place place() {
		return new RowOrder.Place(this.keys, this.origin, -1);
	}

	/**
	 * Writes the cursor as text.
	 */
	String encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORM);
			out.writeLong(this.search);
			out.writeLong(this.origin);
			out.writeLong(this.depth);
			out.writeByte(this.keys.length);
			for (Object key : this.keys) {
				write(key, out);
			}
			out.writeInt(checksum(bytes.toByteArray()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
	}

	private static void write(@Nullable Object key, DataOutputStream out) throws IOException {
		byte[] bytes = (key instanceof byte[] binary) ? binary : String.valueOf(key).getBytes(StandardCharsets.UTF_8);
		out.writeByte(switch (key) {
			case null -> '0';
			case Boolean flag -> 'b';
			case Long number -> 'l';
			case Double number -> 'd';
			case BigDecimal number -> 'n';
			case String text -> 's';
			case byte[] binary -> 'x';
			case LocalDate date -> 'D';
			case LocalTime time -> 'T';
			case LocalDateTime time -> 'L';
			case Instant time -> 'I';
			case Duration time -> 'P';
			default -> throw new IllegalStateException("Nothing is sorted by " + key.getClass());
		});
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	/**
	 * Reads a cursor.
	 * @throws InvalidInputException if the text is none that {@link #encode()} gave
	 */
	static Cursor decode(String text) {
		try {
			byte[] bytes = Base64.getUrlDecoder().decode(text);
			int end = bytes.length - Integer.BYTES;
			DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
			if (end < 1 || in.readByte() != FORM
					|| new DataInputStream(new ByteArrayInputStream(bytes, end, Integer.BYTES))
						.readInt() != checksum(Arrays.copyOf(bytes, end))) {
				throw invalid(text, null);
			}
			return read(in);
		}
		catch (IOException | IllegalArgumentException | DateTimeException ex) {
			throw invalid(text, ex);
		}
	}

	private static Cursor read(DataInputStream in) throws IOException {
		long search = in.readLong();
		long origin = in.readLong();
		long depth = in.readLong();
		int count = in.readByte();
		if (count < 0 || count > MAX_KEYS || depth < 0) {
			throw new IOException("it has " + count + " keys at depth " + depth);
		}
		@Nullable Object[] keys = new @Nullable Object[count];
		for (int i = 0; i < keys.length; i++) {
			keys[i] = key(in);
		}
		return new Cursor(search, keys, origin, depth);
	}

	private static @Nullable Object key(DataInputStream in) throws IOException {
		int form = in.readByte();
		int length = in.readInt();
		byte[] bytes = in.readNBytes(Math.max(0, length));
		String text = new String(bytes, StandardCharsets.UTF_8);
		return switch (form) {
			case '0' -> null;
			case 'b' -> Boolean.valueOf(text);
			case 'l' -> Long.valueOf(text);
			case 'd' -> Double.valueOf(text);
			case 'n' -> new BigDecimal(text);
			case 's' -> text;
			case 'x' -> bytes;
			case 'D' -> LocalDate.parse(text);
			case 'T' -> LocalTime.parse(text);
			case 'L' -> LocalDateTime.parse(text);
			case 'I' -> Instant.parse(text);
			case 'P' -> Duration.parse(text);
			default -> throw new IOException("it has a key of the form " + form);
		};
	}

	private static int checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return (int) checksum.getValue();
	}

	private static InvalidInputException invalid(String text, @Nullable Exception cause) {
		String shown = (text.length() > 40) ? text.substring(0, 40) + "..." : text;
		return new InvalidInputException("The cursor '" + shown
				+ "' is none that a page gave; take it from HitPage.next(), or begin without one", cause);
	}

}
