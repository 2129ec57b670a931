package io.fletch.rerankers.remote;

import java.util.List;
import java.util.Map;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.BatchLimit;

/**
 * A provider's API.
 *
 * @param alias the name of its rerankers
 * @param endpoint where requests go
 * @param body makes requests
 * @param answer what answers are read into
 * @param limit how much a request may hold
 */
record RerankApi(String alias, ApiEndpoint endpoint, Body body, Class<? extends RerankAnswer> answer,
		BatchLimit limit) {

	/**
	 * What a provider wants to be sent.
	 */
	@FunctionalInterface
	interface Body {

		/**
		 * Returns the fields of the JSON object to send.
		 */
		Map<String, Object> of(String query, List<String> texts);

	}

}
