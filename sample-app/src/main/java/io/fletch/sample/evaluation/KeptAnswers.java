package io.fletch.sample.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.query.Order;

/**
 * What the runs found, in the table {@code evaluation_answers}: it is larger than all
 * else that is kept of a run, and read only where it is asked for.
 */
final class KeptAnswers {

	private final LazyTable<TypedTable<StoredAnswers>> answers;

	KeptAnswers(Database database) {
		this.answers = LazyTable.of(() -> database.table(StoredAnswers.class));
		this.answers.get();
	}

	void keep(String run, RunAnswers found) {
		JsonMapper json = JsonMapper.shared();
		List<StoredAnswers> rows = new ArrayList<>();
		rows.add(StoredAnswers.of(run, 0, "",
				json.writeValueAsString(new RunAnswers.Questions(found.depth(), found.questions()))));
		for (RunAnswers.Answered search : found.searches()) {
			rows.add(StoredAnswers.of(run, rows.size(), search.ranking().name(), json.writeValueAsString(search)));
		}
		this.answers.get().mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
	}

	/** Reads the answers of some rankings. */
	RunAnswers read(String run, Collection<String> rankings) {
		List<String> wanted = new ArrayList<>(rankings);
		wanted.add("");
		JsonMapper json = JsonMapper.shared();
		RunAnswers.Questions questions = new RunAnswers.Questions(0, List.of());
		List<RunAnswers.Answered> searches = new ArrayList<>();
		for (StoredAnswers row : this.answers.get()
			.scan()
			.where("run = :run AND ranking IN (:rankings)", Map.of("run", run, "rankings", wanted))
			.orderBy(Order.ascending("place"))
			.rows()) {
			if (row.place() == 0) {
				questions = json.readValue(row.content(), RunAnswers.Questions.class);
			}
			else {
				searches.add(json.readValue(row.content(), RunAnswers.Answered.class));
			}
		}
		return new RunAnswers(questions.depth(), questions.questions(), searches);
	}

	void delete(Collection<String> runs) {
		if (!runs.isEmpty()) {
			this.answers.get().delete("run IN (:runs)", Map.of("runs", List.copyOf(runs)));
		}
	}

	/** Removes what a crash left of runs that have none of it, or are gone. */
	void deleteAllBut(Collection<String> runs) {
		Set<String> left = new HashSet<>();
		this.answers.get().scan().select("id", "run", "place", "ranking").rows().forEach((row) -> left.add(row.run()));
		left.removeAll(Set.copyOf(runs));
		delete(left);
	}

}
