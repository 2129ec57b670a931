package io.fletch.context.ingestion;

/**
 * Is told what happens to documents.
 */
@FunctionalInterface
public interface IngestionListener {

	/**
	 * Takes an event. Called on one thread of the pipeline, in the order of what
	 * happened, soon after. A slow listener misses events of progress; what it throws is
	 * logged.
	 * @param event what happened
	 */
	void on(IngestionEvent event);

}
