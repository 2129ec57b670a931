package io.fletch.context.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * Looks into a zip file before a parser does.
 */
final class ZipContent {

	private static final int MAX_ENTRIES = 10_000;

	/** The formats are text, which shrinks to a tenth at best. */
	private static final int MAX_UNPACKED_TIMES = 10;

	/** XML costs more than its bytes once it is read. */
	private static final int MAX_XML_TIMES = 2;

	/** Of XML that is read as a tree, however large the file is. */
	private static final long MAX_TREE_BYTES = 20_000_000;

	/** What is streamed where it is large. */
	private static final Pattern STREAMED = Pattern
		.compile("word/document\\d*\\.xml|ppt/slides/slide\\d+\\.xml|xl/worksheets/[^/]+\\.xml|"
				+ "xl/sharedStrings\\.xml|content\\.xml");

	/** What is not read. */
	private static final Pattern PASSED_OVER = Pattern
		.compile("xl/(pivotCache|externalLinks|pivotTables)/.*|xl/calcChain\\.xml|customXml/.*");

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
	 * Counts the parts.
	 * @throws UnreadableDocumentException if there are too many
	 */
	static void requireFewParts(String fileName, ZipFile zip) {
		if (zip.size() > MAX_ENTRIES) {
			throw tooLarge(fileName, "It has " + zip.size() + " parts, and the limit is " + MAX_ENTRIES + ".");
		}
	}

	/**
	 * Unpacks everything once, as what a zip file says of its sizes may be wrong.
	 * @param maxBytes how large the zip file itself may be
	 * @throws UnreadableDocumentException if there is too much of it
	 */
	static void requireBounded(String fileName, ZipFile zip, long maxBytes) throws IOException {
		byte[] buffer = new byte[1 << 16];
		long limit = Math.min(maxBytes, Long.MAX_VALUE / MAX_UNPACKED_TIMES) * MAX_UNPACKED_TIMES;
		long unpacked = 0;
		Enumeration<? extends ZipEntry> entries = zip.entries();
		while (entries.hasMoreElements()) {
			ZipEntry entry = entries.nextElement();
			long before = unpacked;
			try (InputStream content = zip.getInputStream(entry)) {
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
			if (unpacked - before != entry.getSize()) {
				throw new ZipException("The part '" + entry.getName() + "' has another size than is said of it");
			}
		}
		requireLittleXml(fileName, zip, limit / MAX_UNPACKED_TIMES * MAX_XML_TIMES);
	}

	private static void requireLittleXml(String fileName, ZipFile zip, long limit) {
		if (xmlBytes(zip) > limit) {
			throw tooLarge(fileName, "It has more than " + limit + " bytes of XML, which is the limit.");
		}
		long trees = zip.stream()
			.filter((entry) -> isXml(entry) && !STREAMED.matcher(entry.getName()).matches()
					&& !PASSED_OVER.matcher(entry.getName()).matches())
			.mapToLong(ZipEntry::getSize)
			.sum();
		if (trees > MAX_TREE_BYTES) {
			throw tooLarge(fileName,
					"It has more than " + MAX_TREE_BYTES + " bytes of XML beside its text, which is the limit.");
		}
	}

	/**
	 * Returns how much XML there is, unpacked.
	 */
	static long xmlBytes(ZipFile zip) {
		return zip.stream().filter(ZipContent::isXml).mapToLong(ZipEntry::getSize).sum();
	}

	private static boolean isXml(ZipEntry entry) {
		String name = entry.getName().toLowerCase(Locale.ROOT);
		return name.endsWith(".xml") || name.endsWith(".rels") || name.endsWith(".vml");
	}

	private static UnreadableDocumentException tooLarge(String fileName, String detail) {
		return new UnreadableDocumentException(fileName, Reason.TOO_LARGE, detail);
	}

}
