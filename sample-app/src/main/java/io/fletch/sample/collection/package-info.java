/**
 * Which sets of documents are there, each with an embedding function of its own? A
 * collection is a namespace of the database with the tables of an ingestion pipeline.
 * Depends on the store and the stages of retrieval. Start reading at
 * {@link io.fletch.sample.collection.DocumentCollections}.
 */
@NullMarked
package io.fletch.sample.collection;

import org.jspecify.annotations.NullMarked;
