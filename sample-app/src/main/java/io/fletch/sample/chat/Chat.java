package io.fletch.sample.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

import io.fletch.context.answer.Citation;
import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.RetrievalPipeline;
import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.query.QueryKind;

/**
 * Finds the passages for a question and streams the answer: the passages first, then the
 * text piece by piece, then the verified citations.
 */
public final class Chat {

	/**
	 * Enough for an answer out of several documents, few enough for a small model's
	 * window.
	 */
	private static final int PASSAGES = 6;

	private static final Logger logger = LoggerFactory.getLogger(Chat.class);

	private final RetrievalPipeline retrieval;

	private final Answerer answerer;

	private final CitationVerifier verifier;

	private final Scheduler scheduler;

	Chat(RetrievalPipeline retrieval, Answerer answerer, CitationVerifier verifier, Scheduler scheduler) {
		this.retrieval = retrieval;
		this.answerer = answerer;
		this.verifier = verifier;
		this.scheduler = scheduler;
	}

	/**
	 * Says who answers.
	 * @return the answerer's name and kind
	 */
	public AnswererInfo answerer() {
		return this.answerer.info();
	}

	/**
	 * Answers a question. Never fails: what goes wrong is the last event.
	 * @param question the question and its conversation
	 * @return the events of the answer; cancelling stops the work behind them
	 */
	public Flux<ChatEvent> ask(Question question) {
		return Flux.defer(() -> {
			long asked = System.nanoTime();
			PipelineResult found = this.retrieval.run(
					new io.fletch.context.query.Question(question.text(),
							this.answerer.history(question.conversationId())),
					RetrievalQuery.of(question.text()).kind(QueryKind.HYBRID).limit(PASSAGES));
			warn(found);
			long retrieved = System.nanoTime();
			return new Stream(question, found, millis(asked, retrieved), retrieved).events();
		}).subscribeOn(this.scheduler).onErrorResume((failure) -> {
			logger.error("Searching the passages for a question failed", failure);
			return Flux.just(new ChatEvent.Failed(Failure.retrieval()));
		});
	}

	private static void warn(PipelineResult found) {
		for (int index = 0; index < found.marks().size(); index++) {
			if (!found.marks().get(index).isEmpty()) {
				logger.warn("The passage {} looks like an attempt to give the model orders: {}",
						found.passages().get(index).id(), found.marks().get(index).getFirst().reason());
			}
		}
	}

	private static long millis(long from, long to) {
		return Duration.ofNanos(to - from).toMillis();
	}

	/** One answer on its way. */
	private final class Stream {

		private final Question question;

		private final PipelineResult found;

		private final List<RetrievedPassage> passages;

		private final long retrieveMillis;

		private final long begun;

		private final StringBuilder text = new StringBuilder();

		private final List<Citation> known = new ArrayList<>();

		Stream(Question question, PipelineResult found, long retrieveMillis, long begun) {
			this.question = question;
			this.found = found;
			this.passages = found.passages();
			this.retrieveMillis = retrieveMillis;
			this.begun = begun;
		}

		Flux<ChatEvent> events() {
			Flux<ChatEvent> rest = tokens().doOnNext(this::note)
				.cast(ChatEvent.class)
				.concatWith(Flux.defer(() -> Flux.just(done())))
				.onErrorResume((failure) -> Flux.just(failed(failure)));
			return Flux.concat(Flux.just(sources()), rest);
		}

		private Flux<ChatEvent.Token> tokens() {
			if (this.passages.isEmpty()) {
				return Flux.just(new ChatEvent.Token(Answerer.NOT_FOUND, null));
			}
			return Chat.this.answerer.answer(this.question, this.found);
		}

		private ChatEvent sources() {
			List<Source> sources = IntStream.range(0, this.passages.size())
				.mapToObj((i) -> Source.of(i + 1, this.passages.get(i)))
				.toList();
			return new ChatEvent.Sources(this.question.conversationId(), sources);
		}

		private void note(ChatEvent.Token token) {
			this.text.append(token.text());
			if (token.citation() != null) {
				this.known.add(token.citation());
			}
		}

		private ChatEvent done() {
			String answer = this.text.toString();
			boolean found = !answer.strip().startsWith(Answerer.NOT_FOUND);
			List<Citation> citations = this.known.isEmpty() ? Chat.this.verifier.verify(answer, this.passages)
					: this.known;
			ChatEvent.Timings timings = new ChatEvent.Timings(this.retrieveMillis,
					millis(this.begun, System.nanoTime()));
			return new ChatEvent.Done(citations, answerer().name(), found, timings);
		}

		private ChatEvent failed(Throwable failure) {
			logger.error("The answer by {} broke off", answerer().name(), failure);
			return new ChatEvent.Failed(Failure.answerer(failure, answerer()));
		}

	}

}
