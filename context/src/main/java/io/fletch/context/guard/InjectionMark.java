package io.fletch.context.guard;

import java.util.Objects;

import io.fletch.context.splitting.Span;

/**
 * Something in a text that looks like an attempt to give a model orders.
 *
 * @param span where it stands in the text
 * @param kind what it looks like
 * @param reason what was found, for people to read
 */
public record InjectionMark(Span span, Kind kind, String reason) {

	public InjectionMark {
		Objects.requireNonNull(span, "span");
		Objects.requireNonNull(kind, "kind");
		Objects.requireNonNull(reason, "reason");
	}

	/**
	 * What an attempt looks like.
	 */
	public enum Kind {

		/**
		 * Tells the reader to disregard or reveal instructions, or to be somebody else.
		 */
		INSTRUCTION,

		/** Pretends to be the system, the user or the assistant of a conversation. */
		ROLE_MARKER,

		/** Characters that people do not see and models read. */
		INVISIBLE_TEXT,

		/** A picture or link that would carry text away when it is shown or followed. */
		EXFILTRATION,

		/** Text that was not looked at, as the whole is too long. */
		UNREAD

	}

}
