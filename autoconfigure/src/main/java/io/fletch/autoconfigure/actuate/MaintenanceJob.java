package io.fletch.autoconfigure.actuate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked to be done to a table.
 *
 * @param database the database
 * @param table the table
 * @param operation what is done
 * @param state {@code running}, {@code done} or {@code failed}
 * @param begun when it began
 * @param ended when it ended, or {@code null}
 * @param result what was done, or why it failed; {@code null} while it runs
 */
record MaintenanceJob(String database, String table, String operation, String state, Instant begun,
		@Nullable Instant ended, @Nullable String result) {

	private static final String RUNNING = "running";

	static MaintenanceJob begun(String database, String table, MaintenanceOperation operation, Instant now) {
		return new MaintenanceJob(database, table, operation.label(), RUNNING, now, null, null);
	}

	boolean isRunning() {
		return this.state.equals(RUNNING);
	}

	/**
	 * Tells whether another does the same to the same table.
	 */
	boolean isLike(MaintenanceJob other) {
		return this.database.equals(other.database) && this.table.equals(other.table)
				&& this.operation.equals(other.operation);
	}

	MaintenanceJob done(String what, Instant now) {
		return new MaintenanceJob(this.database, this.table, this.operation, "done", this.begun, now, what);
	}

	MaintenanceJob failed(Throwable cause, Instant now) {
		return new MaintenanceJob(this.database, this.table, this.operation, "failed", this.begun, now,
				String.valueOf(cause.getMessage()));
	}

}
