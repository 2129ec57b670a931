package io.fletch.context.cache;

import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.context.answer.Citation;
import io.fletch.context.hash.Sha256;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Order;
import io.fletch.store.version.CleanupPolicy;

/**
 * Keeps answers in the table {@code answer_cache}, and gives one again when the same is
 * asked in the same scope, in the same words or in others that mean it. A question asked
 * in the same words is found without being embedded, another is embedded once, whether
 * its answer is found or kept later. Safe for use by several threads at once.
 */
public final class SemanticCache {

	private static final Pattern SPACE = Pattern.compile("\\s+");

	private static final int NEAREST = 5;

	/** A cosine from here on is no difference but rounding. */
	private static final double INDISTINGUISHABLE = 0.9999;

	private static final Pattern NO_WORD = Pattern.compile("[\\s\\p{Z}\\p{P}]+");

	private static final int LONGEST_QUESTION = 20_000;

	private static final Duration BETWEEN_EVICTIONS = Duration.ofHours(1);

	private static final CleanupPolicy NO_HISTORY = new CleanupPolicy(Duration.ZERO, 1,
			CleanupPolicy.DEFAULT.unknownOlderThan());

	/** How far above the limit the table may grow before the oldest go. */
	private static final double SLACK = 0.1;

	private final LazyTable<TypedTable<CacheEntry>> table;

	private final EmbeddingFunction function;

	private final CacheSettings settings;

	private final Clock clock;

	private final ReentrantLock writing = new ReentrantLock();

	private Instant nextEviction = Instant.MIN;

	private final LongAdder exactHits = new LongAdder();

	private final LongAdder similarHits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder stored = new LongAdder();

	private final LongAdder evicted = new LongAdder();

	/**
	 * Opens the table, creating it if needed.
	 * @param database holds the table; its default function embeds the questions
	 * @param settings how answers are kept
	 * @throws io.fletch.store.embedding.EmbeddingException if the database has no
	 * embedding function
	 */
	public SemanticCache(Database database, CacheSettings settings) {
		this(database, settings, Clock.systemUTC());
	}

	SemanticCache(Database database, CacheSettings settings, Clock clock) {
		Objects.requireNonNull(database, "database");
		this.table = LazyTable.of(() -> database.table(CacheEntry.class));
		this.function = database.functions().get(Objects.requireNonNull(this.table.get().embeddingFunction()));
		this.settings = Objects.requireNonNull(settings, "settings");
		this.clock = clock;
	}

	/**
	 * Looks for an answer.
	 * @param question the question, not blank
	 * @param scope what an answer depends on besides
	 * @return what was found, and what is needed to keep an answer if nothing was
	 * @throws IllegalArgumentException if the question is blank or longer than 20,000
	 * characters
	 */
	public Lookup find(String question, CacheScope scope) {
		Objects.requireNonNull(question, "question");
		Objects.requireNonNull(scope, "scope");
		if (question.isBlank() || question.length() > LONGEST_QUESTION) {
			throw new IllegalArgumentException("question must have from 1 to " + LONGEST_QUESTION
					+ " characters, and not be blank, but has " + question.length() + ": ask something, or shorten it");
		}
		String scopeId = Sha256.hex(scope.text());
		String id = Sha256.hex(scopeId + " " + plain(question));
		Instant oldest = oldest();
		Optional<CacheEntry> same = this.table.get()
			.scan()
			.where("id = :id AND `createdAt` > :oldest", Map.of("id", id, "oldest", oldest))
			.limit(1)
			.rows()
			.stream()
			.findFirst();
		if (same.isPresent()) {
			this.exactHits.increment();
			return new Lookup(question, scopeId, id, null, same.get().toAnswer(1));
		}
		float[] vector = this.function.embedQuery(question);
		Optional<CachedAnswer> similar = similar(question, vector, scopeId, oldest);
		(similar.isPresent() ? this.similarHits : this.misses).increment();
		return new Lookup(question, scopeId, id, vector, similar.orElse(null));
	}

	private Optional<CachedAnswer> similar(String question, float[] vector, String scope, Instant oldest) {
		List<Hit<CacheEntry>> hits = this.table.get()
			.search(vector)
			.where("scope = :scope AND `createdAt` > :oldest", Map.of("scope", scope, "oldest", oldest))
			.limit(NEAREST)
			.hits();
		return hits.stream()
			.filter((hit) -> hit.score() >= this.settings.threshold())
			.filter((hit) -> isToldApart(question, hit.row().question(), hit.score()))
			.findFirst()
			.map((hit) -> hit.row().toAnswer(hit.score()));
	}

	/**
	 * Says whether a model that finds two questions alike can be believed. It cannot
	 * where it sees no difference between other words, as with words that it does not
	 * know or behind its last token, nor where the same words stand in another order,
	 * which says little to a model and may mean the opposite.
	 */
	private static boolean isToldApart(String question, String other, double similarity) {
		List<String> words = words(question);
		List<String> others = words(other);
		if (words.equals(others)) {
			return true;
		}
		return similarity < INDISTINGUISHABLE
				&& !words.stream().sorted().toList().equals(others.stream().sorted().toList());
	}

	/** Emoji are words, punctuation marks are not. */
	private static List<String> words(String question) {
		return Arrays.stream(NO_WORD.split(plain(question))).filter((word) -> !word.isEmpty()).toList();
	}

	/**
	 * Keeps an answer. One that is kept for the same question in the same scope is
	 * replaced; a blank one is none, and is not kept.
	 * @param lookup what was given when the answer was looked for; its scope stays that
	 * of the documents that were asked then
	 * @param answer the answer
	 * @param citations its citations
	 */
	public void store(Lookup lookup, String answer, List<Citation> citations) {
		Objects.requireNonNull(lookup, "lookup");
		Objects.requireNonNull(answer, "answer");
		Objects.requireNonNull(citations, "citations");
		if (answer.isBlank()) {
			return;
		}
		float[] vector = (lookup.vector != null) ? lookup.vector : this.function.embedQuery(lookup.question);
		CacheEntry entry = new CacheEntry(lookup.id, lookup.scope, lookup.question, vector, answer,
				citations.stream().map(CacheEntry.StoredCitation::of).toList(),
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
		this.writing.lock();
		try {
			this.table.get().mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(List.of(entry));
			this.stored.increment();
			boolean isLate = !this.clock.instant().isBefore(this.nextEviction);
			if (isLate || this.table.get().countRows() > this.settings.maxEntries() * (1 + SLACK)) {
				evict();
			}
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Forgets answers that are too old, and the oldest of those that are too many. Done
	 * by itself when an answer is kept, once an hour or when there are a tenth too many.
	 * Older versions of the table hold them until it is cleaned up.
	 */
	public void evict() {
		this.writing.lock();
		try {
			this.nextEviction = this.clock.instant().plus(BETWEEN_EVICTIONS);
			long before = this.table.get().countRows();
			this.table.get().delete("`createdAt` <= :oldest", Map.of("oldest", oldest()));
			long tooMany = this.table.get().countRows() - this.settings.maxEntries();
			if (tooMany > 0) {
				List<String> ids = this.table.get()
					.scan()
					.select("id", "createdAt")
					.orderBy(Order.ascending("`createdAt`"))
					.limit(Math.toIntExact(tooMany))
					.rows()
					.stream()
					.map(CacheEntry::id)
					.toList();
				this.table.get().delete("id IN (:ids)", Map.of("ids", ids));
			}
			this.evicted.add(before - this.table.get().countRows());
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Forgets every answer, and takes the older versions of the table that hold answers
	 * and questions; tagged ones stay, and so does the log of the last writes, until the
	 * store needs it no more.
	 */
	public void clear() {
		this.writing.lock();
		try {
			this.table.get().delete("true", Map.of());
			this.table.get().untyped().optimize();
			this.table.get().untyped().cleanup(NO_HISTORY);
		}
		finally {
			this.writing.unlock();
		}
	}

	/**
	 * Tells what this cache did since it was opened.
	 * @return the numbers
	 */
	public CacheStatistics statistics() {
		return new CacheStatistics(this.exactHits.sum(), this.similarHits.sum(), this.misses.sum(), this.stored.sum(),
				this.evicted.sum());
	}

	private Instant oldest() {
		return this.clock.instant().minus(this.settings.timeToLive()).truncatedTo(ChronoUnit.MILLIS);
	}

	private static String plain(String question) {
		// NFKC would make one question of a cube and a two-digit number.
		String normalized = Normalizer.normalize(question, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
		return SPACE.matcher(normalized).replaceAll(" ").strip();
	}

	/**
	 * What became of looking for an answer.
	 */
	public static final class Lookup {

		private final String question;

		private final String scope;

		private final String id;

		private final float @Nullable [] vector;

		private final @Nullable CachedAnswer answer;

		private Lookup(String question, String scope, String id, float @Nullable [] vector,
				@Nullable CachedAnswer answer) {
			this.question = question;
			this.scope = scope;
			this.id = id;
			this.vector = vector;
			this.answer = answer;
		}

		/**
		 * Returns the answer.
		 * @return the answer, or empty if this was not asked before
		 */
		public Optional<CachedAnswer> answer() {
			return Optional.ofNullable(this.answer);
		}

	}

}
