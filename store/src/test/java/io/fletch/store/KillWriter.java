package io.fletch.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.error.ConflictException;

/**
 * A process that writes batches of rows from two threads until it is killed. All rows of
 * a batch have the same state, so that a torn write shows. Before a write it prints the
 * batch and its next state, after it that this is done.
 */
public final class KillWriter {

	static final Schema SCHEMA = new Schema(List.of(new Field("id", FieldType.notNullable(new ArrowType.Utf8()), null),
			new Field("batch", FieldType.notNullable(new ArrowType.Utf8()), null),
			new Field("size", FieldType.notNullable(new ArrowType.Int(32, true)), null),
			new Field("state", FieldType.notNullable(new ArrowType.Int(32, true)), null)));

	/** The state of a batch whose rows were deleted. */
	static final int DELETED = -1;

	private final Table table;

	private final String name;

	private final Random random;

	private KillWriter(Table table, String name, Random random) {
		this.table = table;
		this.name = name;
		this.random = random;
	}

	/**
	 * Writes for ever.
	 * @param args the folder, the name of the writer, and a seed
	 */
	public static void main(String[] args) {
		Table table = Database.open(Path.of(args[0])).openTable("t");
		for (int thread = 0; thread < 2; thread++) {
			KillWriter writer = new KillWriter(table, args[1] + "-" + thread,
					new Random(Long.parseLong(args[2]) + thread));
			Thread.ofPlatform().start(writer::writeForEver);
		}
	}

	private void writeForEver() {
		for (int i = 0; true; i++) {
			String batch = this.name + "-" + i;
			int size = (this.random.nextInt(20) == 0) ? 1200 : 3;
			write(batch, 0, () -> this.table.add(rows(batch, size, 0)));
			for (int state = 1; state <= this.random.nextInt(3); state++) {
				change(batch, size, state);
			}
			if (size > 3 || this.random.nextInt(3) == 0) {
				write(batch, DELETED, () -> this.table.delete("batch = '" + batch + "'"));
			}
			if (this.random.nextInt(10) == 0) {
				changeSchema();
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

	private void changeSchema() {
		try {
			this.table.columns().updateMetadata("state", Map.of("by", this.name));
		}
		catch (ConflictException ex) {
			report("lost the race of a schema");
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
	private static void report(String line) {
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
