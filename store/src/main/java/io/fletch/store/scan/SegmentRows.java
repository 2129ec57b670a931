package io.fletch.store.scan;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.vector.LateInteraction;
import io.fletch.store.index.vector.MultiVectorSource;
import io.fletch.store.index.vector.VectorSource;
import io.fletch.store.index.vector.VectorSpace;
import io.fletch.store.io.Storage;
import io.fletch.store.table.Fragment;
import io.fletch.store.table.Manifest;

/**
 * The vectors of the rows of a segment, for one search. Rows are asked for in the order
 * of their ordinals, so that the run of one is mostly that of the next.
 */
final class SegmentRows implements VectorSource, MultiVectorSource {

	private final Storage storage;

	private final Manifest manifest;

	private final Coverage coverage;

	private final int segment;

	private final int column;

	private Coverage.@Nullable Run run;

	private Fragment.@Nullable Places places;

	/**
	 * The rows of a segment.
	 * @param column the position of the vector column in the schema
	 */
	SegmentRows(Storage storage, Manifest manifest, Coverage coverage, int segment, int column) {
		this.storage = storage;
		this.manifest = manifest;
		this.coverage = coverage;
		this.segment = segment;
		this.column = column;
	}

	@Override
	public double distance(QueryVector query, int ordinal) {
		Fragment.Place place = place(ordinal);
		return (place != null && column(place) instanceof ColumnReader.Vectors vectors)
				? VectorSpace.distance(query, vectors, place.row()) : Double.NaN;
	}

	@Override
	public double distance(LateInteraction query, int ordinal) {
		Fragment.Place place = place(ordinal);
		return (place != null && column(place) instanceof ColumnReader.Lists lists) ? query.distance(lists, place.row())
				: Double.NaN;
	}

	@Override
	public double distance(QueryVector query, int ordinal, int index) {
		Fragment.Place place = place(ordinal);
		return (place != null && column(place) instanceof ColumnReader.Lists lists
				&& lists.elements() instanceof ColumnReader.Vectors vectors
				&& index < lists.end(place.row()) - lists.start(place.row()))
						? VectorSpace.distance(query, vectors, lists.start(place.row()) + index) : Double.NaN;
	}

	private ColumnReader column(Fragment.Place place) {
		return place.batch().columns().get(this.column);
	}

	private Fragment.@Nullable Place place(int ordinal) {
		Coverage.Run current = this.run;
		if (current == null || !current.holds(ordinal)) {
			current = this.coverage.find(this.segment, ordinal);
			this.run = current;
			this.places = (current != null) ? places(current.fragment()) : null;
		}
		Fragment.Places found = this.places;
		if (current == null || found == null || current.fragment().isDeleted(current.position(ordinal))) {
			return null;
		}
		return found.at(current.position(ordinal));
	}

	private Fragment.Places places(Fragment fragment) {
		try {
			return fragment.places(this.storage, this.manifest.schema());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
