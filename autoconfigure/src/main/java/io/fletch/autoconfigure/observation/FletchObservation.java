package io.fletch.autoconfigure.observation;

import java.util.Arrays;
import java.util.Locale;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The observations: each a timer, and a span where an application has tracing.
 */
public enum FletchObservation implements ObservationDocumentation {

	/** A search, a scan, a count, or rows by their ids. */
	QUERY("fletch.query", Tag.DATABASE, Tag.TABLE, Tag.KIND),

	/** A change of rows, with its vectors and its commit. */
	WRITE("fletch.write", Tag.DATABASE, Tag.TABLE, Tag.OPERATION),

	/** What makes a change durable, with the wait for those before it. */
	COMMIT("fletch.commit", Tag.DATABASE, Tag.TABLE, Tag.OPERATION),

	/** The joining of rankings, or the judging of rows. */
	RERANK("fletch.rerank", Tag.DATABASE, Tag.TABLE, Tag.RERANKER),

	/** The joining of fragments. */
	COMPACTION("fletch.compaction", Tag.DATABASE, Tag.TABLE),

	/** The building of an index, or of a part of it. */
	INDEXING("fletch.indexing", Tag.DATABASE, Tag.TABLE, Tag.INDEX),

	/** The removal of old versions. */
	CLEANUP("fletch.cleanup", Tag.DATABASE, Tag.TABLE),

	/** The making of vectors by an embedding function. */
	EMBED("fletch.embed", Tag.DATABASE, Tag.FUNCTION, Tag.INPUT);

	private final String observation;

	private final Tag[] tags;

	FletchObservation(String observation, Tag... tags) {
		this.observation = observation;
		this.tags = tags;
	}

	/**
	 * Tells whether an observation is one of these.
	 */
	static boolean isOne(@Nullable String name) {
		return Arrays.stream(values()).anyMatch((each) -> each.observation.equals(name));
	}

	@Override
	public String getName() {
		return this.observation;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return this.tags.clone();
	}

	/**
	 * What is told of an observation, each with few values.
	 */
	public enum Tag implements KeyName {

		/** The name of the database. */
		DATABASE,

		/** The table, for the first hundred tables of a database. */
		TABLE,

		/** The kind of a query. */
		KIND,

		/** The operation of a write. */
		OPERATION,

		/** The name of the reranker. */
		RERANKER,

		/** The kind of the index. */
		INDEX,

		/** The name of the embedding function. */
		FUNCTION,

		/** What is embedded. */
		INPUT;

		@Override
		public String asString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
