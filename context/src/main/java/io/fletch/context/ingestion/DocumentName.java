package io.fletch.context.ingestion;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.context.hash.Sha256;

/**
 * The name of a document, made safe to show and to store. It never becomes part of a
 * path.
 *
 * @param value the name
 */
record DocumentName(String value) {

	private static final int LONGEST = 255;

	private static final int LONGEST_EXTENSION = 20;

	/** Controls, format characters such as direction overrides, and lone surrogates. */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	static DocumentName of(@Nullable String given) {
		String name = (given != null) ? clean(given) : "";
		name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1).strip();
		if (name.isEmpty() || name.equals(".") || name.equals("..")) {
			throw new IllegalArgumentException(
					"name must be the name of a file, such as report.pdf, but nothing is left of what was given");
		}
		return new DocumentName((name.length() <= LONGEST) ? name : hashed(name));
	}

	/**
	 * Returns the name of a document below a folder: the names of the folders on the way
	 * belong to it.
	 */
	static DocumentName ofPath(String given) {
		String path = Arrays.stream(given.split("[/\\\\]"))
			.map(DocumentName::clean)
			.filter((part) -> !part.isEmpty() && !part.equals(".") && !part.equals(".."))
			.collect(Collectors.joining("/"));
		if (path.length() <= LONGEST) {
			return path.isEmpty() ? of(path) : new DocumentName(path);
		}
		return new DocumentName(hashed(path));
	}

	/** Long names that differ behind the cut are those of different documents. */
	private static String hashed(String name) {
		String hash = "~" + Sha256.hex(name).substring(0, 16);
		String shortened = shorten(name);
		int dot = shortened.lastIndexOf('.');
		int end = (dot > shortened.length() - LONGEST_EXTENSION) ? dot : shortened.length();
		int cut = end - hash.length();
		int start = Character.isLowSurrogate(shortened.charAt(cut)) ? cut - 1 : cut;
		return shortened.substring(0, start) + hash + shortened.substring(end);
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

	private static String clean(String given) {
		return Normalizer.normalize(UNSEEN.matcher(given).replaceAll(""), Normalizer.Form.NFC).strip();
	}

	private static String shorten(String name) {
		if (name.length() <= LONGEST) {
			return name;
		}
		int dot = name.lastIndexOf('.');
		String extension = (dot > 0 && name.length() - dot <= LONGEST_EXTENSION) ? name.substring(dot) : "";
		int end = LONGEST - extension.length();
		return name.substring(0, Character.isLowSurrogate(name.charAt(end)) ? end - 1 : end) + extension;
	}

}
