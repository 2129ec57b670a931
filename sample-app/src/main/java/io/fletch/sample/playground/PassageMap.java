package io.fletch.sample.playground;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.Passage;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;
import io.fletch.store.error.StoreException;

/**
 * Draws the vectors of the passages in the plane. A drawing holds at most a thousand
 * passages, is made once for a version of their table, and kept until the next; while
 * documents are ingested, which makes many versions, for some seconds at least. Safe for
 * use by several threads at once.
 */
public final class PassageMap {

	private static final int POINTS = 1000;

	/** So long a drawing is kept while documents are ingested. */
	private static final Duration PAUSE = Duration.ofSeconds(5);

	private static final String[] SHOWN = { "id", "documentId", "text", "vector" };

	private final Database database;

	private final LazyTable<TypedTable<Passage>> passages;

	private final BooleanSupplier ingesting;

	private final DocumentNames names;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Drawing latest;

	PassageMap(Database database, BooleanSupplier ingesting) {
		this.database = database;
		this.passages = LazyTable.of(() -> Passage.table(database));
		this.ingesting = ingesting;
		this.names = new DocumentNames(database);
	}

	/**
	 * Draws the passages of the latest version.
	 * @return the passages in the plane; none where there are none
	 */
	public PassagePlot plot() {
		return drawing().plot;
	}

	/**
	 * Says where a question lies, and passages that were found for it.
	 * @param question the question
	 * @param ids the ids of the passages
	 * @return their places in the plane of {@link #plot()}
	 * @throws FailingFunctionException if the question cannot be embedded
	 */
	public PlacedQuestion place(String question, Collection<String> ids) {
		Drawing drawing = drawing();
		Axes axes = drawing.axes;
		double[] place = axes.place(embedded(question));
		List<Passage> found = ids.isEmpty() ? List.of()
				: this.passages.get()
					.scan()
					.where("id IN (:ids)", Map.of("ids", List.copyOf(ids)))
					.select(SHOWN)
					.rows();
		return new PlacedQuestion(drawing.plot.version(), place[0], place[1], points(found, axes));
	}

	private float[] embedded(String question) {
		try {
			return this.database.functions().get(function()).embedQuery(question);
		}
		catch (StoreException ex) {
			// It speaks for itself.
			throw ex;
		}
		catch (RuntimeException ex) {
			// A function of somebody else's may throw anything.
			throw FailingFunctionException.of(this.database, ex);
		}
	}

	private String function() {
		return Objects.requireNonNullElseGet(this.passages.get().embeddingFunction(), this.database::defaultFunction);
	}

	private Drawing drawing() {
		this.lock.lock();
		try {
			TypedTable<Passage> table = this.passages.get();
			Drawing present = this.latest;
			if (present == null || !isGood(present, table)) {
				present = draw(table);
				this.latest = present;
			}
			return present;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isGood(Drawing drawing, TypedTable<Passage> table) {
		// A table that was opened anew may be another one, with versions from 1 on.
		return drawing.table == table && (drawing.plot.version() == table.version()
				|| (System.nanoTime() - drawing.at < PAUSE.toNanos() && this.ingesting.getAsBoolean()));
	}

	private Drawing draw(TypedTable<Passage> table) {
		try (TypedTable<Passage> version = table.checkout(table.version())) {
			long rows = version.countRows();
			long[] sample = LongStream.range(0, Math.min(POINTS, rows))
				.map((i) -> i * rows / Math.min(POINTS, rows))
				.toArray();
			List<Passage> drawn = version.takeOffsets(sample).select(SHOWN).rows();
			Axes axes = Axes.of(
					drawn.stream().map(Passage::vector).filter(Objects::nonNull).map(Objects::requireNonNull).toList(),
					this.database.functions().get(function()).dimensions());
			return new Drawing(table, System.nanoTime(), axes,
					new PassagePlot(version.version(), rows, axes.shares(), points(drawn, axes)));
		}
	}

	private List<MapPoint> points(List<Passage> drawn, Axes axes) {
		Map<String, String> documents = this.names.of(drawn.stream().map(Passage::documentId).distinct().toList());
		return drawn.stream()
			.map((passage) -> MapPoint.of(passage, axes, documents))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.toList();
	}

	/** What was computed of one version of a table, and when. */
	private record Drawing(TypedTable<Passage> table, long at, Axes axes, PassagePlot plot) {
	}

}
