package io.fletch.context.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks whether the end of a PDF is there. The parser reads what it finds of one that is
 * cut off, as if that were all.
 */
final class PdfEnd {

	private static final String MARK = "%%EOF";

	/** Much may follow the mark, such as what a web server adds. */
	private static final int LOOKED_AT_BYTES = 1 << 16;

	private static final int HEAD_BYTES = 1024;

	/** A PDF for the web says in its first object how long it is. */
	private static final Pattern LENGTH = Pattern.compile("/Linearized\\b[^>]{0,200}?/L\\s{1,10}(\\d{1,15})\\b");

	private static final Pattern LENGTH_FIRST = Pattern.compile("/L\\s{1,10}(\\d{1,15})\\b[^>]{0,200}?/Linearized\\b");

	private PdfEnd() {
	}

	static boolean isCutOff(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file)) {
			String head = read(channel, 0, HEAD_BYTES);
			return channel.size() < length(head)
					|| !read(channel, Math.max(0, channel.size() - LOOKED_AT_BYTES), LOOKED_AT_BYTES).contains(MARK);
		}
	}

	private static long length(String head) {
		for (Pattern pattern : new Pattern[] { LENGTH, LENGTH_FIRST }) {
			Matcher matcher = pattern.matcher(head);
			if (matcher.find()) {
				return Long.parseLong(matcher.group(1));
			}
		}
		return 0;
	}

	private static String read(FileChannel channel, long start, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		int read = 0;
		while (read >= 0 && bytes.hasRemaining()) {
			read = channel.read(bytes, start + bytes.position());
		}
		return StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
	}

}
