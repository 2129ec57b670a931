package io.fletch.sample.conversation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.SchemaMode;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * The conversations in the tables {@code conversations} and {@code conversation_turns}.
 * Only complete answers are kept, and they are durable when a method returns. A turn
 * counts from the moment that its conversation's row counts it. A row that counts none is
 * a conversation on its way in or out, which is not shown: what a crash leaves of it goes
 * at the next start. That one table lacks what the other has proves nothing, as one may
 * have been restored alone. Safe for use by several threads at once; one application to a
 * database.
 */
@Component
public class Conversations {

	/** How many conversations are kept; the one unused for longest goes first. */
	public static final int MOST = 1000;

	/** How many questions a conversation may have. */
	public static final int MOST_TURNS = 200;

	/** The longest title, in characters. */
	public static final int LONGEST_TITLE = 120;

	private static final String SHOWN = "turns > 0";

	private static final String UNFINISHED = "turns = 0";

	private static final Logger logger = LoggerFactory.getLogger(Conversations.class);

	private final LazyTable<TypedTable<Conversation>> conversations;

	private final LazyTable<TypedTable<KeptTurn>> turns;

	private final int most;

	private final ReentrantLock writing = new ReentrantLock();

	/**
	 * Opens the tables, creating them if needed, and removes conversations that a crash
	 * left on their way in or out.
	 * @param database holds the tables
	 */
	@Autowired
	public Conversations(Database database) {
		this(database, MOST);
	}

	Conversations(Database database, int most) {
		this.conversations = LazyTable.of(() -> database.table(Conversation.class));
		this.conversations.get();
		this.turns = LazyTable.of(() -> turns(database));
		this.turns.get();
		this.most = most;
		removeUnfinished();
	}

	/** Tables of older versions get the columns that they lack. */
	private static TypedTable<KeptTurn> turns(Database database) {
		return database.table(KeptTurn.class, SchemaMode.UPDATE);
	}

	private void removeUnfinished() {
		List<String> ids = this.conversations.get()
			.scan()
			.where(UNFINISHED)
			.rows()
			.stream()
			.map(Conversation::id)
			.toList();
		// A deletion of nothing would be a version of the table, too.
		if (!ids.isEmpty()) {
			this.turns.get().delete("conversationId IN (:ids)", Map.of("ids", ids));
			this.conversations.get().delete(UNFINISHED, Map.of());
		}
	}

	/**
	 * Returns a page of the conversations.
	 * @param offset how many are left out
	 * @param limit how many at most, at least 1
	 * @return the conversations, the last used first
	 */
	public List<Conversation> page(int offset, int limit) {
		return this.conversations.get()
			.scan()
			.where(SHOWN)
			.orderBy(Order.descending("usedAt"), Order.ascending("id"))
			.offset(offset)
			.limit(limit)
			.rows();
	}

	/**
	 * Counts the conversations.
	 * @return how many there are
	 */
	public long count() {
		return this.conversations.get().countRows(SHOWN);
	}

	/**
	 * Finds a conversation.
	 * @param id its id
	 * @return the conversation; empty if there is none
	 */
	public Optional<Conversation> find(String id) {
		return this.conversations.get()
			.scan()
			.where("id = :id AND " + SHOWN, Map.of("id", id))
			.limit(1)
			.rows()
			.stream()
			.findFirst();
	}

	/**
	 * Returns the turns of a conversation that stand just before another.
	 * @param id the conversation's id
	 * @param before the ordinal of the turn behind them; {@link #MOST_TURNS} for the last
	 * ones
	 * @param limit how many at most, at least 1
	 * @return the turns, oldest first; none if there is no such conversation
	 */
	public List<Turn> turns(String id, int before, int limit) {
		int end = Math.min(before, find(id).map(Conversation::turns).orElse(0));
		if (end <= 0) {
			return List.of();
		}
		return this.turns.get()
			.scan()
			.where("conversationId = :id AND ordinal >= :from AND ordinal < :end",
					Map.of("id", id, "from", Math.max(0, end - limit), "end", end))
			.orderBy(Order.ascending("ordinal"))
			.limit(limit)
			.rows()
			.stream()
			.map(KeptTurn::turn)
			.toList();
	}

	/**
	 * Keeps what was asked and answered.
	 * @param id the conversation's id; a conversation is begun where there is none
	 * @param follows whether there was one when the question was asked: one that was
	 * deleted meanwhile stays deleted
	 * @param said what was asked and answered
	 * @return whether it was kept: not if the conversation was deleted meanwhile, or is
	 * full
	 */
	public boolean append(String id, boolean follows, Exchange said) {
		Instant now = now();
		this.writing.lock();
		try {
			Optional<Conversation> known = find(id);
			if ((follows && known.isEmpty()) || known.filter((each) -> each.turns() >= MOST_TURNS).isPresent()) {
				return false;
			}
			Conversation conversation = known.orElseGet(() -> begin(id, said, now));
			this.turns.get()
				.mergeInsert("id")
				.whenMatchedUpdateAll()
				.whenNotMatchedInsertAll()
				.execute(List.of(KeptTurn.of(Turn.of(id, conversation.turns(), said, now))));
			write(conversation.grown(now));
			return true;
		}
		finally {
			this.writing.unlock();
		}
	}

	private Conversation begin(String id, Exchange said, Instant now) {
		makeRoom();
		Conversation begun = new Conversation(id, Title.of(said.question()), 0, now, now);
		write(begun);
		return begun;
	}

	private void makeRoom() {
		int tooMany = Math.toIntExact(count()) - this.most + 1;
		if (tooMany > 0) {
			List<Conversation> oldest = this.conversations.get()
				.scan()
				.where(SHOWN)
				.orderBy(Order.ascending("usedAt"), Order.ascending("id"))
				.limit(tooMany)
				.rows();
			oldest.forEach((conversation) -> {
				remove(conversation);
				logger.info("Removed the conversation unused for longest, to keep {}", this.most);
			});
		}
	}

	/**
	 * Renames a conversation.
	 * @param id its id
	 * @param title the new title, not blank, at most {@value #LONGEST_TITLE} characters
	 * @return the renamed conversation; empty if there is none
	 * @throws IllegalArgumentException if the title cannot be used
	 */
	public Optional<Conversation> rename(String id, String title) {
		String checked = Title.checked(title);
		this.writing.lock();
		try {
			Optional<Conversation> renamed = find(id).map((conversation) -> conversation.renamed(checked));
			renamed.ifPresent(this::write);
			return renamed;
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Deletes a conversation with all that was said in it. Older versions of the tables
	 * hold it until the store cleans them up.
	 * @param id its id
	 * @return whether there was one
	 */
	public boolean delete(String id) {
		this.writing.lock();
		try {
			Optional<Conversation> known = find(id);
			known.ifPresent(this::remove);
			return known.isPresent();
		}
		finally {
			this.writing.unlock();
		}
	}

	/** From the row that counts no turn on it is gone. */
	private void remove(Conversation conversation) {
		write(conversation.emptied());
		this.turns.get().delete("conversationId = :id", Map.of("id", conversation.id()));
		this.conversations.get().delete("id = :id", Map.of("id", conversation.id()));
	}

	private void write(Conversation conversation) {
		this.conversations.get()
			.mergeInsert("id")
			.whenMatchedUpdateAll()
			.whenNotMatchedInsertAll()
			.execute(List.of(conversation));
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MICROS);
	}

}
