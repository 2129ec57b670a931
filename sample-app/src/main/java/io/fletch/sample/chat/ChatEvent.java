package io.fletch.sample.chat;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

import io.fletch.context.answer.Citation;
import io.fletch.sample.conversation.Source;

/**
 * One event of an answer's stream. An answer is one {@link Sources}, any number of
 * {@link Token tokens}, and then either {@link Done} or {@link Failed}.
 */
public sealed interface ChatEvent {

	/**
	 * The passages that were found, before the first word of the answer.
	 *
	 * @param conversationId the conversation that the answer belongs to; to be sent with
	 * the next question
	 * @param sources the passages, best first
	 */
	@Schema(name = "SourcesEvent", description = "Event `sources`: the passages found, before the first word")
	record Sources(String conversationId, List<Source> sources) implements ChatEvent {
	}

	/**
	 * The next piece of the answer's text.
	 *
	 * @param text the piece, to be appended as it is
	 * @param citation what the number at the end of this piece stands for, if that is
	 * known already
	 */
	@Schema(name = "TokenEvent", description = "Event `token`: the next piece of the text, to be appended as it is")
	record Token(String text, @Nullable Citation citation) implements ChatEvent {
	}

	/**
	 * The answer is complete.
	 *
	 * @param citations for each number of a mark such as {@code [1]}, {@code [1, 3]} or
	 * {@code [1-3]}, in order, the sentence that it stands for; a number that stands for
	 * no passage, or whose passage does not bear out what is said, has none
	 * @param citedAt for each citation, the offset in the text where its mark begins
	 * @param answerer who answered
	 * @param found whether the documents hold an answer
	 * @param lookedFor what was searched for: the question, or what became of it
	 * @param tags the tags that documents had to have one of; none where all were
	 * searched
	 * @param collections the ids of the collections that were searched
	 * @param timings how long it took
	 * @param stages what each stage took, in order
	 * @param kept whether the conversation keeps the answer; not one that was deleted or
	 * became full meanwhile
	 */
	@Schema(name = "DoneEvent", description = "Event `done`: the answer is complete, its citations are verified")
	record Done(List<Citation> citations, List<Integer> citedAt, String answerer, boolean found, List<String> lookedFor,
			List<String> tags, List<String> collections, Timings timings, List<Stage> stages,
			boolean kept) implements ChatEvent {
	}

	/**
	 * The answer broke off.
	 *
	 * @param problem what happened, and what to do about it
	 */
	record Failed(ProblemDetail problem) implements ChatEvent {
	}

	/**
	 * Times in milliseconds.
	 *
	 * @param retrieve finding the passages
	 * @param answer from the passages to the last word
	 */
	record Timings(long retrieve, long answer) {
	}

	/**
	 * What one stage of an answer took.
	 *
	 * @param name {@code rewrite}, {@code retrieve}, {@code rerank}, {@code expand},
	 * {@code pack}, {@code guard} or {@code generate}; only those that ran
	 * @param millis how long it took, in milliseconds
	 * @param in how many searches or passages it was given
	 * @param out how many searches or passages it gave; of {@code guard}, how many
	 * passages look as if they gave orders; of {@code generate}, nothing
	 * @param tokens what a model read and wrote, if it was asked and told
	 * @param notes what it could not do, for people to read
	 */
	@Schema(description = "What one stage of an answer took")
	record Stage(String name, double millis, int in, @Nullable Integer out, @Nullable TokenCount tokens,
			List<String> notes) {
	}

}
