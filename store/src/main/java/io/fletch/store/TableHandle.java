package io.fletch.store;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.NoSuchFileException;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.StoreException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.scan.Scanner;
import io.fletch.store.scan.TextScan;
import io.fletch.store.table.Leases;
import io.fletch.store.table.Manifest;

/**
 * A view of a table: of its latest version, or of one that was checked out.
 */
final class TableHandle implements AutoCloseable {

	private static final Cleaner CLEANER = Cleaner.create();

	/** How often a read begins anew when a cleanup took its files. */
	private static final int MAX_ATTEMPTS = 5;

	private final OpenTable table;

	private final @Nullable Manifest pinned;

	private final @Nullable SchemaView view;

	private final Cleaner.@Nullable Cleanable lease;

	private volatile boolean closed;

	private TableHandle(OpenTable table, @Nullable Manifest pinned) {
		this.table = table;
		this.pinned = pinned;
		this.view = (pinned != null) ? SchemaView.of(pinned.schema()) : null;
		this.lease = (pinned != null) ? CLEANER.register(this, new Release(table.leases(), pinned.version())) : null;
	}

	static TableHandle latest(OpenTable table) {
		return new TableHandle(table, null);
	}

	/**
	 * Pins a version, which is then kept by every cleanup until the handle is closed or
	 * forgotten.
	 */
	static TableHandle at(OpenTable table, long version) {
		table.leases().pin(version);
		table.upkeep().renewLeases();
		try {
			return new TableHandle(table, table.read(() -> table.committer().at(version)));
		}
		catch (RuntimeException ex) {
			// Nobody gets the handle that would release the version.
			table.leases().release(version);
			throw ex;
		}
	}

	OpenTable table() {
		requireOpen();
		return this.table;
	}

	boolean isCheckedOut() {
		return this.pinned != null;
	}

	boolean isOpen() {
		return !this.closed && this.table.isOpen();
	}

	boolean isUsable() {
		try {
			return isOpen() && this.table.isUsable();
		}
		catch (IOException ex) {
			// Whoever opens it anew hears why.
			return false;
		}
	}

	/**
	 * Returns the table for a write.
	 */
	OpenTable writable() {
		requireOpen();
		if (this.pinned != null) {
			throw new InvalidInputException(
					"The table '" + this.table.name() + "' cannot be modified while version " + this.pinned.version()
							+ " is checked out; write to the table itself, or restore() the version first");
		}
		return this.table;
	}

	Manifest manifest() {
		requireOpen();
		return (this.pinned != null) ? this.pinned : this.table.latest();
	}

	SchemaView view(Manifest manifest) {
		return (this.view != null) ? this.view : this.table.view(manifest.schema());
	}

	Schema schema() {
		return view(manifest()).schema();
	}

	/**
	 * Checks that the version has columns of these names.
	 */
	void requireColumns(String... columns) {
		List<String> names = schema().getFields().stream().map(Field::getName).toList();
		for (String column : columns) {
			if (!names.contains(column)) {
				throw new InvalidInputException("The table '" + this.table.name() + "' has no column '" + column
						+ "'; its columns are " + names);
			}
		}
	}

	/**
	 * Checks that the version has a column, or a field of structs in one.
	 */
	void requireField(String path) {
		boolean isColumn = schema().getFields().stream().anyMatch((field) -> field.getName().equals(path));
		FieldPath fields = isColumn ? new FieldPath(List.of(path)) : FieldPath.parse(path);
		if (fields.isNested()) {
			fields.in(schema());
		}
		else {
			requireColumns(path);
		}
	}

	ColumnRoles roles() {
		return view(manifest()).roles();
	}

	/**
	 * Reads the version. If a cleanup takes files meanwhile, the reading begins anew on
	 * the version that is the latest then.
	 */
	<T> T scan(Access<T> access) {
		for (int attempt = 1;; attempt++) {
			Manifest manifest = manifest();
			try {
				return this.table.read(() -> access.run(new Snapshot(this.table, manifest, view(manifest))));
			}
			catch (StoreException ex) {
				boolean cleaned = ex.getCause() instanceof NoSuchFileException && this.pinned == null
						&& this.table.refreshed().version() != manifest.version();
				if (!cleaned || attempt == MAX_ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw new StoreException("This handle of the table '" + this.table.name() + "' is closed");
		}
		this.table.requireOpen();
	}

	@Override
	public String toString() {
		OpenTable.Place place = this.table.place();
		if (!isOpen()) {
			return place.name() + " in " + place.uri() + ", closed";
		}
		Manifest shown = (this.pinned != null) ? this.pinned : this.table.committer().known();
		return place.name() + " in " + place.uri() + ", version " + shown.version()
				+ (isCheckedOut() ? ", checked out" : "");
	}

	@Override
	public void close() {
		this.closed = true;
		if (this.lease != null) {
			this.lease.clean();
		}
	}

	/**
	 * One version, and what its columns are for.
	 *
	 * @param table the table
	 * @param manifest the version
	 * @param view its schema
	 */
	record Snapshot(OpenTable table, Manifest manifest, SchemaView view) {

		Scanner scanner() {
			return new Scanner(this.table.storage(), this.manifest, this.table.indexes());
		}

		TextScan texts() {
			return new TextScan(this.manifest, this.table.indexes());
		}

	}

	/**
	 * Something that reads a version.
	 *
	 * @param <T> what it gives
	 */
	@FunctionalInterface
	interface Access<T> {

		T run(Snapshot snapshot) throws IOException;

	}

	/**
	 * Gives a pinned version free; must not know the handle.
	 */
	private record Release(Leases leases, long version) implements Runnable {

		@Override
		public void run() {
			this.leases.release(this.version);
		}

	}

}
