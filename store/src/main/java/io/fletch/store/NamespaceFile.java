package io.fletch.store;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.UnsupportedFormatException;
import io.fletch.store.io.Storage;

/**
 * The file that makes a folder a namespace and keeps its properties. The bytes are
 * described in {@code docs/format.md}.
 */
final class NamespaceFile {

	private static final String NAME = "_namespace";

	private static final byte[] MAGIC = "FLTCHNSP".getBytes(StandardCharsets.US_ASCII);

	private static final int FORMAT = 1;

	private static final int HEADER_LENGTH = MAGIC.length + 4 * Integer.BYTES;

	private static final int MAX_PROPERTIES = 1000;

	private static final int MAX_PROPERTY_LENGTH = 10_000;

	private NamespaceFile() {
	}

	/**
	 * Tells whether there is a namespace. The root is always there.
	 */
	static boolean exists(Storage storage, List<String> namespace) {
		return namespace.isEmpty() || storage.exists(Catalog.folder(namespace) + "/" + NAME);
	}

	static void requireAcceptable(Map<String, String> properties) {
		if (properties.size() > MAX_PROPERTIES) {
			throw new InvalidInputException(
					"A namespace has at most " + MAX_PROPERTIES + " properties, but there are " + properties.size());
		}
		properties.forEach((key, value) -> {
			if (key.isBlank() || key.length() > MAX_PROPERTY_LENGTH || value.length() > MAX_PROPERTY_LENGTH) {
				throw new InvalidInputException("The property '" + key.substring(0, Math.min(key.length(), 100))
						+ "' of a namespace must have a name that is not blank, and name and value of at most "
						+ MAX_PROPERTY_LENGTH + " characters");
			}
			if (!isText(key) || !isText(value)) {
				throw new InvalidInputException("The property '" + key.substring(0, Math.min(key.length(), 100))
						+ "' of a namespace has half a surrogate pair in its name or value, which is no text; correct it");
			}
		});
	}

	/**
	 * Tells whether UTF-8 has a form for it, which half of a surrogate pair has not.
	 */
	private static boolean isText(String text) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(text);
	}

	static void write(Storage folder, Map<String, String> properties) throws IOException {
		folder.write(NAME, content(properties));
	}

	/** Nobody sees half of them, nor both. */
	static void replace(Storage folder, Map<String, String> properties) throws IOException {
		folder.replace(NAME, content(properties));
	}

	private static List<MemorySegment> content(Map<String, String> properties) {
		byte[] payload = encode(new TreeMap<>(properties));
		ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(MAGIC)
			.putInt(FORMAT)
			.putInt(0)
			.putInt(payload.length)
			.putInt(checksum(payload));
		return List.of(MemorySegment.ofArray(header.array()), MemorySegment.ofArray(payload));
	}

	private static byte[] encode(Map<String, String> properties) {
		List<byte[]> texts = properties.entrySet()
			.stream()
			.flatMap((property) -> List.of(property.getKey(), property.getValue()).stream())
			.map((text) -> text.getBytes(StandardCharsets.UTF_8))
			.toList();
		int length = texts.stream().mapToInt((text) -> Integer.BYTES + text.length).sum();
		ByteBuffer payload = ByteBuffer.allocate(Integer.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
		payload.putInt(properties.size());
		texts.forEach((text) -> payload.putInt(text.length).put(text));
		return payload.array();
	}

	static Map<String, String> read(Storage storage, List<String> namespace) throws IOException {
		byte[] bytes = storage.map(Catalog.folder(namespace) + "/" + NAME).toArray(ValueLayout.JAVA_BYTE);
		ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		if (bytes.length < HEADER_LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
			throw damaged(namespace, "it has no header of one");
		}
		file.position(MAGIC.length);
		int format = file.getInt();
		int requiredFlags = file.getInt();
		if (format != FORMAT || requiredFlags != 0) {
			throw new UnsupportedFormatException(
					"The properties of the namespace '" + Names.render(namespace) + "' have the format " + format
							+ " and the required flags " + requiredFlags + "; this version of the library reads format "
							+ FORMAT + " without flags. Use the version that wrote them, or a newer one.");
		}
		int length = file.getInt();
		int expected = file.getInt();
		byte[] payload = Arrays.copyOfRange(bytes, HEADER_LENGTH, bytes.length);
		if (length != payload.length || expected != checksum(payload)) {
			throw damaged(namespace, "its length or checksum does not hold");
		}
		return decode(namespace, ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN));
	}

	private static Map<String, String> decode(List<String> namespace, ByteBuffer payload) {
		try {
			Map<String, String> properties = new TreeMap<>();
			for (int count = payload.getInt(); count > 0; count--) {
				properties.put(text(payload), text(payload));
			}
			return properties;
		}
		catch (BufferUnderflowException | IndexOutOfBoundsException ex) {
			throw damaged(namespace, "it ends too early");
		}
	}

	private static String text(ByteBuffer payload) {
		int length = payload.getInt();
		String text = StandardCharsets.UTF_8.decode(payload.slice(payload.position(), length)).toString();
		payload.position(payload.position() + length);
		return text;
	}

	private static CorruptTableException damaged(List<String> namespace, String what) {
		return new CorruptTableException(
				"The properties file of the namespace '" + Names.render(namespace) + "' is damaged: " + what);
	}

	private static int checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return (int) checksum.getValue();
	}

}
