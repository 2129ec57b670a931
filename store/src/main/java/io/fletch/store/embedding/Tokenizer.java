package io.fletch.store.embedding;

/**
 * Cuts texts into tokens as a model does. Implementations are safe for use by several
 * threads at once.
 */
public interface Tokenizer {

	/**
	 * Returns what tells this tokenizer from others.
	 * @return the name of the model or of its vocabulary
	 */
	String name();

	/**
	 * Returns how many tokens of a text the model reads.
	 * @return the number, special tokens left out; {@link Integer#MAX_VALUE} if it is not
	 * known
	 */
	int maxTokens();

	/**
	 * Finds the tokens of a text, however many they are.
	 * @param text any text
	 * @return where its tokens lie, without special tokens
	 */
	TokenSpans tokens(String text);

}
