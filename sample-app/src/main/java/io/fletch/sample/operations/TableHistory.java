package io.fletch.sample.operations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.Search;
import io.fletch.store.Table;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.VersionNotFoundException;
import io.fletch.store.query.Hit;
import io.fletch.store.query.HitPage;
import io.fletch.store.version.TableVersion;
import io.fletch.store.version.VersionDiff;

/**
 * The versions of tables: what there are, what they hold, what they changed, and how one
 * becomes the latest again. Safe for use by several threads at once.
 */
@Component
public final class TableHistory {

	private static final int VERSIONS = 200;

	/** So many rows of each kind of change are shown. */
	private static final int CHANGES = 20;

	private final Databases databases;

	TableHistory(Databases databases) {
		this.databases = databases;
	}

	/**
	 * Lists the versions of a table that can be read.
	 * @param place the table
	 * @return the last 200, newest first
	 * @throws NothingThereException if there is no such table
	 */
	public List<VersionEntry> versions(TablePlace place) {
		return open(place).versions().reversed().stream().limit(VERSIONS).map(VersionEntry::of).toList();
	}

	/**
	 * Reads rows of a version, in the order of their ids.
	 * @param place the table
	 * @param version the version
	 * @param after where the page before ended, or {@code null} for the first page
	 * @param limit how many rows at most
	 * @return the rows
	 * @throws NothingThereException if there is no such table or version
	 * @throws io.fletch.store.error.InvalidInputException if {@code after} is no end of a
	 * page
	 */
	public VersionRows rows(TablePlace place, long version, @Nullable String after, int limit) {
		try (Table table = checkout(open(place), version)) {
			ShownValues values = ShownValues.of(table.schema());
			Search<Map<String, @Nullable Object>> scan = table.scan().select(values.expressions()).limit(limit);
			HitPage<Map<String, @Nullable Object>> page = ((after != null) ? scan.after(after) : scan).page();
			List<ShownRow> rows = page.hits().stream().map(values::shown).toList();
			return new VersionRows(version, table.countRows(), ShownColumn.of(table.schema()), rows, page.next());
		}
	}

	/**
	 * Tells what a version changed.
	 * @param place the table
	 * @param version the version
	 * @return its changes against the version before it
	 * @throws NothingThereException if there is no such table or version
	 */
	public VersionChanges changes(TablePlace place, long version) {
		Table table = open(place);
		List<TableVersion> all = table.versions();
		Long previous = all.stream()
			.map(TableVersion::version)
			.filter((each) -> each < version)
			.max(Long::compare)
			.orElse(null);
		try (Table now = checkout(table, version)) {
			List<ShownColumn> columns = ShownColumn.of(now.schema());
			if (previous == null) {
				return new VersionChanges(version, null, 0, 0, 0, columns, List.of());
			}
			try (Table then = checkout(table, previous)) {
				VersionDiff diff = table.diff(previous, version);
				List<RowChange> changes = new ArrayList<>();
				RowReader nothing = (rowIds) -> Map.of();
				RowReader before = (rowIds) -> rows(then, now.schema(), rowIds);
				RowReader after = (rowIds) -> rows(now, now.schema(), rowIds);
				changes.addAll(changes("inserted", diff.inserted(), nothing, after));
				changes.addAll(changes("updated", diff.updated(), before, after));
				changes.addAll(changes("deleted", diff.deleted(), before, nothing));
				return new VersionChanges(version, previous, diff.counts().inserted(), diff.counts().updated(),
						diff.counts().deleted(), columns, changes);
			}
		}
	}

	/**
	 * Gives both sides of a change the columns of the version, which the version before
	 * it may have had otherwise.
	 */
	private static List<RowChange> changes(String kind, LongStream rowIds, RowReader before, RowReader after) {
		long[] first = rowIds.limit(CHANGES).toArray();
		Map<Long, ShownRow> was = before.read(first);
		Map<Long, ShownRow> is = after.read(first);
		return LongStream.of(first)
			.mapToObj((rowId) -> new RowChange(kind, rowId, was.get(rowId), is.get(rowId)))
			.toList();
	}

	private static Map<Long, ShownRow> rows(Table table, Schema schema, long[] rowIds) {
		Map<Long, ShownRow> rows = new HashMap<>();
		// One by one: several whole rows may be larger than memory.
		for (long rowId : rowIds) {
			for (Hit<Map<String, @Nullable Object>> hit : table.takeRowIds(rowId).hits()) {
				rows.put(hit.rowId(), ShownRow.of(hit, schema));
			}
		}
		return rows;
	}

	/**
	 * Makes a table what it was, as a new version.
	 * @param place the table
	 * @param version the version that it becomes again
	 * @param latest the version that is expected to be the latest
	 * @return the new version
	 * @throws NothingThereException if there is no such table or version
	 * @throws ChangedMeanwhileException if another version is the latest
	 */
	public long restore(TablePlace place, long version, long latest) {
		Table table = open(place);
		try {
			return table.restore(version, latest);
		}
		catch (ConflictException ex) {
			throw new ChangedMeanwhileException(place.table(), latest, table.version(), ex);
		}
		catch (VersionNotFoundException ex) {
			throw NothingThereException.version(place, version, ex);
		}
	}

	private Table open(TablePlace place) {
		Database database = this.databases.all().get(place.database());
		if (database == null) {
			throw NothingThereException.database(place, this.databases.all().keySet());
		}
		return TableNames.open(database, place.table()).orElseThrow(() -> NothingThereException.table(place));
	}

	private static Table checkout(Table table, long version) {
		try {
			return table.checkout(version);
		}
		catch (VersionNotFoundException ex) {
			throw NothingThereException.version(new TablePlace("", table.id()), version, ex);
		}
	}

	/** Reads rows by their ids. */
	@FunctionalInterface
	private interface RowReader {

		Map<Long, ShownRow> read(long[] rowIds);

	}

}
