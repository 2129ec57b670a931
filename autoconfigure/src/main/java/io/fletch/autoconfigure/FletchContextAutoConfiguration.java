package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;

import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.answer.ExtractiveAnswerer;
import io.fletch.context.answer.ExtractiveSettings;
import io.fletch.context.enrichment.Enricher;
import io.fletch.context.expansion.PassageExpansion;
import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.ingestion.FolderSource;
import io.fletch.context.ingestion.FolderWatch;
import io.fletch.context.ingestion.IngestionListener;
import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.ingestion.IngestionWork;
import io.fletch.context.ingestion.SyncMode;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.Retriever;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Splitter;
import io.fletch.context.splitting.Splitters;
import io.fletch.context.splitting.WindowSplitter;
import io.fletch.store.Database;
import io.fletch.store.error.InvalidInputException;

/**
 * Auto-configuration of the stages between a file and an answer. Submitted files are kept
 * in the folder {@code files} of the database's folder; those of a database in memory, in
 * a folder that goes with it.
 */
@AutoConfiguration(after = { FletchAutoConfiguration.class, FletchRerankerAutoConfiguration.class })
@ConditionalOnClass(IngestionPipeline.class)
@ConditionalOnSingleCandidate(Database.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchContextAutoConfiguration {

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
	IngestionFolder fletchIngestionFolder(Database database) {
		return new IngestionFolder(database);
	}

	@Bean
	@ConditionalOnMissingBean
	IngestionSettings fletchIngestionSettings(IngestionFolder folder, DocumentReader reader,
			ObjectProvider<Splitter> splitters, ObjectProvider<Enricher> enrichers, FletchProperties properties) {
		FletchProperties.Context context = properties.context();
		IngestionWork work = IngestionWork.DEFAULT.withWorkers(context.workers())
			.withAttempts(context.attempts(), IngestionWork.DEFAULT.retryDelay());
		return new IngestionSettings(reader, splitter(splitters, context, folder.database()),
				enricher(enrichers.orderedStream().toList()), folder.path(), work);
	}

	/**
	 * Sentences are joined to passages; what any other splitter gives is a passage.
	 */
	private static Splitter splitter(ObjectProvider<Splitter> beans, FletchProperties.Context context,
			Database database) {
		Splitter chosen = beans.getIfUnique(() -> onlyOwn(beans.orderedStream().toList()));
		String described = context.splitter();
		if (!(chosen instanceof SentenceSplitter)) {
			return chosen;
		}
		if (described != null) {
			return named(described, database);
		}
		return new WindowSplitter(chosen, context.window(), context.stride(), context.minWindowSize());
	}

	private static Splitter named(String described, Database database) {
		try {
			return Splitters.of(described, new DefaultEmbeddingFunction(database.functions()));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidInputException("fletch.context.splitter is '" + described + "': " + ex.getMessage(), ex);
		}
	}

	/**
	 * Ours is there beside one of the application.
	 */
	private static Splitter onlyOwn(List<Splitter> splitters) {
		List<Splitter> own = splitters.stream().filter((splitter) -> !(splitter instanceof SentenceSplitter)).toList();
		List<Splitter> possible = own.isEmpty() ? splitters : own;
		if (possible.size() > 1) {
			throw new IllegalStateException(
					"Documents are cut by one splitter, but there are " + possible.size() + " beans of type Splitter: "
							+ possible.stream().map(Splitter::description).collect(Collectors.joining("; "))
							+ ". Mark one of them as @Primary, or leave the others out.");
		}
		return possible.getFirst();
	}

	private static @Nullable Enricher enricher(List<Enricher> enrichers) {
		if (enrichers.isEmpty()) {
			return null;
		}
		return (enrichers.size() > 1) ? Enricher.joining(enrichers.toArray(Enricher[]::new)) : enrichers.getFirst();
	}

	/**
	 * Made when somebody wants it: applications that ingest nothing need no tables of
	 * documents, and can share a folder with one that does.
	 */
	@Lazy
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	IngestionPipeline fletchIngestionPipeline(Database database, IngestionSettings settings,
			ObjectProvider<IngestionListener> listeners, FletchProperties properties) {
		if (database.functions().aliases().isEmpty()) {
			String named = properties.embedding().defaultFunction();
			throw UnknownNameException.ofEmbeddingFunction(
					(named != null) ? named : FletchProperties.Embedding.BUNDLED_FUNCTION,
					database.functions().aliases());
		}
		IngestionPipeline pipeline = new IngestionPipeline(database, settings);
		listeners.orderedStream().forEach(pipeline::addListener);
		// Before anyone can submit: what the last run left unfinished goes on first.
		pipeline.resume();
		return pipeline;
	}

	@Lazy(false)
	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	@ConditionalOnProperty("fletch.context.folder")
	FolderWatch fletchFolderWatch(IngestionPipeline pipeline, FletchProperties properties) {
		Path folder = Objects.requireNonNull(properties.context().folder(), "fletch.context.folder");
		return pipeline.watch(FolderSource.of(folder), SyncMode.valueOf(properties.context().syncMode().name()));
	}

	/**
	 * Where one retriever is wanted, that of the application is taken.
	 */
	@Lazy
	@Bean
	@Fallback
	@ConditionalOnMissingBean
	PassageRetriever fletchRetriever(Database database, ListableBeanFactory beans) {
		return new PassageRetriever(database, DefaultReranker.of(beans).orElse(null));
	}

	/**
	 * Asks every retriever; the other stages are those that the application has beans of,
	 * several of a stage one after the other.
	 */
	@Lazy
	@Bean
	@ConditionalOnMissingBean
	RetrievalPipeline fletchRetrievalPipeline(ObjectProvider<Retriever> retrievers,
			ObjectProvider<QueryTransformer> transformers, ObjectProvider<PassageExpansion> expansions,
			ObjectProvider<InjectionDetector> detector, ObjectProvider<PassagePacker> packer) {
		// Unfiltered: some of ours are there for the pipeline only, not to be injected.
		RetrievalPipeline pipeline = RetrievalPipeline
			.over(retrievers.orderedStream(ObjectProvider.UNFILTERED).toList());
		pipeline = with(pipeline, transformers.orderedStream().reduce(QueryTransformer::then).orElse(null),
				RetrievalPipeline::transformedBy);
		pipeline = with(pipeline, expansions.orderedStream().reduce(PassageExpansion::then).orElse(null),
				RetrievalPipeline::expandedBy);
		pipeline = with(pipeline, detector.getIfAvailable(), RetrievalPipeline::markedBy);
		return with(pipeline, packer.getIfAvailable(), RetrievalPipeline::packedBy);
	}

	private static <S> RetrievalPipeline with(RetrievalPipeline pipeline, @Nullable S stage,
			BiFunction<RetrievalPipeline, S, RetrievalPipeline> addition) {
		return (stage != null) ? addition.apply(pipeline, stage) : pipeline;
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
