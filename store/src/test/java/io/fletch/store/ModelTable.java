package io.fletch.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What a table must hold, worked out row by row: updated rows keep their ids and move to
 * the end, in front of inserted ones.
 */
final class ModelTable {

	private final List<String> columns;

	private List<Row> rows = new ArrayList<>();

	private long nextId;

	ModelTable(List<String> columns) {
		this.columns = columns;
	}

	List<String> shown() {
		return this.rows.stream().map((row) -> row.id() + "=" + show(this.columns, row.values())).toList();
	}

	static String show(List<String> columns, Map<String, ?> row) {
		Map<String, @Nullable Object> shown = new LinkedHashMap<>();
		columns.forEach((column) -> shown.put(column, text(KeyValues.comparable(row.get(column)))));
		return shown.toString();
	}

	private static @Nullable Object text(@Nullable Object value) {
		return (value instanceof ByteBuffer bytes) ? HexFormat.of().formatHex(bytes.array()) : value;
	}

	boolean isEmpty() {
		return this.rows.isEmpty();
	}

	void add(List<Map<String, @Nullable Object>> added) {
		write(List.of(), added);
	}

	long delete(Predicate<Map<String, @Nullable Object>> where) {
		int before = this.rows.size();
		this.rows = new ArrayList<>(this.rows.stream().filter((row) -> !where.test(row.values())).toList());
		return before - this.rows.size();
	}

	long update(Predicate<Map<String, @Nullable Object>> where, UnaryOperator<Map<String, @Nullable Object>> change) {
		List<Row> updated = new ArrayList<>();
		for (Row row : List.copyOf(this.rows)) {
			if (where.test(row.values())) {
				this.rows.remove(row);
				updated.add(new Row(row.id(), change.apply(new LinkedHashMap<>(row.values()))));
			}
		}
		write(updated, List.of());
		return updated.size();
	}

	/**
	 * Merges.
	 * @return the inserted, updated and deleted rows, or {@code null} if it is ambiguous
	 */
	long @Nullable [] merge(Merge merge, List<Map<String, @Nullable Object>> source) {
		List<Row> kept = new ArrayList<>();
		List<Row> updated = new ArrayList<>();
		for (Row row : this.rows) {
			List<Map<String, @Nullable Object>> matches = source.stream()
				.filter((one) -> merge.matches(row.values(), one))
				.toList();
			if (matches.size() > 1 && merge.update() != null) {
				return null;
			}
			if (!matches.isEmpty() && merge.update() != null && merge.update().test(row.values(), matches.get(0))) {
				Map<String, @Nullable Object> changed = new LinkedHashMap<>(row.values());
				changed.putAll(matches.get(0));
				updated.add(new Row(row.id(), changed));
			}
			else if (!matches.isEmpty() || merge.delete() == null || !merge.delete().test(row.values())) {
				kept.add(row);
			}
		}
		List<Row> before = this.rows;
		long deleted = before.size() - kept.size() - updated.size();
		List<Map<String, @Nullable Object>> inserted = !merge.insert() ? List.of()
				: source.stream()
					.filter((one) -> before.stream().noneMatch((row) -> merge.matches(row.values(), one)))
					.toList();
		this.rows = kept;
		write(updated, inserted);
		return new long[] { inserted.size(), updated.size(), deleted };
	}

	private void write(List<Row> updated, List<Map<String, @Nullable Object>> inserted) {
		this.rows.addAll(updated);
		this.nextId += updated.size();
		for (Map<String, @Nullable Object> row : inserted) {
			this.rows.add(new Row(this.nextId++, row));
		}
	}

	/**
	 * A merge-insert.
	 */
	record Merge(List<String> keys, @Nullable BiPredicate<Map<String, ?>, Map<String, ?>> update, boolean insert,
			@Nullable Predicate<Map<String, ?>> delete) {

		boolean matches(Map<String, ?> target, Map<String, ?> source) {
			return this.keys.stream()
				.allMatch((key) -> target.get(key) != null && Objects.equals(KeyValues.comparable(target.get(key)),
						KeyValues.comparable(source.get(key))));
		}

	}

	private record Row(long id, Map<String, @Nullable Object> values) {
	}

}
