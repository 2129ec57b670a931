package io.fletch.sample.conversation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.answer.Citation;
import io.fletch.store.Database;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Indexed;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConversationsTests {

	@TempDir
	Path folder;

	private Database database;

	private Conversations conversations;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.conversations = new Conversations(this.database, 3);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void keepWhatWasSaidWithItsSources() {
		this.conversations.append("a", false, said("Who keeps it?"));
		close();
		open();
		Turn turn = this.conversations.turns("a", Conversations.MOST_TURNS, 10).getFirst();
		assertThat(turn).isEqualTo(Turn.of("a", 0, said("Who keeps it?"), turn.answeredAt()));
		Conversation conversation = this.conversations.find("a").orElseThrow();
		assertThat(conversation)
			.isEqualTo(new Conversation("a", "Who keeps it?", 1, turn.answeredAt(), turn.answeredAt()));
	}

	@Test
	void keepOnFromATableWithoutCollections() {
		close();
		this.database = Database.open(this.folder.resolve("older"));
		Instant then = Instant.parse("2026-01-02T03:04:05Z");
		this.database.table(Conversation.class).add(List.of(new Conversation("a", "Who?", 1, then, then)));
		OlderSource source = new OlderSource(1, "d", "skerry.pdf", "d-0", "The keeper is Ottilie.", null, 2, 0.5);
		this.database.table(OlderTurn.class)
			.add(List.of(new OlderTurn("a/0", "a", 0, "Who?", "Ottilie [1].", true, "Extractive", List.of("Who?"),
					List.of(), List.of(source), List.of(new Citation(1, "d-0", 0, 22)), then)));
		this.conversations = new Conversations(this.database, 3);
		assertThat(this.conversations.append("a", true, said("And when?"))).isTrue();
		List<Turn> turns = this.conversations.turns("a", Conversations.MOST_TURNS, 10);
		assertThat(turns.getFirst().collections()).containsExactly("default");
		assertThat(turns.getFirst().sources()).containsExactly(
				new Source(1, "d", "skerry.pdf", "d-0", "The keeper is Ottilie.", null, 2, "default", 0.5));
		assertThat(turns.getLast()).isEqualTo(Turn.of("a", 1, said("And when?"), turns.getLast().answeredAt()));
	}

	@Test
	void giveTurnsBeforeAnOrdinal() {
		for (int i = 0; i < 5; i++) {
			this.conversations.append("a", i > 0, said("Question " + i));
			this.conversations.append("b", i > 0, said("Other " + i));
		}
		assertThat(questions("a", Conversations.MOST_TURNS, 2)).containsExactly("Question 3", "Question 4");
		assertThat(questions("a", 3, 2)).containsExactly("Question 1", "Question 2");
		assertThat(questions("a", 1, 2)).containsExactly("Question 0");
		assertThat(questions("a", 0, 2)).isEmpty();
		assertThat(questions("' OR true --", 10, 2)).isEmpty();
	}

	@Test
	void forgetTheOneUnusedForLongest() {
		this.conversations.append("a", false, said("First"));
		this.conversations.append("b", false, said("Second"));
		this.conversations.append("c", false, said("Third"));
		this.conversations.append("a", true, said("First again"));
		this.conversations.append("d", false, said("Fourth"));
		assertThat(this.conversations.page(0, 10)).extracting(Conversation::id).containsExactly("d", "a", "c");
		assertThat(this.conversations.page(1, 1)).extracting(Conversation::id).containsExactly("a");
		assertThat(this.conversations.page(3, 1)).isEmpty();
		assertThat(this.conversations.turns("b", 10, 10)).isEmpty();
		assertThat(this.conversations.count()).isEqualTo(3);
	}

	@Test
	void doNotBringBackWhatWasDeletedDuringAnAnswer() {
		this.conversations.append("a", false, said("First"));
		assertThat(this.conversations.delete("a")).isTrue();
		assertThat(this.conversations.append("a", true, said("Second"))).isFalse();
		assertThat(this.conversations.find("a")).isEmpty();
		assertThat(this.conversations.delete("a")).isFalse();
	}

	@Test
	void showNothingOfADeletedConversationInANewOneOfItsId() {
		this.conversations.append("a", false, said("First"));
		this.conversations.append("a", true, said("Second"));
		leaveUnfinished("a");
		assertThat(this.conversations.find("a")).isEmpty();
		assertThat(this.conversations.page(0, 10)).isEmpty();
		assertThat(this.conversations.count()).isZero();
		assertThat(this.conversations.append("a", true, said("Late"))).isFalse();
		this.conversations.append("a", false, said("New"));
		assertThat(questions("a", 10, 10)).containsExactly("New");
	}

	@Test
	void finishADeletionThatACrashCutShort() {
		this.conversations.append("a", false, said("First"));
		this.conversations.append("b", false, said("Other"));
		leaveUnfinished("a");
		close();
		open();
		assertThat(this.database.table(KeptTurn.class).scan().rows()).extracting(KeptTurn::conversationId)
			.containsOnly("b");
		assertThat(this.database.table(Conversation.class).scan().rows()).extracting(Conversation::id)
			.containsOnly("b");
		long version = this.database.table(KeptTurn.class).version();
		close();
		open();
		assertThat(this.database.table(KeptTurn.class).version()).as("nothing to be done").isEqualTo(version);
	}

	@Test
	void loseNothingWhenOneTableIsRestoredAlone() {
		this.conversations.append("a", false, said("First"));
		long before = this.database.openTable("conversations").version();
		this.conversations.append("b", false, said("Second"));
		long latest = this.database.openTable("conversations").version();
		this.database.openTable("conversations").restore(before);
		close();
		open();
		assertThat(this.conversations.page(0, 10)).extracting(Conversation::id).containsOnly("a");
		this.database.openTable("conversations").restore(latest);
		assertThat(questions("b", 10, 10)).containsExactly("Second");
	}

	/**
	 * As a crash between the steps of a deletion, or before the first turn, leaves it.
	 */
	private void leaveUnfinished(String id) {
		this.database.table(Conversation.class)
			.mergeInsert("id")
			.whenMatchedUpdateAll()
			.execute(List.of(this.conversations.find(id).orElseThrow().emptied()));
	}

	@Test
	void takeNoMoreQuestionsThanTheyCanHold() {
		this.conversations.append("a", false, said("First"));
		Conversation first = this.conversations.find("a").orElseThrow();
		this.database.table(Conversation.class)
			.mergeInsert("id")
			.whenMatchedUpdateAll()
			.execute(
					List.of(new Conversation("a", "First", Conversations.MOST_TURNS, first.begunAt(), first.usedAt())));
		assertThat(this.conversations.append("a", true, said("One more"))).isFalse();
	}

	@Test
	void areRenamed() {
		this.conversations.append("a", false, said("First"));
		assertThat(this.conversations.rename("a", "  The\nkeeper ").orElseThrow().title()).isEqualTo("The keeper");
		assertThat(this.conversations.find("a").orElseThrow().title()).isEqualTo("The keeper");
		assertThat(this.conversations.rename("none", "Title")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> this.conversations.rename("a", " \n"))
			.withMessage("title has 0 characters, but must have 1 to 120.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.conversations.rename("a", "a".repeat(121)))
			.withMessageContaining("121 characters");
	}

	@Test
	void areCalledByTheirFirstQuestion() {
		assertThat(Title.of("Who\n\n keeps\tit?")).isEqualTo("Who keeps it?");
		assertThat(Title.of("word ".repeat(30))).isEqualTo("word ".repeat(15) + "word…");
		assertThat(Title.of("a".repeat(200))).isEqualTo("a".repeat(79) + "…");
		assertThat(Title.of("a".repeat(78) + "🦆".repeat(20))).isEqualTo("a".repeat(78) + "…");
	}

	private List<String> questions(String id, int before, int limit) {
		return this.conversations.turns(id, before, limit).stream().map(Turn::question).toList();
	}

	private static Exchange said(String question) {
		return new Exchange(question, "Ottilie [1].", true, "Extractive", List.of(question, "lighthouse"),
				List.of("hr"),
				List.of(new Source(1, "d", "skerry.pdf", "d-0", "The keeper is Ottilie.", null, 2, "letters", 0.5)),
				List.of(new Citation(1, "d-0", 0, 22)), List.of(8), List.of("default", "letters"));
	}

	/**
	 * A turn before there were collections.
	 */
	@Table("conversation_turns")
	record OlderTurn(@Id String id, @Indexed String conversationId, int ordinal, String question, String answer,
			boolean found, String answerer, List<String> lookedFor, List<String> tags, List<OlderSource> sources,
			List<Citation> citations, Instant answeredAt) {
	}

	/**
	 * A source before there were collections.
	 */
	record OlderSource(int number, String documentId, String documentName, String passageId, String text,
			@Nullable String heading, @Nullable Integer page, double score) {
	}

}
