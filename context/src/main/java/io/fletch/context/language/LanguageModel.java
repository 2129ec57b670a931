package io.fletch.context.language;

/**
 * A chat model, as far as the stages of retrieval need one: a prompt in, a text out. What
 * it gives is never trusted. Implementations are safe for use by several threads at once.
 */
public interface LanguageModel {

	/**
	 * Returns what tells this model from others, so that what it wrote can be kept.
	 * @return the provider and the model, for example {@code ollama llama3.2:3b}
	 */
	String name();

	/**
	 * Answers a prompt.
	 * @param instructions what the model is to do
	 * @param prompt what it is to do it with
	 * @return what the model wrote; may be blank
	 * @throws LanguageModelException if the model fails, or the thread is interrupted
	 */
	String generate(String instructions, String prompt);

}
