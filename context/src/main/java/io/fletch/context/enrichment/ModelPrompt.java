package io.fletch.context.enrichment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

import io.fletch.context.hash.Sha256;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;

/**
 * What a model is shown of a chunk and its document. Both are data between marks that no
 * document can hold, as they come from its own hash.
 */
final class ModelPrompt {

	/** More of a long document costs more than it tells. */
	private static final int DOCUMENT_CHARACTERS = 12_000;

	private static final int MARK_DIGITS = 16;

	/** How many times as long as what is shown the text is that is read. */
	private static final int MOST_WRITTEN = 10;

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

	/** White space with a line break in it, sought from its beginning only. */
	private static final Pattern LINE_BREAKS = Pattern.compile("(?<![^\\S\\n])[^\\S\\n]*+\\n\\s*+");

	private final ParsedDocument document;

	private final String documentHash;

	private final String mark;

	ModelPrompt(ParsedDocument document) {
		this.document = document;
		this.documentHash = hash(document.title(), document.text());
		this.mark = "=== " + this.documentHash.substring(0, MARK_DIGITS) + " ";
	}

	/**
	 * Returns what decides the answer of a model.
	 */
	String key(String model, String instructions, Chunk chunk) {
		return hash(model, instructions, this.documentHash, chunk.start() + "-" + chunk.end(), chunk.text());
	}

	String of(Chunk chunk) {
		return this.mark + "document\n" + this.document.title() + "\n\n" + excerpt(chunk) + "\n" + this.mark
				+ "passage\n" + chunk.text() + "\n" + this.mark + "end";
	}

	private String excerpt(Chunk chunk) {
		String text = this.document.text();
		if (text.length() <= DOCUMENT_CHARACTERS) {
			return text;
		}
		int third = DOCUMENT_CHARACTERS / 3;
		String beginning = Excerpt.after(text, 0, Math.min(third, chunk.start()));
		String before = Excerpt.before(text, beginning.length(), chunk.start(), third);
		return beginning + "\n[...]\n" + before + "\n[the passage]\n" + Excerpt.after(text, chunk.end(), third);
	}

	/**
	 * Frees an answer of what a model should not have written.
	 */
	String clean(String answer, int maxCharacters) {
		String written = answer.replace(this.mark.strip(), "").strip();
		String read = Excerpt.after(written, 0, MOST_WRITTEN * maxCharacters);
		String shown = LINE_BREAKS.matcher(CONTROL.matcher(read).replaceAll("")).replaceAll("\n").strip();
		if (shown.length() <= maxCharacters) {
			return shown;
		}
		return Excerpt.after(shown, 0, maxCharacters);
	}

	private static String hash(String... parts) {
		MessageDigest digest = Sha256.digest();
		for (String part : parts) {
			byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
			digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
			digest.update(bytes);
		}
		return Sha256.hex(digest);
	}

}
