package io.fletch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.activity.ActivityOutcome;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.WordHashFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.version.CleanupPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ActivityTests {

	private final Ledger ledger = new Ledger();

	private Database database;

	private Table table;

	@BeforeEach
	void open() {
		this.database = open(this.ledger);
		this.database.namespaces().create("shop");
		this.table = this.database.namespace("shop").createTable("items", DatabaseTests.ITEMS);
		this.table.add(List.of(DatabaseTests.row(1, "pen"), DatabaseTests.row(2, "ink")));
		this.ledger.entries.clear();
	}

	private static Database open(ActivityObserver observer) {
		return Database.open("memory:",
				DatabaseOptions.defaults()
					.withUpkeep(UpkeepOptions.NONE)
					.withFunctions(new EmbeddingFunctionRegistry().register(new WordHashFunction("words", 16)))
					.withObserver(observer));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void tellsWritesWithTheirCommits() {
		this.table.add(List.of(DatabaseTests.row(3, "nib")));
		this.table.add(RowSource.maps(List.of(DatabaseTests.row(4, "cap"))));
		this.table.update().set("item", "tip").where("id = 3").execute();
		this.table.mergeInsert("id").whenNotMatchedInsertAll().execute(List.of(DatabaseTests.row(5, "box")));
		this.table.delete("id >= 4");
		assertThat(this.ledger.entries).containsExactly("COMMIT append -1", "WRITE append 1", "COMMIT append -1",
				"WRITE append 1", "COMMIT update -1", "WRITE update 1", "COMMIT merge_insert -1",
				"WRITE merge_insert 1", "COMMIT delete -1", "WRITE delete 2");
		assertThat(this.ledger.tables).containsOnly("shop$items");
	}

	@Test
	void tellsQueriesByKind() {
		this.table.indexes().create(IndexDefinition.fullText("item"));
		this.ledger.entries.clear();
		this.table.search("ink").hits();
		this.table.scan().where("id = 1").hits();
		this.table.scan().limit(1).page();
		this.table.scan().facets("item", 5);
		this.table.countRows("id > 1");
		this.table.takeRowIds(0, 1).rows();
		try (var rows = this.table.scan().stream()) {
			assertThat(rows).hasSize(2);
		}
		assertThat(this.ledger.entries).containsExactly("QUERY text 1", "QUERY scan 1", "QUERY scan 1", "QUERY scan 2",
				"QUERY count 1", "QUERY take 2", "QUERY scan -1");
	}

	@Test
	void tellsWhatComparesVectorsAndWhatJoinsThem() {
		TypedTable<Article> articles = this.database.createTable(Article.class);
		articles.add(List.of(Article.of("1", "rain and snow"), Article.of("2", "sun")));
		this.ledger.entries.clear();
		articles.search("rain").hits();
		articles.search(articles.search("rain").hits().getFirst().row().vector()).hits();
		assertThat(this.ledger.entries).containsExactly("RERANK reciprocal rank fusion 2", "QUERY hybrid 2",
				"RERANK reciprocal rank fusion 2", "QUERY hybrid 2", "QUERY vector 2");
	}

	@Test
	void tellsUpkeepThatWasAskedFor() {
		this.table.indexes().create(IndexDefinition.on("id"));
		this.table.add(LongStream.range(10, 20).mapToObj((id) -> DatabaseTests.row(id, "x")).toList());
		this.ledger.entries.clear();
		this.table.optimize();
		this.table.cleanup(CleanupPolicy.DEFAULT);
		assertThat(this.ledger.entries).contains("COMPACTION  -1", "COMMIT compaction -1", "INDEXING btree -1",
				"COMMIT index -1", "CLEANUP  -1");
	}

	@Test
	void tellsFailures() {
		assertThatExceptionOfType(InvalidInputException.class)
			.isThrownBy(() -> this.table.add(List.of(Map.of("idd", 1))))
			.withMessageContaining("idd");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> this.table.search("ink").hits())
			.withMessageContaining("no full-text column");
		assertThat(this.ledger.entries).containsExactly("WRITE append -1 InvalidInputException",
				"QUERY auto -1 InvalidInputException");
	}

	@Test
	void givesPlansToWhoWantsThem() {
		this.table.scan().where("id = 1").hits();
		assertThat(this.ledger.plans).isEmpty();
		this.ledger.wantsPlans = true;
		this.table.scan().where("id = 1").hits();
		assertThat(this.ledger.plans).singleElement()
			.satisfies((plan) -> assertThat(plan.steps()).extracting(QueryPlan.Step::name)
				.containsExactly("filter", "scan", "read"));
	}

	@Test
	void anObserverThatFailsDisturbsNothing() {
		try (Database failing = open((activity) -> {
			if (activity.kind() == ActivityKind.COMMIT) {
				throw new IllegalStateException("at the beginning");
			}
			return (outcome) -> {
				throw new IllegalStateException("at the end");
			};
		})) {
			Table items = failing.createTable("items", DatabaseTests.ITEMS);
			items.add(List.of(DatabaseTests.row(1, "pen")));
			assertThat(items.scan().rows()).hasSize(1);
		}
	}

	@Test
	void whatCannotBeDescribedIsDoneAndEndsAllTheSame() {
		Activities activities = new Activities(this.ledger, "items");
		assertThat(activities.<String, RuntimeException>run(ActivityKind.WRITE, "append", (result) -> {
			throw new IllegalStateException("no number of rows");
		}, () -> "done")).isEqualTo("done");
		assertThat(activities.query("scan", (result) -> 1, () -> {
			throw new IllegalStateException("no plan");
		}, () -> "found")).isEqualTo("found");
		assertThat(this.ledger.entries).containsExactly("WRITE append -1", "QUERY scan -1");
	}

	@Test
	void twoHearAndOneThatFailsDoesNotKeepTheOtherFromIt() {
		Ledger first = new Ledger();
		Ledger second = new Ledger();
		second.wantsPlans = true;
		ActivityObserver failing = (activity) -> {
			throw new IllegalStateException("at the beginning");
		};
		try (Database observed = open(first.and(failing).and(second))) {
			Table items = observed.createTable("items", DatabaseTests.ITEMS);
			items.add(List.of(DatabaseTests.row(1, "pen")));
			items.scan().rows();
		}
		assertThat(first.entries).containsExactly("WRITE create -1", "COMMIT append -1", "WRITE append 1",
				"QUERY scan 1");
		assertThat(second.entries).isEqualTo(first.entries);
		assertThat(first.plans).hasSize(1);
	}

	@Test
	void branchesCountAsTheirTable() {
		this.table.branches().create("draft").add(List.of(DatabaseTests.row(9, "wax")));
		assertThat(this.ledger.tables).containsOnly("shop$items");
	}

	/**
	 * Writes down what it hears.
	 */
	private static final class Ledger implements ActivityObserver {

		private final List<String> entries = new ArrayList<>();

		private final List<String> tables = new ArrayList<>();

		private final List<QueryPlan> plans = new ArrayList<>();

		private boolean wantsPlans;

		@Override
		public Ending begun(Activity activity) {
			this.tables.add(activity.table());
			return (outcome) -> ended(activity, outcome);
		}

		private void ended(Activity activity, ActivityOutcome outcome) {
			this.entries.add(activity.kind() + " " + activity.detail() + " " + outcome.rows()
					+ ((outcome.failure() != null) ? " " + outcome.failure().getClass().getSimpleName() : ""));
			if (outcome.plan() != null) {
				this.plans.add(outcome.plan());
			}
		}

		@Override
		public boolean wantsPlans() {
			return this.wantsPlans;
		}

	}

}
