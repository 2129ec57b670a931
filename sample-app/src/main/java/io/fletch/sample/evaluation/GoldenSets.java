package io.fletch.sample.evaluation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.stereotype.Component;

import io.fletch.sample.collection.DocumentCollection;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * The sets of golden questions, in the table {@code golden_sets}. Safe for use by several
 * threads at once; one application to a database.
 */
@Component
public class GoldenSets {

	/** How many sets are kept at most. */
	public static final int MOST = 100;

	private static final String[] WITHOUT_CONTENT = { "id", "name", "kind", "questions", "addedAt" };

	private final LazyTable<TypedTable<StoredGoldenSet>> sets;

	private final ReentrantLock writing = new ReentrantLock();

	/**
	 * Opens the table, creating it if needed.
	 * @param database holds the sets
	 */
	public GoldenSets(Database database) {
		this.sets = LazyTable.of(() -> database.table(StoredGoldenSet.class));
		this.sets.get();
	}

	/**
	 * Keeps a set.
	 * @param name the name of its file
	 * @param file the file
	 * @return the set
	 * @throws RefusedException if there are too many
	 */
	public GoldenSet add(String name, GoldenFile file) {
		StoredGoldenSet added = new StoredGoldenSet(UUID.randomUUID().toString(), name, file.kind(),
				file.lines().size(), Instant.now().truncatedTo(ChronoUnit.MICROS), file.text());
		this.writing.lock();
		try {
			if (count() >= MOST) {
				throw new RefusedException(RefusedException.Reason.CONFLICT, "file",
						"There are " + MOST + " sets of golden questions already. Delete one first.");
			}
			this.sets.get().add(List.of(added));
		}
		finally {
			this.writing.unlock();
		}
		return added.shown();
	}

	/**
	 * Returns a page of the sets.
	 * @param offset how many are left out
	 * @param limit how many at most, at least 1
	 * @return the sets, the newest first
	 */
	public List<GoldenSet> page(int offset, int limit) {
		return this.sets.get()
			.scan()
			.select(WITHOUT_CONTENT)
			.orderBy(Order.descending("addedAt"), Order.ascending("id"))
			.offset(offset)
			.limit(limit)
			.rows()
			.stream()
			.map(StoredGoldenSet::shown)
			.toList();
	}

	/**
	 * Counts the sets.
	 * @return how many there are
	 */
	public long count() {
		return this.sets.get().countRows();
	}

	/**
	 * Finds a set.
	 * @param id its id
	 * @return the set
	 * @throws RefusedException if there is none
	 */
	public GoldenSet find(String id) {
		return find(id, "id");
	}

	GoldenSet find(String id, String field) {
		return stored(id, field, WITHOUT_CONTENT).shown();
	}

	/**
	 * Compares a set with the documents of a collection.
	 * @param id its id
	 * @param collection the collection
	 * @return what it names that is there, and what is not
	 * @throws RefusedException if there is none
	 */
	public GoldenCheck check(String id, DocumentCollection collection) {
		return collection.part(NamedThings.class, (each) -> new NamedThings(each.database())).check(file(id, "id"));
	}

	GoldenFile file(String id, String field) {
		StoredGoldenSet stored = stored(id, field, "id", "name", "kind", "questions", "addedAt", "content");
		return GoldenFile.read(String.valueOf(stored.content()).getBytes(StandardCharsets.UTF_8));
	}

	private StoredGoldenSet stored(String id, String field, String... columns) {
		return this.sets.get()
			.scan()
			.where("id = :id", Map.of("id", id))
			.select(columns)
			.limit(1)
			.rows()
			.stream()
			.findFirst()
			.orElseThrow(() -> unknown(id, field));
	}

	/**
	 * Deletes a set. Runs over it stay, with their questions.
	 * @param id its id
	 * @throws RefusedException if there is none
	 */
	public void delete(String id) {
		this.writing.lock();
		try {
			find(id);
			this.sets.get().delete("id = :id", Map.of("id", id));
		}
		finally {
			this.writing.unlock();
		}
	}

	private static RefusedException unknown(String id, String field) {
		return new RefusedException(RefusedException.Reason.UNKNOWN, field, "No set of golden questions has the id "
				+ RefusedException.shown(id) + ". GET /api/evaluation/sets lists those there are.");
	}

}
