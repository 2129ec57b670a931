package io.fletch.sample.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.fletch.context.ingestion.Passage;
import io.fletch.rerankers.RerankerRegistry;
import io.fletch.rerankers.Rerankers;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;

/**
 * Asks the passages one question in every way that the application has: by vector, by
 * words, by both, and by both with each reranker. Safe for use by several threads at
 * once.
 */
public final class Playground {

	static final String TEXT = "text";

	private static final String RERANKED = "rerank:";

	/** The option that every reranker has that asks a model. */
	private static final String MODEL = "model";

	/** Enough for every passage, so that all of its words are marked. */
	private static final int WHOLE_TEXT = 100_000;

	private static final String[] WITHOUT_VECTOR = { "id", "documentId", TEXT, "heading", "page" };

	private final Database database;

	private final LazyTable<TypedTable<Passage>> passages;

	private final DocumentNames names;

	private final RerankerRegistry rerankers;

	private final Reranker configured;

	/** Rerankers that the application configured: they are there to be used. */
	private final List<String> own;

	Playground(Database database, RerankerRegistry rerankers, Reranker configured, List<String> own) {
		this.database = database;
		this.passages = LazyTable.of(() -> Passage.table(database));
		this.names = new DocumentNames(database);
		this.rerankers = rerankers;
		this.configured = configured;
		this.own = List.copyOf(own);
	}

	/**
	 * Lists the ways to rank.
	 * @return the ways, plain ones first
	 */
	public List<RankingChoice> choices() {
		List<RankingChoice> choices = new ArrayList<>();
		choices.add(new RankingChoice("vector", "Vector", "By meaning: the cosine of question and passage", true));
		choices.add(new RankingChoice(TEXT, "Words", "By words: BM25 over the full-text index", true));
		choices.add(new RankingChoice("hybrid", "Hybrid",
				"Both, joined by the application's reranker '" + this.configured.name() + "'", true));
		Stream.of(Boolean.FALSE, Boolean.TRUE)
			.flatMap((asksModel) -> this.rerankers.names().stream().filter((name) -> asksModel(name) == asksModel))
			.map(this::choice)
			.forEach(choices::add);
		return choices;
	}

	private RankingChoice choice(String name) {
		boolean asksModel = asksModel(name);
		boolean isHybrid = name.equals(this.configured.name());
		return new RankingChoice(RERANKED + name, name,
				"Both, ordered by the reranker '" + name + "'" + (asksModel ? ", which asks a model" : ""),
				this.own.contains(name) || (!asksModel && !isHybrid));
	}

	private static boolean asksModel(String name) {
		return Rerankers.names().contains(name)
				&& Rerankers.options(name).stream().anyMatch((option) -> option.name().equals(MODEL));
	}

	/**
	 * Tells what filters can be made of.
	 * @return the language of filters
	 */
	public FilterLanguage filterLanguage() {
		return FilterLanguage.of(this.passages.get().untyped().schema());
	}

	/**
	 * Runs a trial.
	 * @param trial the question and how it is asked
	 * @return the passages, best first; none of a deleted document
	 * @throws InvalidFilterException if the filter does not fit the passages
	 * @throws InvalidInputException if there is no such ranking, or the search cannot be
	 * run
	 * @throws FailingFunctionException if the question cannot be embedded
	 * @throws io.fletch.rerankers.RerankException if the reranker cannot be made, or
	 * fails
	 */
	public RankedPassages run(Trial trial) {
		return run(trial, search(trial, true));
	}

	/**
	 * Runs a trial for its ranks and its time alone: no words are marked, as that takes
	 * time that the search does not.
	 * @param trial the question and how it is asked
	 * @return the passages, as of {@link #run(Trial)}, without marks
	 * @throws InvalidInputException as of {@link #run(Trial)}
	 */
	public RankedPassages measure(Trial trial) {
		return run(trial, search(trial, false));
	}

	private RankedPassages run(Trial trial, Search<Passage> search) {
		long version = this.passages.get().version();
		int asked = trial.limit();
		long began = System.nanoTime();
		while (true) {
			List<Hit<Passage>> hits = hits(trial, search.limit(asked));
			double milliseconds = (System.nanoTime() - began) / 1e6;
			List<RankedPassage> found = ranked(hits);
			if (found.size() >= trial.limit() || hits.size() < asked) {
				return new RankedPassages(trial.ranking(), milliseconds, version,
						found.subList(0, Math.min(trial.limit(), found.size())));
			}
			asked *= 2;
		}
	}

	/** What is wrong with a filter may show in a row only, as a division by zero does. */
	private List<Hit<Passage>> hits(Trial trial, Search<Passage> search) {
		return checked(trial, search::hits);
	}

	private List<RankedPassage> ranked(List<Hit<Passage>> hits) {
		Map<String, String> byId = this.names.of(hits.stream().map((hit) -> hit.row().documentId()).toList());
		List<RankedPassage> found = new ArrayList<>();
		for (Hit<Passage> hit : hits) {
			String name = byId.get(hit.row().documentId());
			if (name != null) {
				found.add(RankedPassage.of(found.size() + 1, hit, name));
			}
		}
		return found;
	}

	/**
	 * Tells how a trial is answered.
	 * @param trial the question and how it is asked
	 * @return the plan before and after a run
	 * @throws InvalidInputException as of {@link #run(Trial)}
	 */
	public TrialPlan plan(Trial trial) {
		Search<Passage> search = search(trial, true).limit(trial.limit());
		return checked(trial, () -> new TrialPlan(search.explain().toString(), search.analyze().toString()));
	}

	private Search<Passage> search(Trial trial, boolean marked) {
		Search<Passage> search = switch (trial.ranking()) {
			case "vector" -> asked(trial, QueryKind.VECTOR, false);
			case TEXT -> asked(trial, QueryKind.TEXT, marked);
			case "hybrid" -> asked(trial, QueryKind.HYBRID, marked);
			default -> asked(trial, QueryKind.HYBRID, marked).rerank(reranker(trial.ranking()));
		};
		String filter = trial.filter();
		return (filter != null) ? checked(trial, () -> search.where(filter)) : search;
	}

	private Search<Passage> asked(Trial trial, QueryKind kind, boolean marked) {
		Search<Passage> search = this.passages.get().search(trial.question()).kind(kind).select(WITHOUT_VECTOR);
		return marked ? search.highlight(TEXT, WHOLE_TEXT, 1) : search;
	}

	private Reranker reranker(String ranking) {
		String name = ranking.startsWith(RERANKED) ? ranking.substring(RERANKED.length()) : "";
		if (!this.rerankers.names().contains(name)) {
			throw new UnknownRankingException(ranking, choices().stream().map(RankingChoice::name).toList());
		}
		return this.rerankers.get(name);
	}

	/** Tells what is wrong with the filter from what is wrong with the rest. */
	private <T> T checked(Trial trial, Supplier<T> search) {
		try {
			return search.get();
		}
		catch (EmbeddingException ex) {
			throw FailingFunctionException.of(this.database, ex);
		}
		catch (InvalidInputException ex) {
			String filter = trial.filter();
			if (filter != null) {
				requireUsable(filter);
			}
			throw ex;
		}
	}

	private void requireUsable(String filter) {
		try {
			this.passages.get().countRows(filter);
		}
		catch (InvalidInputException ex) {
			throw new InvalidFilterException(filter, ex);
		}
	}

}
