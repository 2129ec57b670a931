package io.fletch.embeddings.remote;

/**
 * What a text is embedded for. Many models treat questions and passages differently.
 */
enum Purpose {

	QUERY, SOURCE;

	<T> T choose(T query, T source) {
		return (this == QUERY) ? query : source;
	}

}
