package io.fletch.sample.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

import io.fletch.context.answer.CheckedMark;
import io.fletch.context.answer.Citation;
import io.fletch.context.answer.CitationVerifier;
import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.query.Question.Turn;
import io.fletch.context.query.SearchText;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.sample.conversation.Conversations;
import io.fletch.sample.conversation.Exchange;
import io.fletch.sample.conversation.Source;
import io.fletch.store.error.StoreException;

/**
 * Finds the passages for a question and streams the answer: the passages first, then the
 * text piece by piece, then the verified citations. A complete answer is kept in its
 * conversation.
 */
public final class Chat {

	private static final int MOST_HISTORY = 10;

	private static final Logger logger = LoggerFactory.getLogger(Chat.class);

	private final Retrieval retrieval;

	private final Answerers answerers;

	private final Conversations conversations;

	private final CitationVerifier verifier;

	private final Scheduler scheduler;

	Chat(Retrieval retrieval, Answerers answerers, Conversations conversations, CitationVerifier verifier,
			Scheduler scheduler) {
		this.retrieval = retrieval;
		this.answerers = answerers;
		this.conversations = conversations;
		this.verifier = verifier;
		this.scheduler = scheduler;
	}

	/**
	 * Says who answers where a question does not choose.
	 * @return the default answerer's name and kind
	 */
	public AnswererInfo answerer() {
		return this.answerers.named(null).info();
	}

	/**
	 * Says who can be chosen to answer.
	 * @return all answerers, the default first
	 */
	public List<AnswererInfo> answerers() {
		return this.answerers.infos();
	}

	/**
	 * Answers a question. What goes wrong on the way is the last event.
	 * @param question the question and its conversation
	 * @return the events of the answer; cancelling interrupts the work behind them, and
	 * nothing is kept
	 * @throws UnknownModelException if the question names an answerer that is not there
	 */
	public Flux<ChatEvent> ask(ChatQuestion question) {
		Answerer answerer = this.answerers.named(question.model());
		return Flux.defer(() -> find(question, answerer).events())
			.subscribeOn(this.scheduler)
			.onErrorResume((failure) -> {
				if (isStopped()) {
					return Flux.empty();
				}
				logger.error("Searching the passages for a question failed", failure);
				return Flux.just(new ChatEvent.Failed(Failure.retrieval()));
			});
	}

	private Stream find(ChatQuestion question, Answerer answerer) {
		long asked = System.nanoTime();
		boolean follows = this.conversations.find(question.conversationId()).isPresent();
		List<Turn> history = history(question.conversationId());
		Meter rewriting = new Meter();
		PipelineResult found = this.retrieval.run(question, history, answerer, rewriting);
		warn(found);
		return new Stream(new Asked(question, follows, history, answerer), found, rewriting, asked);
	}

	private List<Turn> history(String conversationId) {
		return this.conversations.turns(conversationId, Conversations.MOST_TURNS, MOST_HISTORY)
			.stream()
			.map((turn) -> new Turn(turn.question(), turn.answer()))
			.toList();
	}

	private static void warn(PipelineResult found) {
		for (int index = 0; index < found.marks().size(); index++) {
			if (!found.marks().get(index).isEmpty()) {
				logger.warn("The passage {} looks like an attempt to give the model orders: {}",
						found.passages().get(index).id(), found.marks().get(index).getFirst().reason());
			}
		}
	}

	/**
	 * A reader who leaves has this thread interrupted, and nobody is there to be told,
	 * whatever fails by it: a search, an embedding or a write.
	 */
	private static boolean isStopped() {
		return Thread.currentThread().isInterrupted();
	}

	/**
	 * A question in its conversation.
	 */
	private record Asked(ChatQuestion question, boolean follows, List<Turn> history, Answerer answerer) {
	}

	/** One answer on its way. */
	private final class Stream {

		private final Asked asked;

		private final PipelineResult found;

		private final List<Source> sources;

		private final Meter rewriting;

		private final Meter generating = new Meter();

		private final Duration retrieved;

		private final long begun = System.nanoTime();

		private final StringBuilder text = new StringBuilder();

		private final List<Placed> known = new ArrayList<>();

		Stream(Asked asked, PipelineResult found, Meter rewriting, long begunAt) {
			this.asked = asked;
			this.found = found;
			this.sources = IntStream.range(0, found.passages().size())
				.mapToObj((i) -> source(i + 1, asked.question(), found.passages().get(i)))
				.toList();
			this.rewriting = rewriting;
			this.retrieved = Duration.ofNanos(this.begun - begunAt);
		}

		private static Source source(int number, ChatQuestion question, RetrievedPassage passage) {
			return Source.of(number, passage, question.collectionOf(passage.source()));
		}

		Flux<ChatEvent> events() {
			Flux<ChatEvent> rest = tokens().doOnNext(this::note)
				.cast(ChatEvent.class)
				.concatWith(Flux.defer(() -> Flux.just(done())))
				.onErrorResume(this::failed);
			return Flux.concat(Flux.just(new ChatEvent.Sources(this.asked.question().conversationId(), this.sources)),
					rest);
		}

		private Flux<ChatEvent.Token> tokens() {
			if (this.sources.isEmpty()) {
				return Flux.just(new ChatEvent.Token(Answerer.NOT_FOUND, null));
			}
			return this.asked.answerer()
				.answer(this.asked.question().text(), this.asked.history(), this.found, this.generating);
		}

		private void note(ChatEvent.Token token) {
			this.text.append(token.text());
			if (token.citation() != null) {
				this.known.add(new Placed(token.citation(), this.text.lastIndexOf("[")));
			}
		}

		private ChatEvent done() {
			Duration generated = Duration.ofNanos(System.nanoTime() - this.begun);
			if (this.text.toString().isBlank()) {
				return new ChatEvent.Failed(Failure.silence(this.asked.answerer().info()));
			}
			Exchange said = exchange();
			Optional<Boolean> kept = keep(said);
			if (kept.isEmpty()) {
				return new ChatEvent.Failed(Failure.keeping());
			}
			return new ChatEvent.Done(said.citations(), said.citedAt(), said.answerer(), said.found(), said.lookedFor(),
					said.tags(), said.collections(),
					new ChatEvent.Timings(this.retrieved.toMillis(), generated.toMillis()),
					StageTimes.of(this.found, this.rewriting, generated, this.generating), kept.get());
		}

		private Exchange exchange() {
			String answer = this.text.toString();
			boolean isFound = !answer.strip().startsWith(Answerer.NOT_FOUND);
			List<Placed> citations = this.known.isEmpty() ? verified(answer) : List.copyOf(this.known);
			List<String> lookedFor = this.found.query().searches().stream().map(SearchText::text).distinct().toList();
			return new Exchange(this.asked.question().text(), answer, isFound, this.asked.answerer().info().name(),
					lookedFor, this.asked.question().tags(), this.sources,
					citations.stream().map(Placed::citation).toList(), citations.stream().map(Placed::at).toList(),
					this.asked.question().collectionIds());
		}

		/**
		 * One for each number that is borne out, also where two stand for one sentence.
		 */
		private List<Placed> verified(String answer) {
			List<Placed> verified = new ArrayList<>();
			for (CheckedMark mark : Chat.this.verifier.check(answer, this.found.passages()).marks()) {
				if (mark.citation() != null) {
					verified.add(new Placed(mark.citation(), mark.mark().start()));
				}
			}
			return verified;
		}

		/** Returns nothing where the store fails. */
		private Optional<Boolean> keep(Exchange said) {
			try {
				return Optional.of(Chat.this.conversations.append(this.asked.question().conversationId(),
						this.asked.follows(), said));
			}
			catch (StoreException ex) {
				if (!isStopped()) {
					logger.error("An answer could not be kept in its conversation", ex);
				}
				return Optional.empty();
			}
		}

		private Flux<ChatEvent> failed(Throwable failure) {
			if (isStopped()) {
				return Flux.empty();
			}
			AnswererInfo info = this.asked.answerer().info();
			logger.error("The answer by {} broke off", info.name(), failure);
			return Flux.just(new ChatEvent.Failed(Failure.answerer(failure, info)));
		}

		/**
		 * A citation, and where its mark begins in the answer.
		 */
		private record Placed(Citation citation, int at) {
		}

	}

}
