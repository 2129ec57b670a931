package io.fletch.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.fletch.store.version.RowCounts;

/**
 * What a table should hold: its rows by id as plain maps, and all its versions.
 */
final class TableModel {

	private NavigableMap<Long, Row> rows = new TreeMap<>();

	private final NavigableMap<Long, NavigableMap<Long, Row>> versions = new TreeMap<>();

	private final Map<String, Long> tags = new TreeMap<>();

	private long next;

	NavigableMap<Long, Row> rows() {
		return this.rows;
	}

	NavigableMap<Long, NavigableMap<Long, Row>> versions() {
		return this.versions;
	}

	Map<String, Long> tags() {
		return this.tags;
	}

	void insert(Map<String, Object> values) {
		long origin = this.next++;
		this.rows.put((Long) values.get("id"), new Row(values, origin, origin));
	}

	void update(Row row, Map<String, Object> changes) {
		Map<String, Object> values = new LinkedHashMap<>(row.values());
		values.putAll(changes);
		this.rows.put((Long) values.get("id"), new Row(values, row.origin(), this.next++));
	}

	void delete(Predicate<Row> condition) {
		this.rows.values().removeIf(condition);
	}

	/**
	 * Changes the columns of all rows, which is no update of them.
	 */
	void reshape(UnaryOperator<Map<String, Object>> change) {
		this.rows.replaceAll(
				(id, row) -> new Row(change.apply(new LinkedHashMap<>(row.values())), row.origin(), row.stamp()));
	}

	void restore(long version) {
		this.rows = new TreeMap<>(this.versions.get(version));
	}

	void commit(long version) {
		this.versions.put(version, new TreeMap<>(this.rows));
	}

	/**
	 * Forgets what a cleanup takes that keeps a number of versions.
	 */
	void cleanUp(long keep) {
		long latest = this.versions.lastKey();
		this.versions.keySet().removeIf((version) -> version <= latest - keep && !this.tags.containsValue(version));
	}

	RowCounts difference(long from, long to) {
		Map<Long, Long> before = stamps(from);
		Map<Long, Long> after = stamps(to);
		long inserted = after.keySet().stream().filter((origin) -> !before.containsKey(origin)).count();
		long deleted = before.keySet().stream().filter((origin) -> !after.containsKey(origin)).count();
		long updated = after.keySet()
			.stream()
			.filter((origin) -> before.containsKey(origin) && !Objects.equals(before.get(origin), after.get(origin)))
			.count();
		return new RowCounts(inserted, updated, deleted);
	}

	private Map<Long, Long> stamps(long version) {
		Map<Long, Long> stamps = new TreeMap<>();
		this.versions.get(version).values().forEach((row) -> stamps.put(row.origin(), row.stamp()));
		return stamps;
	}

	static List<String> text(NavigableMap<Long, Row> rows) {
		List<String> text = new ArrayList<>();
		rows.values().forEach((row) -> text.add(Contents.text(new TreeMap<>(row.values()))));
		return text;
	}

	/**
	 * A row.
	 *
	 * @param values the values by column
	 * @param origin what stays the same when the row is updated
	 * @param stamp what is new whenever the row is written
	 */
	record Row(Map<String, Object> values, long origin, long stamp) {

		Long n() {
			return (Long) this.values.get("n");
		}

	}

}
