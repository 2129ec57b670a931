package io.fletch.sample.collection;

import java.util.List;

import io.fletch.context.ingestion.IngestionListener;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.store.Database;
import io.fletch.store.query.Reranker;

/**
 * Opens collections as the default one is configured, but for the function and the folder
 * of the files.
 *
 * @param database holds the namespaces
 * @param settings those of the default collection
 * @param reranker joins the rankings of hybrid searches
 * @param listeners are told of what is ingested
 */
record CollectionOpener(Database database, IngestionSettings settings, Reranker reranker,
		List<IngestionListener> listeners) {

	CollectionFolders folders() {
		return new CollectionFolders(this.settings.files());
	}

	DocumentCollection open(String id, String function) {
		Database view = this.database.namespace(id).withDefaultFunction(function);
		IngestionPipeline pipeline = new IngestionPipeline(view, this.settings.withFiles(folders().of(id)));
		try {
			this.listeners.forEach(pipeline::addListener);
			pipeline.resume();
			PassageRetriever retriever = new PassageRetriever(view, this.reranker);
			return new DocumentCollection(id, view, pipeline, retriever, List.of(retriever));
		}
		catch (RuntimeException | Error ex) {
			// Nobody else knows it yet; its folder must be free for the next attempt.
			pipeline.abandon();
			throw ex;
		}
	}

}
