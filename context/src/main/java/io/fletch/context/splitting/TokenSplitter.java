package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;
import io.fletch.store.error.CancelledException;

/**
 * Cuts the sections of a document into chunks of so many tokens, as the model counts them
 * that is to embed the chunks, and repeats some of a chunk in the next. Words stay whole
 * unless one alone has more tokens than a chunk may; a token of more than 32 characters,
 * as words are that a model does not know, counts as several. A chunk never crosses a
 * section. Immutable, but valid only as long as its tokenizer.
 */
public final class TokenSplitter implements Splitter {

	/** The tokens of a chunk unless told otherwise. */
	public static final int DEFAULT_MAX_TOKENS = 256;

	/** The tokens of a chunk that the next one repeats unless told otherwise. */
	public static final int DEFAULT_OVERLAP = 32;

	/** A single character may take as many. */
	private static final int LEAST_TOKENS = 8;

	private final Tokenizer tokenizer;

	private final int maxTokens;

	private final int overlap;

	/**
	 * Creates a splitter.
	 * @param tokenizer counts the tokens
	 * @param maxTokens the most tokens of a chunk, special tokens not counted, at least 8
	 * and no more than the model reads
	 * @param overlap how many tokens of a chunk the next one repeats at most; 0 for none,
	 * no more than half of {@code maxTokens}
	 * @throws IllegalArgumentException if a number is out of these bounds
	 */
	public TokenSplitter(Tokenizer tokenizer, int maxTokens, int overlap) {
		Objects.requireNonNull(tokenizer, "tokenizer");
		SplitterOption.atLeast("maxTokens", maxTokens, LEAST_TOKENS);
		if (maxTokens > tokenizer.maxTokens()) {
			throw new IllegalArgumentException("maxTokens must be at most " + tokenizer.maxTokens()
					+ ", which is all that " + tokenizer.name() + " reads of a text, but was " + maxTokens);
		}
		this.tokenizer = new ShortTokens(tokenizer);
		this.maxTokens = maxTokens;
		this.overlap = SplitterOption.overlap("overlap", overlap, maxTokens);
	}

	/**
	 * Creates a splitter that counts as an embedding function does. Where the function
	 * does not tell its tokens, they are estimated, rather too many than too few.
	 * @param function embeds the chunks later, and must stay open while documents are
	 * split
	 * @param maxTokens the most tokens of a chunk, special tokens not counted, at least 8
	 * and no more than the model reads
	 * @param overlap how many tokens of a chunk the next one repeats at most
	 * @return the splitter
	 * @throws IllegalArgumentException if a number is out of these bounds
	 */
	public static TokenSplitter by(EmbeddingFunction function, int maxTokens, int overlap) {
		Objects.requireNonNull(function, "function");
		return new TokenSplitter(function.tokenizer().orElseGet(EstimatedTokens::new), maxTokens, overlap);
	}

	/**
	 * Creates a splitter whose chunks have {@link #DEFAULT_MAX_TOKENS} as an embedding
	 * function counts, or fewer where the model does not read as many.
	 * @param function embeds the chunks later, and must stay open while documents are
	 * split
	 * @return the splitter
	 */
	public static TokenSplitter by(EmbeddingFunction function) {
		Objects.requireNonNull(function, "function");
		Tokenizer tokenizer = function.tokenizer().orElseGet(EstimatedTokens::new);
		int max = Math.min(DEFAULT_MAX_TOKENS, tokenizer.maxTokens());
		return new TokenSplitter(tokenizer, max, Math.min(DEFAULT_OVERLAP, max / 2));
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		return SectionChunks.of(document, this::spans);
	}

	@Override
	public String description() {
		return "token " + this.maxTokens + " " + this.overlap + " of " + this.tokenizer.name();
	}

	private List<Span> spans(String text) {
		TokenSpans tokens = this.tokenizer.tokens(text);
		List<Span> spans = new ArrayList<>();
		int from = 0;
		int done = 0;
		while (done < tokens.count()) {
			CancelledException.throwIfInterrupted();
			int to = chunkEnd(text, tokens, from);
			if (to <= done) {
				// What comes next is too long to repeat anything before it.
				from = done;
				continue;
			}
			done = to;
			add(spans, text, start(tokens, from), end(text, tokens, to));
			from = (to < tokens.count()) ? next(text, tokens, from, to) : to;
		}
		if (tokens.count() == 0) {
			add(spans, text, 0, text.length());
		}
		return spans;
	}

	private int chunkEnd(String text, TokenSpans tokens, int from) {
		int to = cut(text, tokens, from, Math.min(tokens.count(), from + this.maxTokens));
		// A word may have other tokens where it stands first, or was cut.
		int count = count(text, tokens, from, to);
		while (count > this.maxTokens && to > from + 1) {
			int shorter = cut(text, tokens, from, Math.max(from + 1, to - (count - this.maxTokens)));
			to = (shorter < to) ? shorter : to - 1;
			count = count(text, tokens, from, to);
		}
		return to;
	}

	private int count(String text, TokenSpans tokens, int from, int to) {
		Span span = TextCut.trim(text, start(tokens, from), end(text, tokens, to), false);
		return this.tokenizer.tokens(span.of(text)).count();
	}

	/**
	 * Returns the last token at or before the limit that a chunk may end before.
	 */
	private static int cut(String text, TokenSpans tokens, int from, int limit) {
		if (limit == tokens.count()) {
			return limit;
		}
		for (int token = limit; token > from; token--) {
			if (startsWord(text, tokens, token)) {
				return token;
			}
		}
		for (int token = limit; token > from + 1; token--) {
			if (isClean(text, tokens, token)) {
				return token;
			}
		}
		return limit;
	}

	private int next(String text, TokenSpans tokens, int from, int to) {
		for (int token = Math.max(from + 1, to - this.overlap); token < to; token++) {
			if (startsWord(text, tokens, token)) {
				return token;
			}
		}
		if (startsWord(text, tokens, to)) {
			return to;
		}
		for (int token = Math.max(from + 1, to - this.overlap); token < to; token++) {
			if (isClean(text, tokens, token)) {
				return token;
			}
		}
		return to;
	}

	private static boolean startsWord(String text, TokenSpans tokens, int token) {
		int start = tokens.start(token);
		return isClean(text, tokens, token) && start < text.length()
				&& (TextCut.isSpace(text.charAt(start)) || (start > 0 && TextCut.isSpace(text.charAt(start - 1))));
	}

	private static boolean isClean(String text, TokenSpans tokens, int token) {
		return tokens.start(token) >= tokens.end(token - 1) && !TextCut.isWithinPair(text, tokens.start(token));
	}

	/**
	 * What is before the first token, or between two, must not be lost.
	 */
	private static int start(TokenSpans tokens, int token) {
		return (token == 0) ? 0 : tokens.start(token);
	}

	private static int end(String text, TokenSpans tokens, int token) {
		return (token == tokens.count()) ? text.length() : Math.max(tokens.start(token), tokens.end(token - 1));
	}

	private static void add(List<Span> spans, String text, int start, int end) {
		Span span = TextCut.trim(text, start, Math.max(start, end), false);
		if (span.length() > 0) {
			spans.add(span);
		}
	}

}
