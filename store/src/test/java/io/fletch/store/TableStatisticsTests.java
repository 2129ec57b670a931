package io.fletch.store;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableStatisticsTests {

	private Database database;

	private Table table;

	@BeforeEach
	void open() {
		this.database = Database.open("memory:", DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
		this.table = this.database.createTable("t",
				new Schema(List.of(new Field("n", FieldType.notNullable(new ArrowType.Int(64, true)), null),
						new Field("blob",
								new FieldType(true, new ArrowType.LargeBinary(), null, Map.of("fletch.blob", "true")),
								null))));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private void add(long count) {
		this.table.add(RowSource.maps(LongStream.range(0, count).mapToObj((n) -> Map.of("n", n))));
	}

	@Test
	void tellsHowLongTheFragmentsAre() {
		for (long count : List.of(140_000L, 40L, 10L, 30L, 20L)) {
			add(count);
		}
		assertThat(this.table.statistics().fragments())
			.isEqualTo(new TableStatistics.Fragments(5, 4, 10, 28_020, 20, 30, 40, 140_000, 140_000));
	}

	@Test
	void countsFragmentsWithoutDeletedRows() {
		add(140_000);
		this.table.delete("n >= 131072");
		assertThat(this.table.statistics().fragments().small()).isZero();
		this.table.delete("n = 0");
		assertThat(this.table.statistics().fragments().small()).isEqualTo(1);
	}

	@Test
	void countsTheBytesOfBlobsInFilesOnce() {
		this.table.add(List.of(Map.of("n", 0L, "blob", new byte[300_000])));
		this.table.add(List.of(Map.of("n", 1L, "blob", new byte[500_000])));
		long bytes = this.table.statistics().bytes();
		assertThat(bytes).isBetween(800_000L, 810_000L);
		this.table.columns().add(Map.of("m", "n + 1"));
		assertThat(this.table.statistics().bytes()).isBetween(bytes + 1, bytes + 5_000);
	}

	@Test
	void hasNothingOfAnEmptyTable() {
		assertThat(this.table.statistics())
			.isEqualTo(new TableStatistics(0, 0, 0, new TableStatistics.Fragments(0, 0, 0, 0, 0, 0, 0, 0, 0), 0));
	}

}
