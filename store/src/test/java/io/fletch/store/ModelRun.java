package io.fletch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.RandomData;
import io.fletch.store.table.CompactionPlan;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A table and its model, to which the same happens by chance.
 */
final class ModelRun {

	private static final int MAX_ROWS = 40;

	private final String name;

	private final Random random;

	private final RandomData data;

	private final TableModel model = new TableModel();

	private Table table;

	private long nextId;

	private int nextColumn;

	/** Whether versions come by themselves, so that only the rows can be compared. */
	private final boolean background;

	private OpenTable open;

	ModelRun(String name, Random random, Connection connection, boolean everyType, boolean background) {
		this.name = name;
		this.random = random;
		this.background = background;
		this.data = new RandomData(random);
		List<Field> fields = new ArrayList<>();
		fields.add(new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null));
		fields.add(new Field("n", FieldType.nullable(new ArrowType.Int(64, true)), null));
		fields.add(new Field("w", FieldType.nullable(new ArrowType.Int(8, true)), null));
		fields.add(new Field("t", FieldType.nullable(new ArrowType.Utf8()), null));
		fields.addAll((everyType ? this.data.everyType() : this.data.schema()).getFields());
		this.table = new Table(new Catalog(connection, List.of()).create(name, new Schema(fields), CreateMode.CREATE));
		this.model.commit(1);
	}

	void reopen(Connection connection) {
		this.open = new Catalog(connection, List.of()).open(this.name);
		this.table = new Table(this.open);
		requireSame("reopening");
		if (this.background) {
			assertThat(this.table.verify().problems()).isEmpty();
			return;
		}
		assertThat(this.table.versions()).extracting(TableVersion::version)
			.containsExactlyElementsOf(this.model.versions().keySet());
		assertThat(this.table.verify().problems()).isEmpty();
	}

	/**
	 * Does something to both and compares them.
	 */
	void step() {
		int choice = this.random.nextInt(100);
		String what = "operation " + choice + " on " + this.name + " at version " + this.table.version();
		try {
			change(choice);
		}
		catch (RuntimeException ex) {
			throw new AssertionError(what, ex);
		}
		requireSame(what);
	}

	private void change(int choice) {
		switch (choice / 2) {
			case 31, 35, 36, 37, 38, 41, 42, 43, 44, 45, 46, 47, 48, 49 -> changeOrLook(choice / 2);
			case 34 -> retypeOrRename();
			case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 -> add();
			case 11, 12, 13, 14, 15, 16, 17 -> update();
			case 18, 19, 20, 21, 22 -> delete();
			case 23, 24, 25, 26, 27, 28, 29, 30 -> merge();
			case 32 -> addColumn();
			case 33 -> dropColumn();
			case 39 -> this.table.optimize();
			default -> keepUp();
		}
	}

	/**
	 * Does what knows which versions there are.
	 */
	private void changeOrLook(int choice) {
		switch (this.background ? 1 : choice) {
			case 1 -> addSeveralFiles();
			case 31 -> overwrite();
			case 35 -> restore();
			case 36, 37 -> tag();
			case 38 -> branch();
			case 41 -> cleanUp();
			case 42, 43, 44, 45 -> look();
			case 46 -> addSeveralFiles();
			default -> compareVersions();
		}
	}

	private void retypeOrRename() {
		if (this.random.nextBoolean()) {
			renameColumn();
		}
		else {
			retypeColumn();
		}
	}

	/**
	 * Does what upkeep does in the background.
	 */
	private void keepUp() {
		this.open.read(() -> {
			this.open.upkeep().compact(CompactionPlan::background);
			this.open.committer().checkpointBeyond(0);
			return this.open;
		});
	}

	private void requireSame(String what) {
		if (!this.background) {
			long version = this.table.version();
			long known = this.model.versions().lastKey();
			assertThat(version).as(what).isBetween(known, known + 1);
			this.model.commit(version);
		}
		assertThat(text(this.table)).as(what).isEqualTo(TableModel.text(this.model.rows()));
		assertThat(this.table.tags().list()).as(what).isEqualTo(this.model.tags());
	}

	private static List<String> text(Table table) {
		NavigableMap<Long, String> text = new TreeMap<>();
		table.scan()
			.rows()
			.forEach((row) -> assertThat(text.put((Long) row.get("id"), Contents.text(new TreeMap<>(row)))).isNull());
		return new ArrayList<>(text.values());
	}

	private Map<String, Object> row(long id) {
		Map<String, Object> row = new LinkedHashMap<>();
		for (Field field : this.table.schema().getFields()) {
			row.put(field.getName(), this.data.value(field));
		}
		row.put("id", id);
		row.put("w", small());
		row.put("t", "text " + id);
		row.put("n", (this.random.nextInt(5) == 0) ? null : this.random.nextLong(100));
		return row;
	}

	private void add() {
		if (this.model.rows().size() > MAX_ROWS) {
			delete();
			return;
		}
		List<Map<String, Object>> rows = LongStream.range(0, this.random.nextInt(1, 12))
			.mapToObj((i) -> row(this.nextId++))
			.toList();
		if (this.random.nextInt(4) == 0) {
			this.table.add(RowSource.maps(rows.iterator()));
		}
		else {
			this.table.add(rows);
		}
		rows.forEach(this.model::insert);
	}

	/**
	 * Returns a value that the column w can hold, whichever type it has by now.
	 */
	private Object small() {
		int value = this.random.nextInt(-100, 100);
		return (bits() == 64) ? (Object) (long) value : (Object) value;
	}

	private int bits() {
		return ((ArrowType.Int) this.table.schema().findField("w").getType()).getBitWidth();
	}

	/**
	 * Widens a column, or makes it narrower again, for which its values are converted.
	 */
	private void retypeColumn() {
		int bits = 8 << this.random.nextInt(4);
		if (bits != bits()) {
			Field field = new Field("w", FieldType.nullable(new ArrowType.Int(bits, true)), null);
			this.table.columns().alter(ColumnAlteration.of("w").retype(field));
			this.model.reshape((row) -> with(row, "w", converted((Number) row.get("w"), bits)));
		}
	}

	private static Object converted(Number value, int bits) {
		if (value == null) {
			return null;
		}
		return (bits == 64) ? (Object) value.longValue() : (Object) value.intValue();
	}

	/**
	 * Adds rows as a stream of several data files.
	 */
	private void addSeveralFiles() {
		if (this.model.rows().size() > MAX_ROWS) {
			delete();
			return;
		}
		List<Map<String, Object>> rows = LongStream.range(0, this.random.nextInt(2, 9))
			.mapToObj((i) -> row(this.nextId++))
			.toList();
		rows.getFirst().put("t", "long ".repeat(15_000));
		SeveralFiles.add(this.open, rows, 2);
		rows.forEach(this.model::insert);
	}

	private void update() {
		long remainder = this.random.nextInt(4);
		List<Field> fields = this.table.schema().getFields();
		Field field = fields.get(this.random.nextInt(1, fields.size()));
		Object value = switch (field.getName()) {
			case "n" -> (Object) 5L;
			case "w" -> small();
			default -> this.data.value(field);
		};
		boolean calculates = !field.getName().equals("n") && this.random.nextBoolean();
		Update update = this.table.update().set(field.getName(), value).where("id % 4 = " + remainder);
		(calculates ? update.setSql("n", "n + 1") : update).execute();
		for (TableModel.Row row : List.copyOf(this.model.rows().values())) {
			if ((Long) row.values().get("id") % 4 == remainder) {
				Map<String, Object> changes = new LinkedHashMap<>();
				changes.put(field.getName(), value);
				if (calculates) {
					changes.put("n", (row.n() == null) ? null : row.n() + 1);
				}
				this.model.update(row, changes);
			}
		}
	}

	private void delete() {
		long from = this.random.nextLong(this.nextId + 1);
		long to = from + this.random.nextLong(20);
		this.table.delete("id BETWEEN :from AND :to AND (n < 50 OR n IS NULL)", Map.of("from", from, "to", to));
		this.model.delete((row) -> (Long) row.values().get("id") >= from && (Long) row.values().get("id") <= to
				&& (row.n() == null || row.n() < 50));
	}

	private void merge() {
		Map<Long, Map<String, Object>> source = new LinkedHashMap<>();
		for (int i = this.random.nextInt(1, 8); i > 0; i--) {
			long id = (this.random.nextBoolean() || this.nextId == 0) ? this.nextId++
					: this.random.nextLong(this.nextId);
			source.put(id, row(id));
		}
		boolean updates = this.random.nextBoolean();
		boolean conditional = this.random.nextBoolean();
		boolean inserts = !updates || this.random.nextBoolean();
		boolean deletes = this.random.nextInt(3) == 0;
		MergeInsert<Map<String, Object>> merge = this.table.mergeInsert("id");
		merge = (updates && conditional) ? merge.whenMatchedUpdateAll("target.n >= 10") : merge;
		merge = (updates && !conditional) ? merge.whenMatchedUpdateAll() : merge;
		merge = inserts ? merge.whenNotMatchedInsertAll() : merge;
		merge = deletes ? merge.whenNotMatchedBySourceDelete("n > 90") : merge;
		merge.execute(List.copyOf(source.values()));
		if (deletes) {
			this.model.delete((row) -> row.n() != null && row.n() > 90 && !source.containsKey(row.values().get("id")));
		}
		source.forEach((id, values) -> {
			TableModel.Row row = this.model.rows().get(id);
			if (row == null && inserts) {
				this.model.insert(values);
			}
			if (row != null && updates && (!conditional || row.n() != null && row.n() >= 10)) {
				this.model.update(row, values);
			}
		});
	}

	private void overwrite() {
		List<Map<String, Object>> rows = List.of(row(this.nextId++), row(this.nextId++));
		this.table.add(RowSource.maps(rows), AddOptions.DEFAULT.withMode(AddOptions.Mode.OVERWRITE));
		this.model.delete((row) -> true);
		rows.forEach(this.model::insert);
	}

	private void addColumn() {
		String column = "added" + this.nextColumn++;
		if (this.table.schema().getFields().size() > 80) {
			dropColumn();
		}
		else if (this.random.nextBoolean()) {
			Field type = this.data.everyType().getFields().get(this.random.nextInt(40));
			this.table.columns().add(new Field(column, FieldType.nullable(type.getType()), type.getChildren()));
			this.model.reshape((row) -> with(row, column, null));
		}
		else {
			this.table.columns().add(Map.of(column, "id + 3"));
			this.model.reshape((row) -> with(row, column, (Long) row.get("id") + 3));
		}
	}

	private static Map<String, Object> with(Map<String, Object> row, String column, Object value) {
		row.put(column, value);
		return row;
	}

	private void dropColumn() {
		if (this.table.schema().getFields().size() > 5) {
			String column = anyColumn();
			this.table.columns().drop(column);
			this.model.reshape((row) -> {
				row.remove(column);
				return row;
			});
		}
	}

	private void renameColumn() {
		if (this.table.schema().getFields().size() > 4) {
			String column = anyColumn();
			String renamed = "renamed" + this.nextColumn++;
			this.table.columns().alter(ColumnAlteration.of(column).rename(renamed));
			this.model.reshape((row) -> with(row, renamed, row.remove(column)));
		}
	}

	/**
	 * Returns the name of a column by chance, none of those with a part to play.
	 */
	private String anyColumn() {
		List<Field> fields = this.table.schema().getFields();
		return fields.get(this.random.nextInt(4, fields.size())).getName();
	}

	private long anyVersion() {
		List<Long> versions = List.copyOf(this.model.versions().keySet());
		return versions.get(this.random.nextInt(versions.size()));
	}

	private void restore() {
		long version = anyVersion();
		this.table.restore(version);
		this.model.restore(version);
	}

	private void tag() {
		String tag = "tag" + this.random.nextInt(3);
		if (!this.model.tags().containsKey(tag)) {
			long version = anyVersion();
			this.table.tags().create(tag, version);
			this.model.tags().put(tag, version);
		}
		else if (this.random.nextBoolean()) {
			long version = anyVersion();
			this.table.tags().update(tag, version);
			this.model.tags().put(tag, version);
		}
		else {
			this.table.tags().delete(tag);
			this.model.tags().remove(tag);
		}
	}

	private void branch() {
		long version = anyVersion();
		Table branch = this.table.branches().create("b", version);
		branch.delete("id % 2 = 0");
		List<String> expected = new ArrayList<>();
		this.model.versions().get(version).forEach((id, row) -> {
			if (id % 2 != 0) {
				expected.add(Contents.text(new TreeMap<>(row.values())));
			}
		});
		assertThat(text(branch)).isEqualTo(expected);
		this.table.branches().delete("b");
	}

	private void cleanUp() {
		int keep = this.random.nextInt(1, 30);
		this.table.cleanup(new CleanupPolicy(Duration.ofDays(1), keep, Duration.ofSeconds(-1)));
		this.model.cleanUp(keep);
	}

	private void look() {
		long version = anyVersion();
		try (Table old = this.table.checkout(version)) {
			assertThat(text(old)).as("version " + version)
				.isEqualTo(TableModel.text(this.model.versions().get(version)));
		}
	}

	private void compareVersions() {
		long from = anyVersion();
		long to = anyVersion();
		assertThat(this.table.diff(from, to).counts()).as("from " + from + " to " + to)
			.isEqualTo(this.model.difference(from, to));
	}

}
