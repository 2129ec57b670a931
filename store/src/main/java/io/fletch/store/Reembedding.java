package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.ConflictException;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.SchemaChange;

/**
 * Makes the vectors of a column anew: adds a column beside it, fills that in several
 * commits, and lets it take the place of the other in one more. What is committed need
 * not be made again if it is stopped and called anew.
 */
final class Reembedding {

	private static final Logger logger = LoggerFactory.getLogger(Reembedding.class);

	/** How many vectors are made before some are committed, at least. */
	static final int LEAST = 4096;

	/** In how many commits the vectors are written, since each writes fragments whole. */
	private static final int COMMITS = 8;

	/** How many rounds in a row may write nothing before it is given up. */
	private static final int MOST_IN_VAIN = 10;

	private final OpenTable table;

	private final Replacement replacement;

	private final Function<SchemaChange.Edit, Manifest> change;

	private final ReembedProgress progress;

	private final int least;

	/** What was made by this call, so far as an eighth of the memory holds it. */
	private final MadeVectors known = new MadeVectors(Runtime.getRuntime().maxMemory() / 8);

	private List<String> dropped = List.of();

	private boolean failed;

	/**
	 * Prepares the work.
	 * @param change commits a change of the schema
	 * @param least how many vectors are made before some are committed, at least
	 */
	Reembedding(OpenTable table, Replacement replacement, Function<SchemaChange.Edit, Manifest> change,
			ReembedProgress progress, int least) {
		this.table = table;
		this.replacement = replacement;
		this.change = change;
		this.progress = progress;
		this.least = least;
	}

	ReembedResult run() {
		this.change.apply(this.replacement.beginning());
		long rows = 0;
		int inVain = 0;
		while (true) {
			Survey survey = survey();
			if (survey.isDone()) {
				Manifest made = end(survey);
				if (made != null) {
					return new ReembedResult(made.version(), rows, this.dropped, survey.lost());
				}
				continue;
			}
			tell(survey.made(), survey.sources());
			long written = fill(survey);
			rows += written;
			inVain = (written == 0) ? inVain + 1 : 0;
			if (inVain == MOST_IN_VAIN) {
				throw new ConflictException(
						"No new vector of '" + this.replacement.column() + "' could be written in " + MOST_IN_VAIN
								+ " rounds, since others changed the table each time; call again when less is changed");
			}
		}
	}

	/**
	 * Lets the new vectors take the place of the old ones.
	 * @return the version, or {@code null} if rows came whose vectors are not made yet;
	 * the next survey finds them
	 */
	private @Nullable Manifest end(Survey survey) {
		this.dropped = indexes();
		try {
			Manifest made = this.change.apply(this.replacement.end(survey.empty() > 0));
			this.dropped.forEach((index) -> logger.info("The index {} went with the old vectors of the column {}",
					index, this.replacement.column()));
			return made;
		}
		catch (Replacement.LackingException ex) {
			return null;
		}
	}

	/**
	 * Makes vectors and commits them.
	 * @return how many rows got one
	 */
	private long fill(Survey survey) {
		FillVectors fill = new FillVectors(this.table, this.replacement, survey.portion(), this.known,
				(made) -> tell(survey.made() + made, survey.sources()));
		long written = 0;
		try {
			written = write(fill);
		}
		catch (ConflictException ex) {
			// The next survey tells whether the column is still there; what was made is
			// known, and need not be made again.
			logger.debug("Others changed the table while vectors were made", ex);
		}
		RuntimeException failure = fill.failure();
		if (fill.isCancelled()) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The making anew of the vectors of '" + this.replacement.column()
					+ "' was cancelled; the vectors that are made are kept, and the same call goes on from there",
					failure);
		}
		if (failure != null) {
			throw failure;
		}
		return written;
	}

	private long write(FillVectors fill) {
		try {
			return this.change.apply(fill).info().rows().updated();
		}
		catch (CancelledException ex) {
			if (!Thread.interrupted()) {
				throw ex;
			}
			// The interrupt came while files were written: what is made is known, and is
			// written without asking for more.
			fill.cancel();
			return this.change.apply(fill).info().rows().updated();
		}
	}

	private void tell(long done, long total) {
		try {
			this.progress.advanced(done, total);
		}
		catch (RuntimeException | Error ex) {
			// Who only looks on must not break the work.
			if (!this.failed) {
				logger.warn("A listener of the progress of a reembedding failed; this is said once", ex);
			}
			this.failed = true;
		}
	}

	private List<String> indexes() {
		Manifest latest = this.table.latest();
		VectorPair pair = this.replacement.in(latest.schema());
		List<Integer> ids = FieldIds.withNested(latest.schema().getFields().get(pair.old())).toList();
		return latest.indexes()
			.stream()
			.filter((index) -> index.fields().stream().anyMatch(ids::contains))
			.map(IndexMetadata::name)
			.toList();
	}

	private Survey survey() {
		Manifest latest = this.table.latest();
		VectorPair pair = this.replacement.in(latest.schema());
		return this.table.read(() -> survey(latest, pair));
	}

	private Survey survey(Manifest latest, VectorPair pair) throws IOException {
		Counts all = new Counts();
		List<Place> places = new ArrayList<>();
		for (Fragment fragment : latest.fragments()) {
			CancelledException.throwIfInterrupted();
			long before = all.lacking;
			for (FragmentBatch batch : FragmentBatch.of(fragment, this.table.storage(), latest.schema())) {
				batch.live().stream().forEach((row) -> all.look(pair, batch.rows(), row));
			}
			places.add(new Place(fragment.id(), all.lacking - before));
		}
		long budget = Math.max(this.least, (all.lacking + COMMITS - 1) / COMMITS);
		return new Survey(all.sources, all.sourcesLacking, all.lacking, all.empty, all.lost,
				new FillVectors.Portion(chosen(places, budget), budget));
	}

	private static Set<Integer> chosen(List<Place> places, long budget) {
		Set<Integer> chosen = new HashSet<>();
		long rows = 0;
		for (Place place : places) {
			if (place.lacking() > 0 && rows < budget) {
				chosen.add(place.fragment());
				rows += place.lacking();
			}
		}
		return chosen;
	}

	/**
	 * Counts rows.
	 */
	private static final class Counts {

		/** Rows with a source. */
		private long sources;

		/** Rows with a source that lack the new vector. */
		private long sourcesLacking;

		/** All rows that are still to get a vector. */
		private long lacking;

		/** Rows that have no new vector, and are to get none. */
		private long empty;

		/** Those of them that had a given one. */
		private long lost;

		private void look(VectorPair pair, RowBatch batch, int row) {
			boolean isLacking = pair.isLacking(batch, row);
			boolean isSource = pair.isSource(batch, row);
			this.lacking += isLacking ? 1 : 0;
			this.sources += isSource ? 1 : 0;
			this.sourcesLacking += (isLacking && isSource) ? 1 : 0;
			this.empty += (!isLacking && pair.isNull(batch, row)) ? 1 : 0;
			this.lost += pair.isLost(batch, row) ? 1 : 0;
		}

	}

	/**
	 * How many rows of a fragment are still to get a vector.
	 */
	private record Place(int fragment, long lacking) {
	}

	/**
	 * How far the work is.
	 *
	 * @param sources how many rows have a source
	 * @param sourcesLacking how many of them lack the new vector
	 * @param lacking how many rows are still to get a vector, made or taken over
	 * @param empty how many rows are left without one
	 * @param lost how many of them had a given one
	 * @param portion what is made next
	 */
	private record Survey(long sources, long sourcesLacking, long lacking, long empty, long lost,
			FillVectors.Portion portion) {

		boolean isDone() {
			return this.lacking == 0;
		}

		long made() {
			return this.sources - this.sourcesLacking;
		}

	}

}
