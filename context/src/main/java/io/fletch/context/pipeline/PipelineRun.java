package io.fletch.context.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.expansion.PassageExpansion;
import io.fletch.context.guard.Fence;
import io.fletch.context.guard.InjectionDetector;
import io.fletch.context.guard.InjectionMark;
import io.fletch.context.packing.PackedContext;
import io.fletch.context.packing.PassagePacker;
import io.fletch.context.query.QueryTransformer;
import io.fletch.context.query.Question;
import io.fletch.context.query.SearchText;
import io.fletch.context.query.TransformedQuery;
import io.fletch.context.retrieval.FusedPassages;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.RetrieverFailure;
import io.fletch.context.splitting.Span;
import io.fletch.store.error.CancelledException;

/**
 * One question on its way through the stages.
 */
final class PipelineRun {

	private static final int CANDIDATES_OF_A_PASSAGE = 5;

	private final PipelineStages stages;

	private final int candidates;

	private final RetrievalQuery options;

	private final long begin = System.nanoTime();

	private final List<StageTrace> trace = new ArrayList<>();

	PipelineRun(PipelineStages stages, int candidates, RetrievalQuery options) {
		this.stages = stages;
		this.candidates = candidates;
		this.options = options;
	}

	PipelineResult run(Question question) {
		TransformedQuery query = transform(question);
		List<RetrievedPassage> found = retrieve(query);
		List<RetrievedPassage> ranked = rerank(query, found);
		List<RetrievedPassage> best = ranked.stream().limit(this.options.limit()).toList();
		List<RetrievedPassage> expanded = expand(best);
		Optional<PackedContext> packed = pack(expanded);
		List<RetrievedPassage> passages = packed.map(PackedContext::cited).orElse(expanded);
		List<List<InjectionMark>> marks = mark(passages);
		left();
		return new PipelineResult(query, passages, marks, packed, this.trace);
	}

	private TransformedQuery transform(Question question) {
		TransformedQuery asked = TransformedQuery.of(question)
			.each((search) -> new SearchText(search.text(), this.options.words(), this.options.meaning()));
		QueryTransformer transformer = this.stages.transformer();
		if (transformer == null) {
			return asked;
		}
		long start = start();
		TransformedQuery query = transformed(transformer, asked);
		note("transform", start, 1, query.searches().size(), query.notes());
		return query;
	}

	/** A model that hangs must not take the time of the retrieval. */
	private TransformedQuery transformed(QueryTransformer transformer, TransformedQuery asked) {
		Duration left = left();
		Duration most = (left != null) ? left.dividedBy(2) : null;
		try {
			return TimedStage.run(() -> transformer.transform(asked), most);
		}
		catch (TimeoutException ex) {
			return asked
				.noting("transform: gave up after " + most + ", half of the time; the question stays as it was");
		}
	}

	private <T> T timed(Supplier<T> stage) {
		try {
			return TimedStage.run(stage, left());
		}
		catch (TimeoutException ex) {
			throw timedOut();
		}
	}

	private List<RetrievedPassage> retrieve(TransformedQuery query) {
		long start = start();
		RetrievalQuery template = template();
		List<RetrievalQuery> queries = query.searches().stream().map((search) -> search.in(template)).toList();
		FusedPassages found = this.stages.retriever().retrieveAll(queries, query.condition());
		note("retrieve", start, queries.size(), found.passages().size(),
				Stream.concat(found.notes().stream(), found.failures().stream().map(PipelineRun::told)).toList());
		return found.passages();
	}

	private RetrievalQuery template() {
		int fetched = this.candidates;
		if (fetched == 0) {
			int times = (this.stages.reranker() != null) ? CANDIDATES_OF_A_PASSAGE : 1;
			fetched = Math.min(this.options.limit() * times, RetrievalQuery.MAX_LIMIT);
		}
		Duration left = left();
		// Later stages need time, too, where slow retrievers are left out.
		Duration most = (left != null) ? left.minus(left.dividedBy(10)) : null;
		return this.options.limit(Math.max(fetched, this.options.limit())).timeout(most);
	}

	private static String told(RetrieverFailure failure) {
		return "retriever " + (failure.retriever() + 1) + " failed for '" + Fence.oneLine(failure.question()) + "': "
				+ Fence.oneLine(failure.cause().getClass().getSimpleName() + ": " + failure.cause().getMessage());
	}

	private List<RetrievedPassage> rerank(TransformedQuery query, List<RetrievedPassage> found) {
		RerankStage reranker = this.stages.reranker();
		if (reranker == null) {
			return found;
		}
		long start = start();
		List<RetrievedPassage> ranked = timed(() -> reranker.rerank(query.main().text(), found));
		note("rerank", start, found.size(), ranked.size(), List.of());
		return ranked;
	}

	private List<RetrievedPassage> expand(List<RetrievedPassage> found) {
		PassageExpansion expansion = this.stages.expansion();
		if (expansion == null) {
			return found;
		}
		long start = start();
		List<RetrievedPassage> expanded = timed(() -> expansion.expand(found));
		note("expand", start, found.size(), expanded.size(), List.of());
		return expanded;
	}

	private Optional<PackedContext> pack(List<RetrievedPassage> found) {
		PassagePacker packer = this.stages.packer();
		if (packer == null) {
			return Optional.empty();
		}
		long start = start();
		PackedContext packed = timed(() -> packer.pack(found));
		note("pack", start, found.size(), packed.passages().size(),
				packed.leftOut()
					.stream()
					.map((left) -> "passage '" + left.passage().id() + "' left out: " + left.reason())
					.toList());
		return Optional.of(packed);
	}

	private List<List<InjectionMark>> mark(List<RetrievedPassage> passages) {
		InjectionDetector detector = this.stages.detector();
		if (detector == null) {
			return passages.stream().map((passage) -> List.<InjectionMark>of()).toList();
		}
		long start = start();
		List<List<InjectionMark>> marks = timed(
				() -> passages.stream().map((passage) -> marks(detector, passage)).toList());
		int marked = Math.toIntExact(marks.stream().filter((each) -> !each.isEmpty()).count());
		note("guard", start, passages.size(), marked, List.of());
		return marks;
	}

	/** Name and heading stand in the prompt as well. */
	private static List<InjectionMark> marks(InjectionDetector detector, RetrievedPassage passage) {
		List<InjectionMark> marks = new ArrayList<>();
		detector.marks(passage.documentName()).forEach((mark) -> marks.add(outside("document name", mark)));
		String heading = passage.heading();
		if (heading != null) {
			detector.marks(heading).forEach((mark) -> marks.add(outside("heading", mark)));
		}
		marks.addAll(detector.marks(passage.text()));
		return marks;
	}

	private static InjectionMark outside(String where, InjectionMark mark) {
		return new InjectionMark(new Span(0, 0), mark.kind(), where + ": " + mark.reason());
	}

	private long start() {
		CancelledException.throwIfInterrupted();
		left();
		return System.nanoTime();
	}

	private @Nullable Duration left() {
		Duration limit = this.options.timeout();
		if (limit == null) {
			return null;
		}
		Duration left = limit.minusNanos(System.nanoTime() - this.begin);
		if (!left.isPositive()) {
			throw timedOut();
		}
		return left;
	}

	private CancelledException timedOut() {
		return new CancelledException(
				"The pipeline timed out after " + this.options.timeout() + "; give it more time, or fewer stages");
	}

	private void note(String stage, long start, int in, int out, List<String> notes) {
		this.trace.add(new StageTrace(stage, Duration.ofNanos(System.nanoTime() - start), in, out, notes));
	}

}
