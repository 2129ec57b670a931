package io.fletch.rerankers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.fletch.store.query.Candidate;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Ranking;
import io.fletch.store.query.RowValues;

/**
 * Rows with a value each, the first found first.
 */
final class Rows implements RowValues {

	private final Map<Long, @Nullable Object> values = new TreeMap<>();

	private final List<Candidate> ranking = new ArrayList<>();

	private final List<@Nullable String> asked = new ArrayList<>();

	static Rows of(@Nullable Object... values) {
		Rows rows = new Rows();
		for (@Nullable
		Object value : values) {
			long rowId = rows.values.size() + 1;
			rows.values.put(rowId, value);
			rows.ranking.add(new Candidate(rowId, -rowId));
		}
		return rows;
	}

	RankedRows foundBy(String question) {
		return new RankedRows(question, List.of(new Ranking(Ranking.Source.TEXT, this.ranking)), this);
	}

	/** Which columns were asked for. */
	List<@Nullable String> asked() {
		return this.asked;
	}

	@Override
	public List<@Nullable Object> read(@Nullable String column, List<Long> rowIds) {
		this.asked.add(column);
		List<@Nullable Object> read = new ArrayList<>();
		rowIds.forEach((rowId) -> read.add(this.values.get(rowId)));
		return read;
	}

	@Override
	public List<@Nullable Object> readVectors(List<Long> rowIds) {
		return read("the vectors of the search", rowIds);
	}

}
