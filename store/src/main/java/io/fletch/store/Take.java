package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.activity.ActivityKind;
import io.fletch.store.query.Hit;
import io.fletch.store.scan.Scanner;
import io.fletch.store.table.Manifest;

/**
 * Reads chosen rows of one table, in the order in which they were asked for. Immutable:
 * {@link #select} returns a new one; {@link #hits()} and {@link #rows()} read the version
 * that is the latest then, unless one is checked out.
 *
 * @param <R> the type of the rows
 */
public final class Take<R> {

	private final TableHandle handle;

	private final RowReader<R> reader;

	private final Choice choice;

	private final Projection projection;

	Take(TableHandle handle, RowReader<R> reader, Choice choice) {
		this(handle, reader, choice, Projection.ALL);
	}

	private Take(TableHandle handle, RowReader<R> reader, Choice choice, Projection projection) {
		this.handle = handle;
		this.reader = reader;
		this.choice = choice;
		this.projection = projection;
	}

	/**
	 * Reads only some columns. The others are absent from maps, and null, 0 or false in
	 * records.
	 * @param names the names of the columns; for maps also {@code _rowid} and paths of
	 * fields inside columns, which become the names of the values
	 * @return one that reads these columns
	 * @throws io.fletch.store.error.InvalidInputException if the table has no such
	 * column, or the rows are records, which have no place for it
	 */
	public Take<R> select(String... names) {
		return project(this.projection.select(this.handle, Arguments.list(names, "names")));
	}

	/**
	 * Reads the id of the row, too, as the column {@code _rowid} of maps. Records have no
	 * place for it; there {@link Hit#rowId()} tells it.
	 * @return one that reads row ids
	 * @throws io.fletch.store.error.InvalidInputException if the rows are records
	 */
	public Take<R> withRowId() {
		return project(this.projection.withRowId());
	}

	private Take<R> project(Projection changed) {
		this.reader.check(changed);
		return new Take<>(this.handle, this.reader, this.choice, changed);
	}

	/**
	 * Reads the rows.
	 * @return the rows with their ids, and with score 0
	 * @throws io.fletch.store.error.InvalidInputException if an offset is not one of the
	 * table
	 */
	public List<Hit<R>> hits() {
		return this.handle.table()
			.activities()
			.run(ActivityKind.QUERY, "take", List::size, () -> this.handle.scan(this::read));
	}

	/**
	 * Reads the rows.
	 * @return the rows of {@link #hits()}
	 * @throws io.fletch.store.error.InvalidInputException if an offset is not one of the
	 * table
	 */
	public List<R> rows() {
		return hits().stream().map(Hit::row).toList();
	}

	private List<Hit<R>> read(TableHandle.Snapshot snapshot) throws IOException {
		Schema schema = snapshot.view().schema();
		boolean[] read = this.projection.read(schema);
		Scanner scanner = snapshot.scanner();
		long[] rowIds = this.choice.in(snapshot.manifest());
		List<Hit<R>> hits = new ArrayList<>(rowIds.length);
		for (long rowId : rowIds) {
			long origin = snapshot.manifest().originOf(rowId);
			R row = this.reader.read(scanner.read(rowId, read), schema, this.projection, origin, Map.of());
			hits.add(new Hit<>(origin, row, 0, null, null));
		}
		return hits;
	}

	/**
	 * Chooses rows by their ids, leaving out those that a version has not.
	 */
	static Choice ids(long... ids) {
		long[] asked = ids.clone();
		return (manifest) -> Arrays.stream(asked).map(manifest::rowIdOf).filter((rowId) -> rowId >= 0).toArray();
	}

	/**
	 * Chooses rows by how many stand before them.
	 */
	static Choice offsets(long... offsets) {
		long[] asked = offsets.clone();
		return (manifest) -> {
			RowOffsets rows = new RowOffsets(manifest);
			return Arrays.stream(asked).map(rows::rowId).toArray();
		};
	}

	/**
	 * Finds the chosen rows in a version.
	 */
	@FunctionalInterface
	interface Choice {

		/**
		 * Returns the ids under which the rows are stored.
		 */
		long[] in(Manifest manifest);

	}

}
