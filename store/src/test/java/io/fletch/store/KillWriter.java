package io.fletch.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.error.ConflictException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.version.CleanupPolicy;

/**
 * A process that writes batches of rows from two threads, for ever or a number of them.
 * All rows of a batch have the same state, so that a torn write shows. Before a write it
 * prints the batch and its next state, after it that this is done. Now and then it
 * compacts, cleans up, or changes the schema.
 */
public final class KillWriter {

	static final Schema SCHEMA = new Schema(List.of(new Field("id", FieldType.notNullable(new ArrowType.Utf8()), null),
			new Field("batch", FieldType.notNullable(new ArrowType.Utf8()), null),
			new Field("size", FieldType.notNullable(new ArrowType.Int(32, true)), null),
			new Field("state", FieldType.notNullable(new ArrowType.Int(32, true)), null)));

	/** The state of a batch whose rows were deleted. */
	static final int DELETED = -1;

	/** More than the log takes. */
	private static final int FILE = 1200;

	private static final CleanupPolicy POLICY = new CleanupPolicy(Duration.ofDays(1), 20, Duration.ofDays(1));

	private final OpenTable open;

	private final Table table;

	private final String name;

	private final Random random;

	private KillWriter(OpenTable open, String name, Random random) {
		this.open = open;
		this.table = new Table(open);
		this.name = name;
		this.random = random;
	}

	/**
	 * Writes.
	 * @param args the folder, the name of the writer, a seed, and how many batches each
	 * thread writes
	 */
	public static void main(String[] args) {
		Connection connection = Connection.open(DatabaseUri.of(Path.of(args[0])), DatabaseOptions.defaults());
		OpenTable table = connection.read(() -> connection.table("t", List.of(), "t.fletch"));
		for (int thread = 0; thread < 2; thread++) {
			KillWriter writer = new KillWriter(table, args[1] + "-" + thread,
					new Random(Long.parseLong(args[2]) + thread));
			Thread.ofPlatform()
				.uncaughtExceptionHandler((failed, ex) -> report("failed " + ex))
				.start(() -> writer.write(Integer.parseInt(args[3])));
		}
	}

	private void write(int batches) {
		for (int i = 0; i < batches; i++) {
			String batch = this.name + "-" + i;
			int size = add(batch);
			for (int state = 1; state <= this.random.nextInt(3); state++) {
				change(batch, size, state);
			}
			if (size > 3 || this.random.nextInt(3) > 0) {
				write(batch, DELETED, () -> this.table.delete("batch = '" + batch + "'"));
			}
			if (this.random.nextInt(4) == 0) {
				keepUp();
			}
		}
	}

	/**
	 * Adds a batch to the log, as a file, or as several.
	 * @return how many rows it has
	 */
	private int add(String batch) {
		switch (this.random.nextInt(24)) {
			case 0 -> {
				write(batch, 0, () -> this.table.add(rows(batch, FILE, 0)));
				return FILE;
			}
			case 1 -> {
				int size = 2 * SeveralFiles.STEP + 7;
				write(batch, 0, () -> SeveralFiles.add(this.open, rows(batch, size, 0), SeveralFiles.STEP));
				return size;
			}
			default -> {
				write(batch, 0, () -> this.table.add(rows(batch, 3, 0)));
				return 3;
			}
		}
	}

	private void change(String batch, int size, int state) {
		if (this.random.nextBoolean()) {
			write(batch, state,
					() -> this.table.update().set("state", state).where("batch = '" + batch + "'").execute());
		}
		else {
			write(batch, state,
					() -> this.table.mergeInsert("id").whenMatchedUpdateAll().execute(rows(batch, size, state)));
		}
	}

	/**
	 * Does what changes no row, unless somebody else does it just now.
	 */
	private void keepUp() {
		try {
			switch (this.random.nextInt(4)) {
				case 0 -> this.table.optimize();
				case 1 -> this.table.cleanup(POLICY);
				case 2 -> this.table.columns().updateMetadata("state", Map.of("by", this.name));
				default -> addOrDropColumn();
			}
			report("kept up");
		}
		catch (ConflictException ex) {
			report("lost the race of upkeep");
		}
	}

	private void addOrDropColumn() {
		boolean exists = this.table.schema().getFields().stream().anyMatch((field) -> field.getName().equals("extra"));
		try {
			if (exists) {
				this.table.columns().drop("extra");
			}
			else {
				this.table.columns().add(Map.of("extra", "nullif(state, 0)"));
			}
		}
		catch (InvalidInputException ex) {
			report("lost the race of a column");
		}
	}

	private void write(String batch, int state, Runnable action) {
		while (true) {
			report("begin " + batch + " " + state);
			try {
				action.run();
				report("done " + batch + " " + state);
				return;
			}
			catch (ConflictException ex) {
				report("lost the race of " + batch);
			}
		}
	}

	private static List<Map<String, Object>> rows(String batch, int size, int state) {
		return IntStream.range(0, size)
			.<Map<String, Object>>mapToObj(
					(i) -> Map.of("id", batch + "/" + i, "batch", batch, "size", size, "state", state))
			.toList();
	}

	/**
	 * Writes a line in one call, so that two threads do not mix theirs.
	 */
	static void report(String line) {
		try {
			synchronized (KillWriter.class) {
				new FileOutputStream(FileDescriptor.out).write((line + "\n").getBytes(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
