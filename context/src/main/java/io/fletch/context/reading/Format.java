package io.fletch.context.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;

import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.jspecify.annotations.Nullable;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * The kinds of files that can be read. The bytes decide; the name only tells one kind of
 * plain text from another, of which a mail is one.
 */
enum Format {

	TEXT("text/plain", null, "txt"),

	MARKDOWN("text/markdown", null, "md", "markdown"),

	HTML("text/html", null, "html", "htm", "xhtml"),

	PDF("application/pdf", null, "pdf"),

	RTF("application/rtf", null, "rtf"),

	DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/", "docx"),

	PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/", "pptx"),

	XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/", "xlsx"),

	EPUB("application/epub+zip", "META-INF/", "epub"),

	ODT("application/vnd.oasis.opendocument.text", "META-INF/", "odt"),

	EML("message/rfc822", null, "eml"),

	CSV("text/csv", null, "csv", "tsv"),

	JSON("application/json", null, "json", "jsonl", "ndjson");

	/** Zip files that say what they are. */
	private static final Set<Format> DECLARED = EnumSet.of(EPUB, ODT);

	private static final Set<Format> PLAIN = EnumSet.of(TEXT, MARKDOWN, HTML, EML, CSV, JSON);

	private static final int PEEKED_BYTES = 4096;

	private static final byte[] ZIP = { 'P', 'K', 3, 4 };

	private static final byte[] OLE = { (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0 };

	private final String mediaType;

	private final @Nullable String zipFolder;

	private final List<String> extensions;

	Format(String mediaType, @Nullable String zipFolder, String... extensions) {
		this.mediaType = mediaType;
		this.zipFolder = zipFolder;
		this.extensions = List.of(extensions);
	}

	String mediaType() {
		return this.mediaType;
	}

	static Set<String> allExtensions() {
		Set<String> all = new TreeSet<>();
		Arrays.stream(values()).forEach((format) -> all.addAll(format.extensions));
		return all;
	}

	static Optional<Format> ofName(String fileName) {
		int dot = fileName.lastIndexOf('.');
		String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
		return Arrays.stream(values()).filter((format) -> dot >= 0 && format.extensions.contains(extension)).findAny();
	}

	/**
	 * Finds out what a file is.
	 * @param fileName the name that the user gave it, for messages and its extension
	 * @param file the file
	 * @param maxBytes the largest file that is read
	 * @return its format
	 * @throws UnreadableDocumentException if it is encrypted, damaged or not supported
	 * @throws IOException if the file cannot be opened, or is damaged
	 * @throws RuntimeException if it is damaged: the libraries throw anything
	 */
	static Format of(String fileName, Path file, long maxBytes) throws IOException {
		Optional<Format> named = ofName(fileName);
		byte[] head = head(file);
		if (startsWith(head, ZIP)) {
			return ofZip(fileName, file, named, maxBytes);
		}
		if (startsWith(head, OLE)) {
			throw ofOle(fileName, file);
		}
		String start = new String(head, StandardCharsets.ISO_8859_1);
		int marker = start.indexOf("%PDF-");
		if (marker == 0 || (marker > 0 && marker < 1024 && named.equals(Optional.of(PDF)))) {
			return PDF;
		}
		if (start.startsWith("{\\rtf")) {
			return RTF;
		}
		Format plain = named.orElseThrow(() -> unsupported(fileName));
		if (!PLAIN.contains(plain)) {
			throw new UnreadableDocumentException(fileName, Reason.DAMAGED, (Throwable) null);
		}
		if (isBinary(head) && TextCharset.wide(head) == null) {
			throw unsupported(fileName);
		}
		return plain;
	}

	private static UnreadableDocumentException unsupported(String fileName) {
		return UnreadableDocumentException.unsupported(fileName, allExtensions());
	}

	private static Format ofZip(String fileName, Path file, Optional<Format> named, long maxBytes) throws IOException {
		try (ZipFile zip = new ZipFile(file.toString())) {
			ZipContent.requireFewParts(fileName, zip);
			Optional<Format> found = ofParts(zip);
			if (found.isPresent()) {
				ZipContent.requireBounded(fileName, zip, maxBytes);
				return found.get();
			}
		}
		if (named.filter((format) -> format.zipFolder != null).isPresent()) {
			throw new UnreadableDocumentException(fileName, Reason.DAMAGED, (Throwable) null);
		}
		throw unsupported(fileName);
	}

	private static Optional<Format> ofParts(ZipFile zip) throws IOException {
		String type = ZipContent.mediaType(zip);
		return Arrays.stream(values()).filter((format) -> {
			String folder = format.zipFolder;
			return format.mediaType.equals(type) || (folder != null && !DECLARED.contains(format)
					&& zip.stream().anyMatch((entry) -> entry.getName().startsWith(folder)));
		}).findFirst();
	}

	private static UnreadableDocumentException ofOle(String fileName, Path file) throws IOException {
		try (InputStream content = Files.newInputStream(file);
				POIFSFileSystem container = new POIFSFileSystem(content)) {
			if (container.getRoot().hasEntryCaseInsensitive(Decryptor.DEFAULT_POIFS_ENTRY)) {
				return new UnreadableDocumentException(fileName, Reason.ENCRYPTED, (Throwable) null);
			}
			return new UnreadableDocumentException(fileName, Reason.UNSUPPORTED,
					"Its bytes are those of an older Office format (doc, xls, ppt, msg), whatever its name says. "
							+ "Open it in its own program, save it as docx, xlsx, pptx or eml and add that.");
		}
	}

	private static byte[] head(Path file) throws IOException {
		try (InputStream content = Files.newInputStream(file)) {
			return content.readNBytes(PEEKED_BYTES);
		}
	}

	private static boolean startsWith(byte[] bytes, byte[] prefix) {
		return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
	}

	private static boolean isBinary(byte[] head) {
		boolean wide = startsWith(head, new byte[] { (byte) 0xff, (byte) 0xfe })
				|| startsWith(head, new byte[] { (byte) 0xfe, (byte) 0xff })
				|| startsWith(head, new byte[] { 0, 0, (byte) 0xfe, (byte) 0xff });
		int controls = 0;
		for (byte value : head) {
			if (value >= 0 && value < 32 && value != '\t' && value != '\n' && value != '\r' && value != '\f'
					&& value != 27) {
				controls++;
			}
		}
		return !wide && controls > 2 + head.length / 100;
	}

}
