package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

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

	private final Search.RowReader<R> reader;

	private final Choice choice;

	private final @Nullable List<String> columns;

	Take(TableHandle handle, Search.RowReader<R> reader, Choice choice) {
		this(handle, reader, choice, null);
	}

	private Take(TableHandle handle, Search.RowReader<R> reader, Choice choice, @Nullable List<String> columns) {
		this.handle = handle;
		this.reader = reader;
		this.choice = choice;
		this.columns = columns;
	}

	/**
	 * Reads only some columns. The others are absent from maps, and null, 0 or false in
	 * records.
	 * @param names the names of the columns
	 * @return one that reads these columns
	 * @throws io.fletch.store.error.InvalidInputException if the table has no such column
	 */
	public Take<R> select(String... names) {
		List<String> read = Arguments.list(names, "names");
		this.handle.requireColumns(names);
		return new Take<>(this.handle, this.reader, this.choice, read);
	}

	/**
	 * Reads the rows.
	 * @return the rows with their ids, and with score 0
	 * @throws io.fletch.store.error.InvalidInputException if an offset is not one of the
	 * table
	 */
	public List<Hit<R>> hits() {
		return this.handle.scan(this::read);
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
		boolean[] read = snapshot.view().selected(this.columns);
		Scanner scanner = snapshot.scanner();
		long[] rowIds = this.choice.in(snapshot.manifest());
		List<Hit<R>> hits = new ArrayList<>(rowIds.length);
		for (long rowId : rowIds) {
			R row = this.reader.read(scanner.read(rowId, read), read, snapshot.view().schema());
			hits.add(new Hit<>(snapshot.manifest().originOf(rowId), row, 0, null, null));
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
