package io.fletch.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.activity.ActivityOutcome;

/**
 * Makes an observation of all that is done with the tables of one database.
 */
final class ObservedDatabase implements ActivityObserver {

	private static final String ROWS = "fletch.rows";

	private final String database;

	private final ObservationRegistry registry;

	private final TableTags tables;

	ObservedDatabase(String database, ObservationRegistry registry, TableTags tables) {
		this.database = database;
		this.registry = registry;
		this.tables = tables;
	}

	@Override
	public Ending begun(Activity activity) {
		if (this.registry.isNoop()) {
			return (outcome) -> {
			};
		}
		Documented documented = Documented.of(activity.kind());
		String name = documented.observation().getName();
		Observation observation = documented.observation()
			.observation(this.registry)
			.contextualName(activity.detail().isEmpty() ? name : name + " " + activity.detail())
			.lowCardinalityKeyValue(FletchObservation.Tag.DATABASE.asString(), this.database)
			.lowCardinalityKeyValue(FletchObservation.Tag.TABLE.asString(), this.tables.tag(activity.table()));
		if (documented.detail() != null) {
			observation.lowCardinalityKeyValue(documented.detail().asString(), activity.detail());
		}
		observation.start();
		Observation.Scope scope = observation.openScope();
		return (outcome) -> end(observation, scope, outcome);
	}

	private static void end(Observation observation, Observation.Scope scope, ActivityOutcome outcome) {
		if (outcome.rows() >= 0) {
			observation.highCardinalityKeyValue(ROWS, String.valueOf(outcome.rows()));
		}
		if (outcome.failure() != null) {
			observation.error(outcome.failure());
		}
		scope.close();
		observation.stop();
	}

	/**
	 * How something that is done is documented.
	 *
	 * @param observation its observation
	 * @param detail the tag that tells what exactly is done, or {@code null}
	 */
	private record Documented(FletchObservation observation, FletchObservation.@Nullable Tag detail) {

		static Documented of(ActivityKind kind) {
			return switch (kind) {
				case QUERY -> new Documented(FletchObservation.QUERY, FletchObservation.Tag.KIND);
				case WRITE -> new Documented(FletchObservation.WRITE, FletchObservation.Tag.OPERATION);
				case COMMIT -> new Documented(FletchObservation.COMMIT, FletchObservation.Tag.OPERATION);
				case RERANK -> new Documented(FletchObservation.RERANK, FletchObservation.Tag.RERANKER);
				case COMPACTION -> new Documented(FletchObservation.COMPACTION, null);
				case INDEXING -> new Documented(FletchObservation.INDEXING, FletchObservation.Tag.INDEX);
				case CLEANUP -> new Documented(FletchObservation.CLEANUP, null);
			};
		}

	}

}
