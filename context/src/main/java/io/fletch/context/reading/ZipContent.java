package io.fletch.context.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * Looks into a zip file before a parser does.
 */
final class ZipContent {

	private static final int MAX_ENTRIES = 10_000;

	/** The formats are text, which shrinks to a tenth at best. */
	private static final int MAX_UNPACKED_TIMES = 10;

	private static final int MAX_TYPE_BYTES = 200;

	private ZipContent() {
	}

	/**
	 * Returns the media type that an OpenDocument or EPUB file says it has.
	 * @return the media type; empty if there is none
	 */
	static String mediaType(ZipFile zip) throws IOException {
		ZipEntry entry = zip.getEntry("mimetype");
		if (entry == null) {
			return "";
		}
		try (InputStream content = zip.getInputStream(entry)) {
			return new String(content.readNBytes(MAX_TYPE_BYTES), StandardCharsets.US_ASCII).strip();
		}
	}

	/**
	 * Unpacks everything once, as what a zip file says of its sizes may be wrong.
	 * @param maxBytes how large the zip file itself may be
	 * @throws UnreadableDocumentException if there is too much of it
	 */
	static void requireBounded(String fileName, ZipFile zip, long maxBytes) throws IOException {
		if (zip.size() > MAX_ENTRIES) {
			throw tooLarge(fileName, "It has " + zip.size() + " parts, and the limit is " + MAX_ENTRIES + ".");
		}
		byte[] buffer = new byte[1 << 16];
		long limit = Math.min(maxBytes, Long.MAX_VALUE / MAX_UNPACKED_TIMES) * MAX_UNPACKED_TIMES;
		long unpacked = 0;
		Enumeration<? extends ZipEntry> entries = zip.entries();
		while (entries.hasMoreElements()) {
			try (InputStream content = zip.getInputStream(entries.nextElement())) {
				for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
					unpacked += read;
					if (unpacked > limit) {
						throw tooLarge(fileName, "It unpacks to more than " + limit + " bytes, which is the limit.");
					}
					if (Thread.currentThread().isInterrupted()) {
						throw new ReadingStoppedException();
					}
				}
			}
		}
	}

	private static UnreadableDocumentException tooLarge(String fileName, String detail) {
		return new UnreadableDocumentException(fileName, Reason.TOO_LARGE, detail);
	}

}
