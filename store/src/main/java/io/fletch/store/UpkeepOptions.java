package io.fletch.store;

import org.jspecify.annotations.Nullable;

import io.fletch.store.version.CleanupPolicy;

/**
 * What a database does by itself in the background after writes.
 *
 * @param compaction whether small fragments are joined and deleted rows' space comes
 * free; at most 128 fragments and 8,192 rows then lie in the log, and at most 64 small
 * data files remain
 * @param cleanup which old versions go, looked at every hour; {@code null} for none
 */
public record UpkeepOptions(boolean compaction, @Nullable CleanupPolicy cleanup) {

	/** Compaction, and cleanup by {@link CleanupPolicy#DEFAULT}. */
	public static final UpkeepOptions DEFAULT = new UpkeepOptions(true, CleanupPolicy.DEFAULT);

	/** Nothing happens by itself. */
	public static final UpkeepOptions NONE = new UpkeepOptions(false, null);

}
