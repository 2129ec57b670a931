package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexOptions;
import io.fletch.store.index.IndexType;
import io.fletch.store.query.Distance;
import io.fletch.store.table.IndexChange;
import io.fletch.store.table.IndexMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows whose vectors are too long for an index stay beside it, and hinder nothing.
 */
@ExtendWith(SeededRandom.class)
class LongVectorUpkeepTests {

	private static final int DIMENSIONS = 8;

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("v", FieldType.nullable(new ArrowType.FixedSizeList(DIMENSIONS)),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));

	private Random random;

	private OpenTable open;

	private Table table;

	@BeforeEach
	void createTable(Random seeded) {
		this.random = seeded;
		FaultyDatabase faulty = new FaultyDatabase(seeded);
		this.table = faulty.database().createTable("t", SCHEMA);
		this.open = faulty.table("t");
	}

	private void add(int count, float scale) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			float[] vector = new float[DIMENSIONS];
			for (int j = 0; j < DIMENSIONS; j++) {
				vector[j] = scale * (1 + this.random.nextFloat());
			}
			rows.add(Map.of("v", vector));
		}
		this.table.add(rows);
	}

	private void index(IndexType type) {
		this.table.indexes().create(IndexDefinition.on("v").type(type).distance(Distance.L2));
	}

	private IndexInfo info() {
		return this.table.indexes().get("v_idx");
	}

	private boolean isDue() {
		return this.open.indexing().isDue(this.open.refreshed());
	}

	@Test
	void upkeepGoesOnAsIfThereWereNone() throws IOException {
		add(100, 1);
		index(IndexType.IVF_FLAT);
		for (int round = 1; round <= 3; round++) {
			add(9000, 1);
			add(1, 1e20F);
			assertThat(isDue()).as("round %d", round).isTrue();
			this.open.indexing().extendThoseDue();
			assertThat(info().coverage().unindexedRows()).isEqualTo(round);
			assertThat(info().problem()).startsWith("Rows with vectors longer than 1.0E18: " + round + ";");
		}
	}

	@Test
	void manyOfThemAreLookedAtOnce() throws IOException {
		add(100, 1);
		index(IndexType.IVF_FLAT);
		add(9000, 1e20F);
		assertThat(isDue()).isTrue();
		this.open.indexing().extendThoseDue();
		assertThat(isDue()).isFalse();
		add(10, 1);
		assertThat(isDue()).isFalse();
		add(8190, 1);
		assertThat(isDue()).isTrue();
	}

	@Test
	void optimizeCommitsNothingForThem() {
		add(300, 1);
		index(IndexType.IVF_SQ);
		add(256, 1e20F);
		this.table.optimize();
		long version = this.table.version();
		this.table.optimize();
		assertThat(this.table.version()).isEqualTo(version);
		assertThat(info().coverage().segments()).isOne();
		assertThat(info().problem()).contains("longer than 1.0E18: 256;");
	}

	@Test
	void theyDoNotCountAsRowsToLearnPatternsFrom() {
		add(3000, 1);
		index(IndexType.IVF_PQ);
		add(256, 1e20F);
		add(3, 1);
		this.table.optimize();
		assertThat(info().coverage().unindexedRows()).isEqualTo(259);
		assertThat(info().problem()).contains("longer than 1.0E18: 256;");
		add(256, 1);
		this.table.optimize();
		assertThat(info().coverage().unindexedRows()).isEqualTo(256);
	}

	@Test
	void anIndexThatIsReplacedIsForgottenWithThem() {
		add(100, 1);
		add(1, 1e20F);
		index(IndexType.IVF_FLAT);
		assertThat(info().problem()).contains("longer than 1.0E18: 1;");
		this.table.indexes().create(IndexDefinition.on("v").type(IndexType.IVF_FLAT).distance(Distance.COSINE));
		assertThat(info().problem()).isNull();
		assertThat(info().coverage().unindexedRows()).isZero();
	}

	@Test
	void aSegmentForAnotherDistanceIsDamaged() throws IOException {
		add(100, 1);
		index(IndexType.IVF_FLAT);
		IndexMetadata built = this.open.refreshed().indexes().getFirst();
		Map<String, String> options = new HashMap<>(built.options());
		options.put(IndexOptions.DISTANCE, Distance.DOT.name());
		IndexMetadata other = new IndexMetadata(built.name(), built.type(), options, built.fields(), built.epoch(),
				built.created(), built.segments());
		this.open.commitOnly(IndexChange.create(other, built));
		this.open.indexes().prewarm(this.open.refreshed(), other);
		assertThat(this.open.indexes().isDamaged(built.segments().getFirst())).isTrue();
		this.table.optimize();
		assertThat(this.open.refreshed().indexes().getFirst().segments()).isNotEqualTo(built.segments());
	}

}
