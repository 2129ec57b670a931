package io.fletch.context.reading;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * No text can be had from a file: it is encrypted, damaged, empty, too large, too slow to
 * read, not begun, or of a kind that is not supported. The message names the file, the
 * reason and what to do about it.
 */
public class UnreadableDocumentException extends RuntimeException {

	private final Reason reason;

	public UnreadableDocumentException(String fileName, Reason reason, @Nullable Throwable cause) {
		super("'" + fileName + "' " + reason.text, cause);
		this.reason = reason;
	}

	UnreadableDocumentException(String fileName, Reason reason, String detail) {
		super("'" + fileName + "' " + reason.text + " " + detail);
		this.reason = reason;
	}

	/**
	 * Says that a file is of no kind that can be read.
	 * @param fileName the name of the file
	 * @param accepted the extensions that are accepted
	 * @return the exception, to be thrown
	 */
	public static UnreadableDocumentException unsupported(String fileName, Set<String> accepted) {
		return new UnreadableDocumentException(fileName, Reason.UNSUPPORTED,
				"Save it as one of " + accepted + " and add that.");
	}

	static UnreadableDocumentException damaged(String fileName, String where, @Nullable Throwable cause) {
		UnreadableDocumentException damaged = new UnreadableDocumentException(fileName, Reason.DAMAGED, where);
		damaged.initCause(cause);
		return damaged;
	}

	/**
	 * Returns why the file cannot be read.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a file cannot be read.
	 */
	public enum Reason {

		/** It takes a password. */
		ENCRYPTED("is protected by a password. Save a copy without protection and add that."),

		/** Its bytes are not what its format asks for. */
		DAMAGED("is damaged or not what its name says. Open it in its own program, save it anew and add that."),

		/** It holds no text. */
		EMPTY("holds no text. If it is a scan, run text recognition (OCR) over it first."),

		/** Its kind is not known. */
		UNSUPPORTED("is of a kind that cannot be read."),

		/** It is larger than the limits allow. */
		TOO_LARGE("is too large. Split it into parts."),

		/** It could not be read in the time allowed. */
		TOO_SLOW("took too long to read. Split it into parts, or save it in a simpler format."),

		/** It was not begun, as others that took too long have not ended yet. */
		BUSY("was not read, as reading others takes too long. Add it again later."),

		/** Reading was interrupted from outside. */
		INTERRUPTED("was not read to its end because reading was stopped. Add it again.");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
