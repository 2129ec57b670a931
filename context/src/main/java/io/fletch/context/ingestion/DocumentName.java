package io.fletch.context.ingestion;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of a document, made safe to show and to store. It never becomes part of a
 * path.
 *
 * @param value the name
 */
record DocumentName(String value) {

	private static final int LONGEST = 255;

	/** Controls, format characters such as direction overrides, and lone surrogates. */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	static DocumentName of(@Nullable String given) {
		String name = (given != null) ? UNSEEN.matcher(given).replaceAll("") : "";
		name = Normalizer.normalize(name, Normalizer.Form.NFC).strip();
		name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).strip();
		if (name.isEmpty() || name.equals(".") || name.equals("..")) {
			throw new IllegalArgumentException(
					"name must be the name of a file, such as report.pdf, but nothing is left of what was given");
		}
		return new DocumentName(shorten(name));
	}

	String id() {
		return Sha256.hex(this.value).substring(0, 16);
	}

	/**
	 * Returns the extension in lower case, with its dot.
	 */
	String extension() {
		int dot = this.value.lastIndexOf('.');
		return (dot < 0) ? "" : this.value.substring(dot).toLowerCase(Locale.ROOT);
	}

	private static String shorten(String name) {
		if (name.length() <= LONGEST) {
			return name;
		}
		int dot = name.lastIndexOf('.');
		String extension = (dot > 0 && name.length() - dot <= 20) ? name.substring(dot) : "";
		int end = LONGEST - extension.length();
		return name.substring(0, Character.isLowSurrogate(name.charAt(end)) ? end - 1 : end) + extension;
	}

}
