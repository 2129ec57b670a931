package io.fletch.context.reading;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.apache.tika.detect.AutoDetectReader;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.html.HtmlEncodingDetector;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the character set of text. Statistics of bytes take a few umlauts for
 * Cyrillic or Chinese letters; where such bytes stand a few at a time beside letters of
 * ASCII, the text is of a language in Latin letters.
 */
final class TextCharset implements EncodingDetector {

	private static final long serialVersionUID = 1L;

	private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

	/** The sets of Latin letters that the statistics know, and what is read for each. */
	private static final Map<String, String> LATIN = Map.of("ISO-8859-1", "windows-1252", "windows-1252",
			"windows-1252", "ISO-8859-15", "ISO-8859-15", "ISO-8859-2", "ISO-8859-2", "windows-1250", "windows-1250",
			"ISO-8859-9", "windows-1254", "windows-1254", "windows-1254");

	private static final int PEEKED_BYTES = 1 << 20;

	private static final int PEEKED_WIDE_BYTES = 4096;

	/** How sure the statistics must be, of 100. */
	private static final int LEAST_CONFIDENCE = 15;

	private static final int MOST_TOGETHER = 3;

	/** Of a row of umlauts that is Latin whatever else there is. */
	private static final int LEAST_UMLAUTS = 3;

	private static final Charset LATIN_9 = Charset.forName("ISO-8859-15");

	/** The euro sign; elsewhere a sign of currency that nobody writes. */
	private static final byte LATIN_9_EURO = (byte) 0xa4;

	/** Below it are controls, which no text has, but Windows-1252 has signs. */
	private static final byte FIRST_SIGN = (byte) 0xa0;

	/** Bytes that are no letter, but stand in Western text. */
	private static final String SIGNS = "\u00a2\u00a4\u00a5\u00a6\u00b1\u00b5\u00b6\u00d7\u00f7\u0080\u0082\u0084\u0085\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0099"
			+ "\u00a0\u00a1\u00a3\u00a7\u00a9\u00ab\u00ae\u00b0\u00b2\u00b3\u00b4\u00b7\u00bb\u00bc\u00bd\u00be\u00bf";

	/** Letters of Western and Central European languages below 0xC0. */
	private static final String LETTERS = "\u008a\u008c\u008d\u008e\u008f\u009a\u009c\u009d\u009e\u009f\u00a3\u00a5"
			+ "\u00aa\u00af\u00b3\u00b9\u00ba\u00bc\u00be\u00bf";

	/** Letters of which German and Nordic words and rows of letters consist. */
	private static final String UMLAUTS = "\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df";

	/** Further letters of which words of two letters or rows of letters consist. */
	private static final String DETACHED = UMLAUTS + "\u00c5\u00e5\u00c6\u00e6\u00d8\u00f8\u00c7\u00e7\u00e0";

	@Override
	public @Nullable Charset detect(InputStream input, Metadata metadata) throws IOException {
		Charset declared = new HtmlEncodingDetector().detect(input, metadata);
		if (declared != null) {
			// As browsers do: it differs in bytes only that are no characters.
			return declared.equals(StandardCharsets.ISO_8859_1) ? WINDOWS_1252 : declared;
		}
		input.mark(PEEKED_BYTES);
		byte[] bytes = input.readNBytes(PEEKED_BYTES);
		input.reset();
		if (isUtf8(bytes)) {
			return StandardCharsets.UTF_8;
		}
		Charset guessed = new DefaultEncodingDetector().detect(input, metadata);
		if (guessed == null || guessed.name().startsWith("UTF-")) {
			boolean isUnsure = guessed == null || guessed.equals(StandardCharsets.UTF_8);
			return (isUnsure && !hasPair(bytes) && isLatin(bytes)) ? western(latin(bytes), bytes) : guessed;
		}
		String latin = LATIN.get(guessed.name());
		if (latin != null) {
			return western(Charset.forName(latin), bytes);
		}
		return isLatin(bytes) ? western(latin(bytes), bytes) : guessed;
	}

	/**
	 * Says whether any two bytes are a character of UTF-8: text with one that is damaged
	 * is UTF-8 still.
	 */
	private static boolean hasPair(byte[] bytes) {
		for (int index = 1; index < bytes.length; index++) {
			int lead = bytes[index - 1] & 0xff;
			if (lead >= 0xc2 && lead < 0xf5 && (bytes[index] & 0xc0) == 0x80) {
				return true;
			}
		}
		return false;
	}

	private static Charset western(Charset charset, byte[] bytes) {
		return (charset.equals(WINDOWS_1252) && isLatin9(bytes)) ? LATIN_9 : charset;
	}

	private static boolean isLatin9(byte[] bytes) {
		boolean hasEuro = false;
		for (byte value : bytes) {
			hasEuro |= value == LATIN_9_EURO;
			if (value < FIRST_SIGN) {
				return false;
			}
		}
		return hasEuro;
	}

	/**
	 * Decodes text of a character set that nobody declares: UTF-8 if it is that, else
	 * what the statistics of its bytes say.
	 */
	static String decode(byte[] bytes) throws IOException, TikaException {
		Charset wide = wide(bytes);
		if (wide != null) {
			return new String(bytes, wide);
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			try (InputStream content = new BufferedInputStream(new ByteArrayInputStream(bytes));
					AutoDetectReader reader = new AutoDetectReader(content, new Metadata(), new TextCharset())) {
				StringWriter text = new StringWriter();
				reader.transferTo(text);
				return text.toString();
			}
		}
	}

	/**
	 * Says which UTF-16 text is that has no mark to tell it: every other byte of most
	 * letters is 0.
	 * @return the character set; {@code null} if it is none of these
	 */
	static @Nullable Charset wide(byte[] bytes) {
		int[] zeros = new int[2];
		int length = Math.min(bytes.length, PEEKED_WIDE_BYTES) / 2 * 2;
		for (int index = 0; index < length; index++) {
			zeros[index % 2] += (bytes[index] == 0) ? 1 : 0;
		}
		if (zeros[0] == 0 && zeros[1] > length / 4) {
			return StandardCharsets.UTF_16LE;
		}
		return (zeros[1] == 0 && zeros[0] > length / 4) ? StandardCharsets.UTF_16BE : null;
	}

	/**
	 * Says whether there is more than ASCII, and all of it is UTF-8; the last character
	 * may be cut where there are more bytes than these.
	 */
	private static boolean isUtf8(byte[] bytes) {
		CharBuffer text = CharBuffer.allocate(bytes.length);
		boolean isWhole = bytes.length < PEEKED_BYTES;
		boolean isValid = !StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, isWhole).isError();
		return isValid && text.position() < bytes.length;
	}

	private static Charset latin(byte[] bytes) {
		CharsetDetector detector = new CharsetDetector();
		detector.setText(bytes);
		return Arrays.stream(detector.detectAll())
			.filter((match) -> match.getConfidence() >= LEAST_CONFIDENCE)
			.map(CharsetMatch::getName)
			.filter(LATIN::containsKey)
			.findFirst()
			.map((name) -> Charset.forName(LATIN.get(name)))
			.orElse(WINDOWS_1252);
	}

	/**
	 * Says whether bytes beyond ASCII are letters beside those of ASCII, a few at a time,
	 * and signs. A single letter may be a word, and so may some rows of them.
	 */
	private static boolean isLatin(byte[] bytes) {
		boolean isWithin = false;
		int index = 0;
		while (index < bytes.length) {
			int start = index;
			while (index < bytes.length && isLetter(bytes[index])) {
				index++;
			}
			int length = index - start;
			if (length == 0) {
				if (bytes[index] == 0 || (bytes[index] < 0 && SIGNS.indexOf(bytes[index] & 0xff) < 0)) {
					return false;
				}
				index++;
			}
			else if (length >= LEAST_UMLAUTS && isOf(UMLAUTS, bytes, start, index)) {
				isWithin = true;
			}
			else if (length <= MOST_TOGETHER && (isAscii(bytes, start - 1) || isAscii(bytes, index))) {
				isWithin = true;
			}
			else if (length > 1 && !isOf(DETACHED, bytes, start, index)) {
				return false;
			}
		}
		return isWithin;
	}

	private static boolean isOf(String letters, byte[] bytes, int start, int end) {
		for (int index = start; index < end; index++) {
			if (letters.indexOf(bytes[index] & 0xff) < 0) {
				return false;
			}
		}
		return true;
	}

	private static boolean isLetter(byte value) {
		int code = value & 0xff;
		return (code >= 0xc0 && code != 0xd7 && code != 0xf7) || LETTERS.indexOf(code) >= 0;
	}

	private static boolean isAscii(byte[] bytes, int index) {
		return index >= 0 && index < bytes.length && Character.isLetter(bytes[index]);
	}

}
