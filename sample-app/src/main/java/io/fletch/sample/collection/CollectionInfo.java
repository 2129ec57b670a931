package io.fletch.sample.collection;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What people see of a collection.
 *
 * @param id names it in requests, for ever
 * @param name what it is called
 * @param embeddingFunction the alias of the function that its passages are embedded with
 * @param documents how many documents it has, on their way or not
 */
@Schema(description = "A set of documents with an embedding function of its own")
public record CollectionInfo(String id, String name, String embeddingFunction, long documents) {
}
