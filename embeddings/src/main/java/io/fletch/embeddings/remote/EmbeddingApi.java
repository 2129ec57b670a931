package io.fletch.embeddings.remote;

import java.net.URI;

import io.fletch.embeddings.http.ApiEndpoint;
import io.fletch.embeddings.http.ApiKey;
import io.fletch.embeddings.http.BatchLimit;

/**
 * A provider's API.
 *
 * @param provider the name that messages use
 * @param address where requests go
 * @param key what tells the provider who pays
 * @param model the model
 * @param body makes requests
 * @param answer what answers are read into
 * @param limit how much a request may hold
 */
record EmbeddingApi(String provider, URI address, ApiKey key, RemoteModel model, RequestBody body,
		Class<? extends ApiAnswer> answer, BatchLimit limit) {

	/**
	 * Returns where requests go.
	 */
	ApiEndpoint endpoint() {
		return new ApiEndpoint(this.provider, this.address, this.key);
	}

	String place() {
		return endpoint().place();
	}

}
