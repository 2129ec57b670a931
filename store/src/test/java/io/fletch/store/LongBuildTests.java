package io.fletch.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.store.index.IndexDefinition;
import io.fletch.store.index.IndexType;
import io.fletch.store.io.LocalStorage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An index takes hours to build, and meanwhile upkeep takes what seems to be left over.
 */
@ExtendWith(SeededRandom.class)
class LongBuildTests {

	private static final int ROWS = 1500;

	private static final Schema SCHEMA = new Schema(
			List.of(new Field("v", FieldType.nullable(new ArrowType.FixedSizeList(8)),
					List.of(Field.notNullable("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))))));

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "IVF_SQ, 3000", "HNSW_SQ, 4000" })
	void noFileIsLostThatItNeeds(IndexType type, long pause, Random random) {
		try (Database database = Database.open(this.folder.toString(),
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE))) {
			Table table = database.createTable("t", SCHEMA);
			table.add(rows(random));
			List<Long> pauses = new ArrayList<>();
			table.indexes().create(IndexDefinition.on("v").type(type), (done, total) -> {
				if (done == pause) {
					letHoursPass();
					pauses.add(done);
				}
			});
			assertThat(pauses).hasSize(1);
			assertThat(table.indexes().get("v_idx").coverage().unindexedRows()).isZero();
			assertThat(table.verify().problems()).isEmpty();
			assertThat(temporary()).isEmpty();
		}
	}

	private static List<Map<String, @Nullable Object>> rows(Random random) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (int i = 0; i < ROWS; i++) {
			float[] vector = new float[8];
			for (int j = 0; j < vector.length; j++) {
				vector[j] = random.nextFloat();
			}
			rows.add(Map.of("v", vector));
		}
		return rows;
	}

	private void letHoursPass() {
		try {
			for (Path file : temporary()) {
				Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
			}
			Leftovers.removeFromTable(new LocalStorage(this.folder.resolve("t.fletch")), Instant.now());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<Path> temporary() {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter((file) -> file.toString().endsWith(".tmp")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
