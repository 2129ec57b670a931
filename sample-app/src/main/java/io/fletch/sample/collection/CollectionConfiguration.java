package io.fletch.sample.collection;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.context.ingestion.IngestionListener;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.retrieval.Retriever;
import io.fletch.store.Database;
import io.fletch.store.query.Reranker;

/**
 * Makes the default collection of what the application has, and lets the others go on
 * once it is up. They are closed before the database, on which this depends.
 */
@Configuration(proxyBeanMethods = false)
class CollectionConfiguration {

	@Bean
	DocumentCollection defaultCollection(Database database, IngestionPipeline pipeline, Retriever retriever,
			ObjectProvider<Retriever> retrievers) {
		List<Retriever> all = retrievers.orderedStream(ObjectProvider.UNFILTERED).toList();
		return new DocumentCollection(DocumentCollection.DEFAULT, database, pipeline, retriever, all);
	}

	@Bean
	CollectionOpener collectionOpener(Database database, IngestionSettings settings, Reranker reranker,
			ObjectProvider<IngestionListener> listeners) {
		return new CollectionOpener(database, settings, reranker, listeners.orderedStream().toList());
	}

	@Bean(destroyMethod = "close")
	DocumentCollections documentCollections(DocumentCollection defaultCollection, CollectionOpener collectionOpener) {
		return new DocumentCollections(defaultCollection, collectionOpener);
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> collectionResumption(DocumentCollections collections) {
		return (ready) -> Thread.ofVirtual().name("collections").start(collections::resume);
	}

}
