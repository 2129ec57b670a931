package io.fletch.embeddings.remote;

import java.net.URI;

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
	 * Returns the address as messages show it: an address can hold secrets in its user
	 * and query.
	 */
	String place() {
		return this.address.getScheme() + "://" + this.address.getHost()
				+ ((this.address.getPort() < 0) ? "" : ":" + this.address.getPort()) + this.address.getPath();
	}

}
