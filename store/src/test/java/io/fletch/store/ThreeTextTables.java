package io.fletch.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three tables of the same texts: two with full-text indexes, one without.
 */
final class ThreeTextTables implements AutoCloseable {

	private final Path folder;

	private Database database;

	/** One index over both columns. */
	private Table together;

	/** One index for each column. */
	private Table apart;

	/** No index: the columns are marked as full text. */
	private Table marked;

	private ThreeTextTables(Path folder, Database database) {
		this.folder = folder;
		this.database = database;
		this.together = database.createTable("together", FullTextTables.schema(false));
		this.apart = database.createTable("apart", FullTextTables.schema(false));
		this.marked = database.createTable("marked", FullTextTables.schema(true));
	}

	/**
	 * Makes a database with the tables and their indexes.
	 */
	static ThreeTextTables create(Path folder, Random random) {
		ThreeTextTables tables = new ThreeTextTables(folder, open(folder));
		tables.add(random, 0, 1500);
		tables.together.indexes().create(IndexDefinition.fullText("title", "body"));
		tables.apart.indexes().create(IndexDefinition.fullText("title"));
		tables.apart.indexes().create(IndexDefinition.fullText("body"));
		return tables;
	}

	private static Database open(Path folder) {
		return Database.open(folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
	}

	/** Opens the folder once more, as another process would. */
	Database openElsewhere() {
		return open(this.folder);
	}

	void reopen() {
		this.database.close();
		this.database = open(this.folder);
		this.together = this.database.openTable("together");
		this.apart = this.database.openTable("apart");
		this.marked = this.database.openTable("marked");
	}

	@Override
	public void close() {
		this.database.close();
	}

	Database database() {
		return this.database;
	}

	Table together() {
		return this.together;
	}

	Table apart() {
		return this.apart;
	}

	Table marked() {
		return this.marked;
	}

	List<Table> all() {
		return List.of(this.together, this.apart, this.marked);
	}

	void add(Random random, int from, int count) {
		List<Map<String, @Nullable Object>> rows = FullTextTables.rows(random, from, count);
		all().forEach((table) -> table.add(rows));
	}

	void requireSame(Random random) {
		requireSame(random, this.marked, this.together, this.apart);
	}

	static void requireSame(Random random, Table expected, Table... others) {
		for (TextQuery query : FullTextTables.queries(random)) {
			for (String filter : List.of("id >= 0", "id % 3 = 1", "id = 77", "title IS NOT NULL OR id < 100")) {
				List<FullTextTables.Found> rows = FullTextTables.found(expected.search(query).where(filter).limit(25));
				for (Table other : others) {
					assertThat(FullTextTables.found(other.search(query).where(filter).limit(25)))
						.as("%s where %s in %s", query, filter, other)
						.isEqualTo(rows);
				}
			}
			List<FullTextTables.Found> all = FullTextTables.found(expected.search(query).limit(25));
			for (Table other : others) {
				assertThat(FullTextTables.found(other.search(query).limit(25))).as("%s in %s", query, other)
					.isEqualTo(all);
			}
		}
	}

}
