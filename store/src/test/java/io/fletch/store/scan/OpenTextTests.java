package io.fletch.store.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.DatabaseOptions;
import io.fletch.store.SeededRandom;
import io.fletch.store.Table;
import io.fletch.store.UpkeepOptions;
import io.fletch.store.error.CancelledException;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.text.TextSegment;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.table.Committer;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What searches of rows that no index file covers read, and that they find them.
 */
@ExtendWith(SeededRandom.class)
class OpenTextTests {

	private static final int INDEXED = 500;

	private static final int MAX_PARTS = 20;

	@TempDir
	private Path folder;

	private Database database;

	private Table table;

	private Storage storage;

	private OpenIndexes open;

	private int rows;

	@BeforeEach
	void fill(Random random) throws IOException {
		this.database = Database.open(this.folder, DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		this.table = this.database.createTable("texts", new Schema(List
			.of(Field.notNullable("id", new ArrowType.Int(64, true)), Field.nullable("body", new ArrowType.Utf8()))));
		add(random, INDEXED);
		this.table.indexes().create(IndexDefinition.fullText("body"));
		this.storage = new LocalStorage(this.folder.resolve("texts.fletch"));
		this.open = new OpenIndexes(this.storage);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(Random random, int count) {
		List<Map<String, @Nullable Object>> added = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			added.add(Map.of("id", (long) this.rows++, "body",
					"w" + random.nextInt(5) + " w" + random.nextInt(50) + " w" + random.nextInt(500)));
		}
		this.table.add(added);
	}

	private Manifest latest() throws IOException {
		try (Committer committer = Committer.open(this.storage, Clock.systemUTC())) {
			return committer.latest();
		}
	}

	private static List<Candidate> find(Manifest manifest, OpenIndexes indexes) throws IOException {
		return new TextScan(manifest, indexes).find(TextQuery.match("w1 w7 w70"), 5000, RowSelection.all(manifest));
	}

	/**
	 * Searches, and compares with what somebody finds who searches for the first time.
	 */
	private Manifest search() throws IOException {
		Manifest manifest = latest();
		assertThat(find(manifest, this.open)).isNotEmpty().isEqualTo(find(manifest, new OpenIndexes(this.storage)));
		return manifest;
	}

	private OpenText text(Manifest manifest) {
		return this.open.texts().open(manifest.indexes().getFirst());
	}

	@Test
	void whatAFileCoversIsNotReadAgain() throws IOException {
		assertThat(text(search()).analysed()).isZero();
	}

	@Test
	void everyNewRowIsReadOnce(Random random) throws IOException, InterruptedException {
		add(random, 1000);
		assertThat(text(search()).analysed()).isEqualTo(1000);
		for (int i = 1; i <= 60; i++) {
			add(random, 1);
			assertThat(text(search()).analysed()).isEqualTo(1000 + i);
		}
		add(random, 300);
		assertThat(text(search()).analysed()).isEqualTo(1360);
		assertThat(text(search()).settle()).isLessThan(MAX_PARTS);
		assertThat(text(search()).analysed()).isEqualTo(1360);
	}

	@Test
	void deletionsReadNothing(Random random) throws IOException, InterruptedException {
		for (int i = 0; i < 12; i++) {
			add(random, 10);
			search();
		}
		text(search()).settle();
		this.table.delete("id > 505 AND id % 3 <> 0");
		for (int i = 0; i < 12; i++) {
			add(random, 1);
			this.table.delete("id = " + (3 * i));
			search();
			text(search()).settle();
		}
		assertThat(text(search()).analysed()).isEqualTo(132);
	}

	@Test
	void olderVersionsAreAnsweredFromWhatNewerOnesRead(Random random) throws IOException {
		add(random, 100);
		Manifest before = latest();
		List<Candidate> then = find(before, new OpenIndexes(this.storage));
		add(random, 100);
		this.table.delete("id % 2 = 0");
		search();
		assertThat(find(before, this.open)).isEqualTo(then);
	}

	@Test
	void rowsThatAnIndexTakesUpAreLetGo(Random random) throws IOException, InterruptedException {
		add(random, 200);
		search();
		this.table.optimize();
		search();
		assertThat(text(search()).settle()).isZero();
	}

	@Test
	void wordsOfColumnsWithoutAnIndexTakeBoundedMemory() throws IOException {
		long bytes = 20_000;
		OpenIndexes bounded = new OpenIndexes(this.storage, bytes);
		for (int column = 0; column < 8; column++) {
			this.table.columns().add(Map.of("c" + column, "concat(body, ' c" + column + "')"));
		}
		Manifest manifest = latest();
		for (int column = 0; column < 8; column++) {
			TextQuery words = TextQuery.match("c" + column, "c" + column);
			assertThat(new TextScan(manifest, bounded).find(words, INDEXED, RowSelection.all(manifest)))
				.hasSize(INDEXED);
			assertThat(bounded.texts().byteSize()).isBetween(1L, bytes);
		}
	}

	@Test
	void whatIsUsedStaysInMemory(Random random) throws IOException {
		add(random, 10);
		this.table.columns().add(Map.of("other", "concat(body, ' other')", "third", "concat(body, ' third')"));
		Manifest manifest = latest();
		find(manifest, this.open);
		long bytes = this.open.texts().byteSize();
		OpenIndexes bounded = new OpenIndexes(this.storage, bytes + 60_000);
		for (String column : List.of("other", "third", "other", "third")) {
			find(manifest, bounded);
			new TextScan(manifest, bounded).find(TextQuery.match("w1", column), 1, RowSelection.all(manifest));
		}
		assertThat(bounded.texts().open(manifest.indexes().getFirst()).analysed()).isEqualTo(10);
	}

	@Test
	void oneSearchMakesAColumnReadyOnce() throws IOException {
		this.table.columns().add(Map.of("other", "concat(body, ' other')", "third", "concat(body, ' third')"));
		Manifest manifest = latest();
		TextScan scan = new TextScan(manifest, new OpenIndexes(this.storage, 1));
		LiveText other = scan.indexOf("other");
		LiveText third = scan.indexOf("third");
		assertThat(scan.indexOf("other")).isSameAs(other);
		assertThat(scan.indexOf("third")).isSameAs(third);
	}

	@Test
	void versionsThatShareWordsCountThemOnce(Random random) throws IOException {
		add(random, 200);
		find(latest(), this.open);
		long bytes = this.open.texts().byteSize();
		this.table.delete("id = 1");
		find(latest(), this.open);
		assertThat(this.open.texts().byteSize()).isEqualTo(bytes).isPositive();
		this.open.texts().skipTo(latest().version());
		assertThat(this.open.texts().byteSize()).isZero();
	}

	@Test
	void anIndexThatCannotBeMadeReadyIsLetGo() throws IOException {
		Manifest manifest = latest();
		OpenText before = text(manifest);
		this.open.text(manifest, manifest.indexes().getFirst());
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> find(manifest, this.open))
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(text(manifest)).isNotSameAs(before);
	}

	@Test
	void whoIsInterruptedDoesNotWaitForOthersWhoRead() throws IOException {
		Manifest manifest = latest();
		IndexMetadata index = manifest.indexes().getFirst();
		LiveIndex<TextSegment> files = this.open.text(manifest, index);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancelledException.class).isThrownBy(() -> text(manifest).at(manifest, files, 0))
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

}
