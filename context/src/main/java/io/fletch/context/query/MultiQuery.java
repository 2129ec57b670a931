package io.fletch.context.query;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

import io.fletch.context.language.LanguageModel;

/**
 * Lets a chat model ask a question in other ways. What each finds is fused with what the
 * question finds.
 */
public final class MultiQuery implements QueryTransformer {

	/** How many other ways are asked by default. */
	public static final int DEFAULT_VARIANTS = 3;

	/** The most ways that may be asked for. */
	public static final int MOST_VARIANTS = 10;

	private static final String INSTRUCTIONS = """
			Write %d other ways to ask the question, each from another point of view or in other words, so that \
			together they find texts that the question alone would miss. Keep its language. \
			Write one a line, without numbers, and nothing else.""";

	private static final int LONGEST_VARIANT = 500;

	private static final Pattern LINE = Pattern.compile("\\R");

	private static final Pattern NUMBER = Pattern.compile("^(?:\\d{1,2}[.):]|[-*\u2022])\\s*");

	private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]");

	private final ModelQuestion asked;

	private final int variants;

	/**
	 * Asks in three other ways.
	 * @param model the chat model
	 */
	public MultiQuery(LanguageModel model) {
		this(model, DEFAULT_VARIANTS);
	}

	/**
	 * Creates a transformer.
	 * @param model the chat model
	 * @param variants how many other ways at most, from 1 to 10
	 * @throws IllegalArgumentException if the number is out of range
	 */
	public MultiQuery(LanguageModel model, int variants) {
		if (variants < 1 || variants > MOST_VARIANTS) {
			throw new IllegalArgumentException("variants must be from 1 to " + MOST_VARIANTS + ", but was " + variants);
		}
		this.asked = new ModelQuestion("multi-query", Objects.requireNonNull(model, "model"),
				String.format(Locale.ROOT, INSTRUCTIONS, variants), variants * (LONGEST_VARIANT + 10));
		this.variants = variants;
	}

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		return this.asked.change(query, false, this::with);
	}

	private TransformedQuery with(TransformedQuery query, String written) {
		List<String> texts = LINE.splitAsStream(written)
			.map((line) -> NUMBER.matcher(line.strip()).replaceFirst(""))
			.filter((line) -> WORD.matcher(line).find() && line.length() <= LONGEST_VARIANT && !line.endsWith(":"))
			.limit(this.variants)
			.toList();
		TransformedQuery more = query.plus(texts);
		return (more.searches().size() > query.searches().size()) ? more
				: query.noting(this.asked.note("wrote no other way to ask"));
	}

}
