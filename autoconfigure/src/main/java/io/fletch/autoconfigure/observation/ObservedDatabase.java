package io.fletch.autoconfigure.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.activity.ActivityOutcome;

/**
 * Makes an observation of all that is done with the tables of one database.
 */
final class ObservedDatabase implements ActivityObserver {

	private static final String ROWS = "fletch.rows";

	private final String database;

	private final ObservationRegistry registry;

	private final TableTags tables = new TableTags();

	ObservedDatabase(String database, ObservationRegistry registry) {
		this.database = database;
		this.registry = registry;
	}

	@Override
	public Ending begun(Activity activity) {
		if (this.registry.isNoop()) {
			return (outcome) -> {
			};
		}
		FletchObservation documented = documented(activity);
		Observation observation = documented.observation(this.registry)
			.contextualName(
					activity.detail().isEmpty() ? documented.getName() : documented.getName() + " " + activity.detail())
			.lowCardinalityKeyValue(FletchObservation.Tag.DATABASE.asString(), this.database)
			.lowCardinalityKeyValue(FletchObservation.Tag.TABLE.asString(), this.tables.tag(activity.table()));
		if (documented.getLowCardinalityKeyNames().length > 2) {
			observation.lowCardinalityKeyValue(documented.getLowCardinalityKeyNames()[2].asString(), activity.detail());
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

	private static FletchObservation documented(Activity activity) {
		return switch (activity.kind()) {
			case QUERY -> FletchObservation.QUERY;
			case WRITE -> FletchObservation.WRITE;
			case COMMIT -> FletchObservation.COMMIT;
			case RERANK -> FletchObservation.RERANK;
			case COMPACTION -> FletchObservation.COMPACTION;
			case INDEXING -> FletchObservation.INDEXING;
			case CLEANUP -> FletchObservation.CLEANUP;
		};
	}

}
