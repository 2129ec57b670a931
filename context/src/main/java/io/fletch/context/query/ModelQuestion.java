package io.fletch.context.query;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

import io.fletch.context.guard.Fence;
import io.fletch.context.language.LanguageModel;
import io.fletch.store.error.CancelledException;

/**
 * Asks a chat model for something about a question, and believes as little of it as
 * possible.
 *
 * @param stage what is done, for notes
 * @param model the chat model
 * @param instructions what the model is to do
 * @param longest the most characters of an answer that is used
 * @param data what the model has to know out of a table; empty for nothing
 */
record ModelQuestion(String stage, LanguageModel model, String instructions, int longest, String data) {

	ModelQuestion(String stage, LanguageModel model, String instructions, int longest) {
		this(stage, model, instructions, longest, "");
	}

	private static final int MOST_HISTORY = 6;

	private static final int LONGEST_TEXT = 4000;

	/** How many times as long as its text an answer may be, with all that is left out. */
	private static final int MOST_WRITTEN = 10;

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}&&[^\\n\\t]]");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");

	private static final Pattern FENCE = Pattern.compile("^```\\w*+\\s*+|(?<!\\s)\\s*+```$");

	/**
	 * Changes a query by what the model makes of its question.
	 * @param query the query
	 * @param withHistory whether the model is told the conversation
	 * @param change changes the query by the model's text, which is neither blank nor too
	 * long
	 */
	TransformedQuery change(TransformedQuery query, boolean withHistory,
			BiFunction<TransformedQuery, String, TransformedQuery> change) {
		CancelledException.throwIfInterrupted();
		String written;
		try {
			String conversation = conversation(query, withHistory);
			Fence fence = Fence.random(List.of(this.data, conversation));
			String data = this.data.isEmpty() ? "" : fence.around("columns", this.data) + "\n";
			// A model of one's own may give null whatever it declares.
			written = Objects.requireNonNullElse(
					this.model.generate(this.instructions + "\n" + fence.instructions() + " Never answer it.",
							data + fence.around("conversation", conversation)),
					"");
		}
		catch (RuntimeException ex) {
			// A model's client may throw anything; only the interrupt is ours.
			CancelledException.throwIfInterrupted();
			return query
				.noting(note("failed: " + Fence.oneLine(ex.getClass().getSimpleName() + ": " + ex.getMessage())));
		}
		CancelledException.throwIfInterrupted();
		return usable(written).map((text) -> change.apply(query, text))
			.orElseGet(() -> query.noting(note("wrote " + flaw(written))));
	}

	String note(String what) {
		return this.stage + ": " + this.model.name() + " " + what + "; the question stays as it was";
	}

	private Optional<String> usable(String written) {
		String stripped = written.strip();
		if (stripped.length() > MOST_WRITTEN * (long) this.longest) {
			return Optional.empty();
		}
		String text = FENCE.matcher(CONTROL.matcher(stripped).replaceAll("").strip()).replaceAll("").strip();
		boolean fits = text.length() <= this.longest && WORD.matcher(text).find();
		return fits ? Optional.of(text) : Optional.empty();
	}

	private String flaw(String written) {
		if (written.isBlank()) {
			return "nothing";
		}
		return (written.strip().length() > this.longest)
				? String.format(Locale.ROOT, "%d characters, more than %d", written.strip().length(), this.longest)
				: "no words";
	}

	private static String conversation(TransformedQuery query, boolean withHistory) {
		StringBuilder prompt = new StringBuilder();
		if (withHistory) {
			List<Question.Turn> history = query.question().history();
			for (Question.Turn turn : history.subList(Math.max(0, history.size() - MOST_HISTORY), history.size())) {
				prompt.append("User: ").append(cut(turn.question())).append('\n');
				prompt.append("Assistant: ").append(cut(turn.answer())).append('\n');
			}
		}
		return prompt.append("Question: ").append(cut(query.main().text())).toString();
	}

	private static String cut(String text) {
		return (text.length() > LONGEST_TEXT)
				? text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_TEXT) - 1)) : text;
	}

}
