package io.fletch.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.ingest.BadVectors;
import io.fletch.store.table.CompactionPlan;

/**
 * Every operation of a database, in a few scripts.
 */
enum CrashScripts {

	/** Tables are created, and their rows change in every way. */
	ROWS(List.of(), List.of(new Step("create an empty table", (db) -> db.database().createTable("t", Steps.SCHEMA)),
			new Step("create a table with rows",
					(db) -> db.database().createTable("u", RowSource.maps(Steps.rows(0, 3)))),
			new Step("add few rows", (db) -> Steps.t(db).add(Steps.rows(0, 5))),
			new Step("add a file", (db) -> Steps.t(db).add(Steps.files(5, 2))),
			new Step("delete", (db) -> Steps.t(db).delete("id IN (1, 5)", Map.of())),
			new Step("update",
					(db) -> Steps.t(db).update().set("text", "new").setSql("n", "n + 1").where("id > 1").execute()),
			new Step("merge into the log",
					(db) -> Steps.t(db)
						.mergeInsert("id")
						.whenMatchedUpdateAll()
						.whenNotMatchedInsertAll()
						.execute(Steps.rows(3, 8))),
			new Step("merge into a file",
					(db) -> Steps.t(db)
						.mergeInsert("id")
						.whenMatchedUpdateAll("target.n > 0")
						.whenNotMatchedInsertAll()
						.whenNotMatchedBySourceDelete("id = 0")
						.execute(Steps.files(6, 2))),
			new Step("overwrite", (db) -> Steps.t(db)
				.add(RowSource.maps(Steps.files(20, 2)), AddOptions.DEFAULT.withMode(AddOptions.Mode.OVERWRITE))),
			new Step("overwrite with another schema",
					(db) -> db.database().createTable("u", Steps.SCHEMA, CreateMode.OVERWRITE)))),

	/** Rows come in streams of more than the log takes. */
	STREAMS(List.of(new Step("create", (db) -> db.database().createTable("t", DatabaseTests.ITEMS))), List.of(
			new Step("add a stream", (db) -> Steps.t(db).add(Steps.stream(1100))),
			new Step("add a stream of several files",
					(db) -> SeveralFiles.add(db.table("t"), Steps.items(2100), SeveralFiles.STEP)),
			new Step("create a table from a stream", (db) -> db.database().createTable("u", Steps.stream(1030))),
			new Step("overwrite a table from a stream",
					(db) -> db.database()
						.createTable("t", Steps.stream(1030), null, CreateMode.OVERWRITE,
								AddOptions.DEFAULT.withBadVectors(BadVectors.ERROR))))),

	/** The schema changes, of rows in the log and in files. */
	COLUMNS(Steps.FILLED, List.of(
			new Step("add a column of nulls",
					(db) -> Steps.t(db).columns().add(Steps.field("later", new ArrowType.Int(32, true)))),
			new Step("add a column by an expression", (db) -> Steps.t(db).columns().add(Map.of("twice", "id * 2"))),
			new Step("add a computed column", (db) -> Steps.t(db).columns().addComputed(Map.of("computed", "id + 1"))),
			new Step("refresh it", (db) -> Steps.t(db).columns().refresh("computed")),
			new Step("rename", (db) -> Steps.t(db).columns().alter(ColumnAlteration.of("text").rename("words"))),
			new Step("widen",
					(db) -> Steps.t(db)
						.columns()
						.alter(ColumnAlteration.of("n").retype(Steps.field("n", new ArrowType.Int(64, true))))),
			new Step("cast",
					(db) -> Steps.t(db)
						.columns()
						.alter(ColumnAlteration.of("twice").retype(Steps.field("twice", new ArrowType.Int(32, true))))),
			new Step("change nullability",
					(db) -> Steps.t(db).columns().alter(ColumnAlteration.of("words").nullable(false))),
			new Step("change metadata", (db) -> Steps.t(db).columns().updateMetadata("words", Map.of("k", "v"))),
			new Step("drop columns", (db) -> Steps.t(db).columns().drop("n", "later")))),

	/** Versions are named, restored, and gone on with. */
	VERSIONS(Steps.FILLED,
			List.of(new Step("restore", (db) -> Steps.t(db).restore(2)),
					new Step("create a tag", (db) -> Steps.t(db).tags().create("first", 3)),
					new Step("update a tag", (db) -> Steps.t(db).tags().update("first", 4)),
					new Step("begin a branch", (db) -> Steps.t(db).branches().create("b", 4)),
					new Step("write to a branch", (db) -> Steps.t(db).branches().open("b").add(Steps.rows(30, 2))),
					new Step("tag in a branch", (db) -> Steps.t(db).branches().open("b").tags().create("x", 1)),
					new Step("delete a branch", (db) -> Steps.t(db).branches().delete("b")),
					new Step("delete a tag", (db) -> Steps.t(db).tags().delete("first")))),

	/** Tables and namespaces come and go. */
	DATABASE(Steps.FILLED, List.of(
			new Step("create a namespace",
					(db) -> db.database().namespaces().create("n", NamespaceMode.CREATE, Map.of("key", "value"))),
			new Step("clone by links", (db) -> db.database().cloneTable("t", "b", CloneOptions.shallow().into("n"))),
			new Step("clone by copies", (db) -> db.database().cloneTable("t", "c", CloneOptions.copy())),
			new Step("rename", (db) -> db.database().renameTable("t", "d")),
			new Step("rename into a namespace", (db) -> db.database().renameTable("c", List.of("n"), "e")),
			new Step("drop", (db) -> db.database().dropTable("d")),
			new Step("drop in a namespace", (db) -> db.database().namespace("n").dropTable("b")),
			new Step("drop a namespace with its tables",
					(db) -> db.database().namespaces().drop("n", DropMode.FAIL, DropBehavior.CASCADE), true))),

	/** A table is kept small. */
	UPKEEP(Steps.FILLED, List.of(new Step("look", (db) -> Steps.t(db).checkout(2).close()),
			new Step("write a checkpoint", (db) -> db.table("t").read(() -> {
				db.table("t").committer().checkpointBeyond(0);
				return db;
			})), new Step("optimize", (db) -> Steps.t(db).optimize()),
			new Step("add", (db) -> Steps.t(db).add(Steps.rows(40, 4))),
			new Step("delete", (db) -> Steps.t(db).delete("id = 41", Map.of())),
			new Step("compact as in the background",
					(db) -> db.table("t")
						.read(() -> db.table("t")
							.upkeep()
							.compact((manifest) -> List.of(manifest.fragments().reversed().subList(0, 1))))),
			new Step("write another checkpoint", (db) -> db.table("t").read(() -> {
				db.table("t").committer().checkpointBeyond(0);
				return db;
			})), new Step("tag", (db) -> Steps.t(db).tags().create("kept", 3)),
			new Step("ask what a cleanup would take", (db) -> Steps.t(db).cleanupDryRun(FaultyDatabase.EVERYTHING)),
			new Step("clean up", (db) -> Steps.t(db).cleanup(FaultyDatabase.EVERYTHING), true),
			new Step("verify", (db) -> Steps.t(db).verify()),
			new Step("optimize fully",
					(db) -> db.table("t").read(() -> db.table("t").upkeep().compact(CompactionPlan::full))),
			new Step("clean up again", (db) -> Steps.t(db).cleanup(FaultyDatabase.EVERYTHING), true)));

	private final List<Step> before;

	private final List<Step> steps;

	CrashScripts(List<Step> before, List<Step> steps) {
		this.before = before;
		this.steps = steps;
	}

	/**
	 * What happens before a failure is due.
	 */
	List<Step> before() {
		return this.before;
	}

	List<Step> steps() {
		return this.steps;
	}

	/**
	 * An operation.
	 *
	 * @param name what it is
	 * @param operation does it
	 * @param gradual whether a failure can leave a part of what was to be taken
	 */
	record Step(String name, Consumer<FaultyDatabase> operation, boolean gradual) {

		Step(String name, Consumer<FaultyDatabase> operation) {
			this(name, operation, false);
		}

	}

	/**
	 * What the scripts are made of.
	 */
	private static final class Steps {

		private static final Schema SCHEMA = new Schema(List.of(
				new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
				field("text", new ArrowType.Utf8()), field("n", new ArrowType.Int(32, true)), new Field("file",
						new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")), null)));

		/** A table with rows in the log and in a file, some of them deleted. */
		private static final List<Step> FILLED = List.of(
				new Step("create", (db) -> db.database().createTable("t", SCHEMA)),
				new Step("add", (db) -> t(db).add(rows(0, 6))), new Step("add", (db) -> t(db).add(files(6, 2))),
				new Step("delete", (db) -> t(db).delete("id IN (2, 7)", Map.of())));

		private Steps() {
		}

		static Table t(FaultyDatabase database) {
			return database.database().openTable("t");
		}

		static Field field(String name, ArrowType type) {
			return new Field(name, FieldType.nullable(type), null);
		}

		static List<Map<String, Object>> rows(long first, int count) {
			return LongStream.range(first, first + count)
				.<Map<String, Object>>mapToObj((id) -> Map.of("id", id, "text", "row " + id, "n", (int) id * 10))
				.toList();
		}

		/**
		 * Rows with so long values that they take a data file and a blob file.
		 */
		static List<Map<String, Object>> files(long first, int count) {
			return rows(first, count).stream().<Map<String, Object>>map((row) -> {
				Map<String, Object> withFile = new HashMap<>(row);
				byte[] bytes = new byte[66_000];
				Arrays.fill(bytes, (byte) new Random(row.hashCode()).nextInt());
				withFile.put("file", Blob.of(bytes));
				return withFile;
			}).toList();
		}

		static RowSource stream(int count) {
			return RowSource.maps(items(count).stream());
		}

		static List<Map<String, Object>> items(int count) {
			return LongStream.range(0, count).mapToObj((id) -> DatabaseTests.row(id, "item " + id)).toList();
		}

	}

}
