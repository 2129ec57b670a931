package io.fletch.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.answer.ExtractiveSettings;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.retrieval.Retriever;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.store.Database;
import io.fletch.store.query.Reranker;

/**
 * Auto-configuration of the stages between a file and an answer. Submitted files are kept
 * in the folder {@code files} of the database's folder.
 */
@AutoConfiguration(after = { FletchAutoConfiguration.class, FletchRerankerAutoConfiguration.class })
@ConditionalOnClass(IngestionPipeline.class)
@ConditionalOnBean(Database.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchContextAutoConfiguration {

	private static final String FILES = "files";

	@Bean
	@ConditionalOnMissingBean
	DocumentReader fletchDocumentReader() {
		return new DocumentReader();
	}

	@Bean
	@ConditionalOnMissingBean
	SentenceSplitter fletchSentenceSplitter(FletchProperties properties) {
		return new SentenceSplitter(properties.context().chunkCharacters());
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	IngestionPipeline fletchIngestionPipeline(Database database, DocumentReader reader, SentenceSplitter splitter,
			FletchProperties properties) {
		if (database.functions().aliases().isEmpty()) {
			String named = properties.embedding().defaultFunction();
			throw UnknownNameException.ofEmbeddingFunction(
					(named != null) ? named : FletchProperties.Embedding.BUNDLED_FUNCTION,
					database.functions().aliases());
		}
		FletchProperties.Context context = properties.context();
		IngestionPipeline pipeline = new IngestionPipeline(database, new IngestionSettings(reader, splitter,
				context.window(), context.stride(), context.minWindowSize(), database.directory().resolve(FILES)));
		// Before anyone can submit: what the last run left unfinished goes on first.
		pipeline.resume();
		return pipeline;
	}

	@Bean
	@ConditionalOnMissingBean
	Retriever fletchRetriever(Database database, ObjectProvider<Reranker> reranker) {
		return new Retriever(database, reranker.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	ExtractiveAnswerer fletchExtractiveAnswerer(Database database) {
		return new ExtractiveAnswerer(new DefaultEmbeddingFunction(database.functions()), ExtractiveSettings.DEFAULT);
	}

	@Bean
	@ConditionalOnMissingBean
	CitationVerifier fletchCitationVerifier() {
		return new CitationVerifier();
	}

}
