package io.fletch.embeddings.http;

import java.net.URI;

/**
 * Where requests go.
 *
 * @param provider the name that messages use
 * @param address the address
 * @param key what tells the provider who pays
 */
public record ApiEndpoint(String provider, URI address, ApiKey key) {

	/**
	 * Returns the address as messages show it: an address can hold secrets in its user
	 * and query.
	 * @return the address without these
	 */
	public String place() {
		return this.address.getScheme() + "://" + this.address.getHost()
				+ ((this.address.getPort() < 0) ? "" : ":" + this.address.getPort()) + this.address.getPath();
	}

}
