package io.fletch.context.splitting;

import java.util.stream.IntStream;

import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

/**
 * Counts tokens that stand for many characters as more than one. A model takes a word
 * that it does not know, however long, or a row of signs for a single token; a chunk of
 * them would have no bound.
 */
final class ShortTokens implements Tokenizer {

	/** No token that a model knows is longer, but for rows of one sign. */
	static final int LONGEST = 32;

	private final Tokenizer tokenizer;

	private final Tokenizer estimate = new EstimatedTokens();

	ShortTokens(Tokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	@Override
	public String name() {
		return this.tokenizer.name();
	}

	@Override
	public int maxTokens() {
		return this.tokenizer.maxTokens();
	}

	@Override
	public TokenSpans tokens(String text) {
		TokenSpans tokens = this.tokenizer.tokens(text);
		IntStream.Builder starts = IntStream.builder();
		IntStream.Builder ends = IntStream.builder();
		boolean allShort = true;
		for (int token = 0; token < tokens.count(); token++) {
			int start = tokens.start(token);
			int end = tokens.end(token);
			TokenSpans parts = (end - start > LONGEST) ? this.estimate.tokens(text.substring(start, end)) : null;
			if (parts == null || parts.count() == 0) {
				starts.add(start);
				ends.add(end);
				continue;
			}
			allShort = false;
			for (int part = 0; part < parts.count(); part++) {
				starts.add(start + parts.start(part));
				ends.add(start + parts.end(part));
			}
		}
		return allShort ? tokens : TokenSpans.of(starts.build().toArray(), ends.build().toArray());
	}

}
