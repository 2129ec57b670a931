package io.fletch.store.scan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

import io.fletch.store.index.IndexType;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * Keeps what readers of a version did, if somebody wants to know. Several threads may
 * tell at once.
 */
public final class PlanTrace {

	private final boolean isWanted;

	private final List<QueryPlan.Step> steps = Collections.synchronizedList(new ArrayList<>());

	/**
	 * Keeps steps.
	 * @param isWanted whether somebody wants to know
	 */
	public PlanTrace(boolean isWanted) {
		this.isWanted = isWanted;
	}

	/**
	 * Keeps steps for somebody who wants to know them; first which indexes are of no use.
	 * @param manifest the version that is read
	 * @return the trace
	 */
	public static PlanTrace telling(Manifest manifest) {
		PlanTrace trace = new PlanTrace(true);
		for (IndexMetadata index : manifest.indexes()) {
			if (IndexType.of(index.type()) == IndexType.UNKNOWN) {
				trace.plan("index", "'" + index.name() + "' is passed over",
						"this version of the library does not know the kind " + index.type());
			}
		}
		return trace;
	}

	/**
	 * Keeps a step that was done.
	 * @param name what was done
	 * @param how by which index, or without
	 * @param why what decided that
	 * @param rows counts the rows that are left
	 * @param begin when it began, by {@link System#nanoTime()}
	 */
	public void add(String name, String how, String why, LongSupplier rows, long begin) {
		if (this.isWanted) {
			double milliseconds = (System.nanoTime() - begin) / 1e6;
			this.steps.add(new QueryPlan.Step(name, how, why, rows.getAsLong(), milliseconds));
		}
	}

	/**
	 * Keeps a step that was not done.
	 * @param name what would be done
	 * @param how by which index, or without
	 * @param why what decided that
	 */
	public void plan(String name, String how, String why) {
		this.steps.add(new QueryPlan.Step(name, how, why, -1, null));
	}

	/**
	 * Returns what was kept.
	 * @return the steps in their order
	 */
	public List<QueryPlan.Step> steps() {
		return this.steps;
	}

}
