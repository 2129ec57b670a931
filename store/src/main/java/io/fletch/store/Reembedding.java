package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.apache.arrow.vector.types.pojo.Field;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.CancelledException;
import io.fletch.store.mapping.ColumnRoles;
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

	private final OpenTable table;

	private final Replacement replacement;

	private final Function<SchemaChange.Edit, Manifest> change;

	private final ReembedProgress progress;

	private final int least;

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
		while (true) {
			Survey survey = survey();
			if (survey.lacking() == 0) {
				List<String> dropped = indexes();
				try {
					Manifest made = this.change.apply(this.replacement.end());
					dropped.forEach((index) -> logger.info("The index {} went with the old vectors of the column {}",
							index, this.replacement.column()));
					return new ReembedResult(made.version(), rows, dropped);
				}
				catch (Replacement.LackingException ex) {
					// Rows came whose vectors are not made yet; they are found by the
					// next survey.
					continue;
				}
			}
			tell(survey.sources() - survey.lacking(), survey.sources());
			rows += fill(survey);
		}
	}

	private long fill(Survey survey) {
		long done = survey.sources() - survey.lacking();
		FillVectors fill = new FillVectors(this.table, this.replacement, survey.chosen(), survey.budget(),
				(made) -> tell(done + made, survey.sources()));
		this.change.apply(fill);
		EmbeddingException failure = fill.failure();
		if (fill.isCancelled()) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The making anew of the vectors of '" + this.replacement.column()
					+ "' was cancelled; the vectors that are made are kept, and the same call goes on from there");
		}
		if (failure != null) {
			throw failure;
		}
		return fill.made();
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
		Field old = latest.schema().findField(this.replacement.column());
		List<Integer> ids = FieldIds.withNested(old).toList();
		return latest.indexes()
			.stream()
			.filter((index) -> index.fields().stream().anyMatch(ids::contains))
			.map(IndexMetadata::name)
			.toList();
	}

	private Survey survey() {
		Manifest latest = this.table.latest();
		ColumnRoles.VectorColumn column = this.replacement.in(latest.schema());
		return this.table.read(() -> survey(latest, column));
	}

	private Survey survey(Manifest latest, ColumnRoles.VectorColumn column) throws IOException {
		long sources = 0;
		long lacking = 0;
		List<Place> places = new ArrayList<>();
		for (Fragment fragment : latest.fragments()) {
			CancelledException.throwIfInterrupted();
			long before = lacking;
			for (FragmentBatch batch : FragmentBatch.of(fragment, this.table.storage(), latest.schema())) {
				int[] live = batch.live().stream().toArray();
				for (int row : live) {
					boolean isSource = ColumnVectors.isSource(batch.rows().columns().get(column.source()).get(row));
					sources += isSource ? 1 : 0;
					lacking += (isSource && batch.rows().columns().get(column.position()).isNull(row)) ? 1 : 0;
				}
			}
			places.add(new Place(fragment.id(), lacking - before));
		}
		long budget = Math.max(this.least, (lacking + COMMITS - 1) / COMMITS);
		return new Survey(sources, lacking, budget, chosen(places, budget));
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
	 * How many rows of a fragment lack a vector.
	 */
	private record Place(int fragment, long lacking) {
	}

	/**
	 * How far the work is.
	 *
	 * @param sources how many rows have a source
	 * @param lacking how many of them lack the new vector
	 * @param budget how many are made next
	 * @param chosen the fragments with them
	 */
	private record Survey(long sources, long lacking, long budget, Set<Integer> chosen) {
	}

}
