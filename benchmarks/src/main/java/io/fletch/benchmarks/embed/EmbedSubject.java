package io.fletch.benchmarks.embed;

/**
 * Who embeds.
 */
public enum EmbedSubject {

	/** Our function {@code all-minilm-l6-v2}. */
	FLETCH,

	/** LangChain4j's model in process, which runs the same file. */
	LANGCHAIN4J

}
