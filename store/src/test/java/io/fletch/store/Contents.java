package io.fletch.store;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import io.fletch.store.data.blob.Blob;

/**
 * Rows as text, which is equal where the values are, their classes included.
 */
final class Contents {

	private Contents() {
	}

	static List<String> of(Table table) {
		return table.scan().rows().stream().map(Contents::text).toList();
	}

	static String text(Object value) {
		return switch (value) {
			case null -> "null";
			case Blob blob -> "blob " + checksum(blob.bytes()) + " of " + blob.length();
			case List<?> list -> list.stream().map(Contents::text).toList().toString();
			case Map<?, ?> map -> {
				List<String> entries = new ArrayList<>();
				map.forEach((key, one) -> entries.add(key + "=" + text(one)));
				yield entries.toString();
			}
			case Object array when array.getClass().isArray() -> {
				List<Object> elements = new ArrayList<>();
				for (int i = 0; i < Array.getLength(array); i++) {
					elements.add(Array.get(array, i));
				}
				yield array.getClass().getSimpleName() + elements;
			}
			default -> value.getClass().getSimpleName() + ":" + value;
		};
	}

	private static long checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes);
		return checksum.getValue();
	}

}
