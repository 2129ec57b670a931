package io.fletch.embeddings.remote;

import java.util.List;
import java.util.Map;

/**
 * What a provider wants to be sent.
 */
@FunctionalInterface
interface RequestBody {

	/**
	 * Returns the fields of the JSON object to send.
	 */
	Map<String, Object> of(List<String> texts, Purpose purpose);

}
