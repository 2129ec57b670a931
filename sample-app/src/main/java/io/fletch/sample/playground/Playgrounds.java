package io.fletch.sample.playground;

import java.util.List;

import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.sample.collection.DocumentCollection;
import io.fletch.store.query.Reranker;

/**
 * The playground of each collection, and the drawing of its passages, made when they are
 * first asked for and gone with the collection.
 */
public final class Playgrounds {

	private final RerankerRegistry rerankers;

	private final Reranker configured;

	private final List<String> own;

	Playgrounds(RerankerRegistry rerankers, Reranker configured, List<String> own) {
		this.rerankers = rerankers;
		this.configured = configured;
		this.own = List.copyOf(own);
	}

	/**
	 * Returns the playground of a collection.
	 * @param collection the collection
	 * @return its playground
	 */
	public Playground of(DocumentCollection collection) {
		return collection.part(Playground.class,
				(each) -> new Playground(each.database(), this.rerankers, this.configured, this.own));
	}

	/**
	 * Returns the drawing of a collection's passages.
	 * @param collection the collection
	 * @return its drawing
	 */
	public PassageMap mapOf(DocumentCollection collection) {
		return collection.part(PassageMap.class,
				(each) -> new PassageMap(each.database(), () -> isIngesting(each.pipeline())));
	}

	private static boolean isIngesting(IngestionPipeline pipeline) {
		return pipeline.jobs().stream().anyMatch((job) -> !job.state().isFinal());
	}

}
