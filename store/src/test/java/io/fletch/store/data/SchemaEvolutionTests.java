package io.fletch.store.data;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.LocalStorage;
import io.fletch.store.io.Storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemaEvolutionTests {

	private static final ArrowType FLOAT16 = new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);

	@TempDir
	private Path folder;

	private Storage storage;

	@BeforeEach
	void open() throws IOException {
		this.storage = new LocalStorage(this.folder);
	}

	private RowBatch read(Schema written, Schema table, Object... row) throws IOException {
		DataFile file = DataFile.write(this.storage, "a.arrow", written, List.<Object[]>of(row));
		return file.read(this.storage, table).get(0);
	}

	private static Schema ids(Schema schema) {
		return FieldIds.assign(schema, 0);
	}

	@Test
	void aRenamedAndMovedFieldIsFoundByItsId() throws IOException {
		Schema written = Fields.schema(Fields.withId(0, Fields.nullable("a", Fields.INT32)),
				Fields.withId(1, Fields.nullable("b", Fields.UTF8)));
		Schema table = Fields.schema(Fields.withId(1, Fields.nullable("a", Fields.UTF8)),
				Fields.withId(0, Fields.nullable("number", Fields.INT32)));
		assertThat(read(written, table, 1, "x").row(0)).containsExactly("x", 1);
	}

	@Test
	void aFieldThatCameLaterIsAbsent() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("a", Fields.INT32)));
		Schema table = FieldIds
			.assign(new Schema(List.of(Fields.nullable("a", Fields.UTF8), written.getFields().get(0))), 5);
		RowBatch batch = read(written, table, 1);
		assertThat(batch.row(0)).containsExactly(null, 1);
		assertThat(batch.has(0)).isFalse();
		assertThat(batch.has(1)).isTrue();
	}

	@Test
	void whatAWidenedColumnTakesInMemoryIsKnown() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("a", Fields.INT32), Fields.nullable("b", Fields.INT32)));
		Schema table = ids(
				Fields.schema(Fields.nullable("a", new ArrowType.Int(64, true)), Fields.nullable("b", Fields.INT32)));
		assertThat(read(written, table, 1, 1).convertedBytes()).isEqualTo(2 * 64);
	}

	@Test
	void columnsOfTheirOwnTypeTakeNoMemory() throws IOException {
		Schema schema = ids(Fields.schema(Fields.nullable("a", Fields.INT32)));
		assertThat(read(schema, schema, 1).convertedBytes()).isZero();
	}

	@Test
	void filesWithoutIdsAreReadByName() throws IOException {
		Schema written = Fields.schema(Fields.nullable("a", Fields.INT32), Fields.nullable("b", Fields.UTF8));
		Schema table = ids(Fields.schema(Fields.nullable("b", Fields.UTF8), Fields.nullable("a", Fields.INT32)));
		assertThat(read(written, table, 1, "x").row(0)).containsExactly("x", 1);
	}

	@Test
	void fieldsOfStructsInListsFollowTheirIdsToo() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("people", new ArrowType.List(), Fields.nullable("item",
				new ArrowType.Struct(), Fields.nullable("name", Fields.UTF8), Fields.nullable("age", Fields.INT32)))));
		Field person = written.getFields().get(0).getChildren().get(0);
		Field renamed = Fields.withId(FieldIds.of(person.getChildren().get(1)), Fields.nullable("years", Fields.INT64));
		Field added = Fields.withId(9, Fields.nullable("city", Fields.UTF8));
		Schema table = Fields.schema(Fields.withId(0, Fields.nullable("people", new ArrowType.List(),
				Fields.withId(1, Fields.nullable("item", new ArrowType.Struct(), added, renamed)))));
		RowBatch batch = read(written, table, List.of(Map.of("name", "Ada", "age", 36)));
		assertThat(Shown.value(batch.row(0)[0])).isEqualTo("[{String:city=null, String:years=Long:36}]");
	}

	static Stream<Arguments> widenings() {
		ArrowType.Timestamp seconds = new ArrowType.Timestamp(TimeUnit.SECOND, null);
		LocalDate date = LocalDate.of(2026, 1, 31);
		List<Arguments> all = new ArrayList<>();
		int[] widths = { 8, 16, 32, 64 };
		for (int from = 0; from < 4; from++) {
			for (int to = from + 1; to < 4; to++) {
				Object minimum = -1 << (widths[from] - 1);
				all.add(Arguments.of(new ArrowType.Int(widths[from], true), new ArrowType.Int(widths[to], true),
						minimum, (to == 3) ? (Object) ((Number) minimum).longValue() : minimum));
			}
		}
		ArrowType.Int uint8 = new ArrowType.Int(8, false);
		all.addAll(List.of(Arguments.of(uint8, new ArrowType.Int(16, false), 255, 255),
				Arguments.of(uint8, new ArrowType.Int(64, false), 255, BigInteger.valueOf(255)),
				Arguments.of(uint8, new ArrowType.Int(16, true), 255, 255),
				Arguments.of(new ArrowType.Int(32, false), Fields.INT64, 4294967295L, 4294967295L),
				Arguments.of(FLOAT16, Fields.FLOAT32, 1.5F, 1.5F), Arguments.of(FLOAT16, Fields.FLOAT64, 1.5F, 1.5),
				Arguments.of(Fields.FLOAT32, Fields.FLOAT64, 0.1F, (double) 0.1F),
				Arguments.of(Fields.INT32, Fields.FLOAT64, Integer.MIN_VALUE, (double) Integer.MIN_VALUE),
				Arguments.of(new ArrowType.Decimal(5, 2, 128), new ArrowType.Decimal(50, 4, 256),
						new BigDecimal("-1.25"), new BigDecimal("-1.2500")),
				Arguments.of(new ArrowType.Decimal(5, 2, 128), new ArrowType.Decimal(9, 2, 128),
						new BigDecimal("-1.25"), new BigDecimal("-1.25")),
				Arguments.of(new ArrowType.Date(DateUnit.DAY), new ArrowType.Date(DateUnit.MILLISECOND), date, date),
				Arguments.of(new ArrowType.Date(DateUnit.DAY), new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
						date, date.atStartOfDay()),
				Arguments.of(seconds, new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
						LocalDateTime.of(1969, 1, 1, 1, 1), LocalDateTime.of(1969, 1, 1, 1, 1)),
				Arguments.of(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"),
						new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), Instant.ofEpochMilli(-1),
						Instant.ofEpochMilli(-1)),
				Arguments.of(Fields.UTF8, new ArrowType.LargeUtf8(), "ü", "ü"),
				Arguments.of(new ArrowType.Binary(), new ArrowType.LargeBinary(), new byte[] { 1 }, new byte[] { 1 })));
		return all.stream();
	}

	@ParameterizedTest
	@MethodSource("widenings")
	void aWidenedTypeIsConvertedWhileItIsRead(ArrowType from, ArrowType to, Object written, Object expected)
			throws IOException {
		Field narrow = Fields.nullable("a", from);
		Field wide = Fields.nullable("a", to);
		DataFile file = DataFile.write(this.storage, "a.arrow", ids(Fields.schema(narrow)),
				List.<Object[]>of(new Object[] { written }, new Object[] { null }));
		ColumnReader column = file.read(this.storage, ids(Fields.schema(wide))).get(0).columns().get(0);
		assertThat(Shown.value(column.get(0))).isEqualTo(Shown.value(expected));
		assertThat(column.isNull(1)).isTrue();
		assertThat(Widening.allows(narrow, wide)).isTrue();
		assertThat(Widening.allows(wide, narrow)).isFalse();
	}

	@Test
	void halfVectorsBecomeFloatVectors() throws IOException {
		Schema written = ids(
				Fields.schema(Fields.nullable("v", new ArrowType.FixedSizeList(2), Fields.nullable("item", FLOAT16))));
		Schema table = ids(Fields
			.schema(Fields.nullable("v", new ArrowType.FixedSizeList(2), Fields.nullable("item", Fields.FLOAT32))));
		RowBatch batch = read(written, table, new float[] { 1.5F, -2 });
		ColumnReader.Vectors vectors = (ColumnReader.Vectors) batch.columns().get(0);
		assertThat(vectors.value(0)).isEqualTo(new float[] { 1.5F, -2 });
		assertThat(vectors.data().byteSize()).isGreaterThanOrEqualTo(8);
	}

	@Test
	void listsBecomeLargeListsOfWiderElements() throws IOException {
		Schema written = ids(
				Fields.schema(Fields.nullable("l", new ArrowType.List(), Fields.nullable("item", Fields.INT32))));
		Schema table = ids(
				Fields.schema(Fields.nullable("l", new ArrowType.LargeList(), Fields.nullable("item", Fields.INT64))));
		assertThat(read(written, table, Arrays.asList(1, null, 3)).row(0)[0]).isEqualTo(Arrays.asList(1L, null, 3L));
	}

	@Test
	void nothingButNullsMayBecomeAnything() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("a", new ArrowType.Null())));
		for (Field field : new RandomData(new Random(1)).everyType().getFields()) {
			Schema table = ids(Fields.schema(new Field("a", field.getFieldType(), field.getChildren())));
			RowBatch batch = RowBatch.decode(written, table, MemorySegment
				.ofArray(new BatchEncoder(written).encode(List.<Object[]>of(new Object[] { null })).toByteArray()));
			assertThat(batch.row(0)).containsExactly(new Object[] { null });
		}
	}

	@Test
	void listsOfNullsDoNotBecomeVectors() {
		Field nulls = Fields.nullable("a", new ArrowType.FixedSizeList(2),
				Fields.nullable("item", new ArrowType.Null()));
		Field vectors = Fields.nullable("a", new ArrowType.FixedSizeList(2), Fields.nullable("item", Fields.FLOAT32));
		assertThat(Widening.allows(nulls, vectors)).isFalse();
	}

	@Test
	void aNarrowerOrOtherTypeIsRefused() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("a", Fields.INT64)));
		Schema table = ids(Fields.schema(Fields.nullable("a", Fields.UTF8)));
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> read(written, table, 1L))
			.withMessage("The data file a.arrow is damaged: The field 'a' has the type Utf8, but a file holds it as "
					+ "Int(64, true), which cannot be read so");
	}

	@Test
	void aDateOutOfTheRangeOfTheNewTypeIsAnError() throws IOException {
		Schema written = ids(Fields.schema(Fields.nullable("a", new ArrowType.Date(DateUnit.DAY))));
		Schema table = ids(Fields.schema(Fields.nullable("a", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null))));
		RowBatch batch = read(written, table, LocalDate.of(3000, 1, 1));
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> batch.row(0))
			.withMessage("The value 3000-01-01, written as date32, is out of the range of timestamp[ns]; "
					+ "give the column a coarser unit");
	}

	@Test
	void messagesOfTheLogAreReadUnderALaterSchemaToo() {
		Schema written = ids(Fields.schema(Fields.nullable("a", Fields.INT32)));
		Schema table = FieldIds.assign(
				Fields.schema(Fields.withId(0, Fields.nullable("b", Fields.INT64)), Fields.nullable("c", Fields.UTF8)),
				1);
		byte[] message = new BatchEncoder(written).encode(List.<Object[]>of(new Object[] { 7 })).toByteArray();
		RowBatch batch = RowBatch.decode(written, table, MemorySegment.ofArray(message));
		assertThat(batch.row(0)).containsExactly(7L, null);
	}

	@Test
	void laterFilesStandOverEarlierOnes() throws IOException {
		Schema table = ids(Fields.schema(Fields.nullable("a", Fields.INT32), Fields.nullable("b", Fields.UTF8)));
		Schema first = new Schema(table.getFields().subList(0, 1));
		Schema second = new Schema(table.getFields().subList(1, 2));
		DataFile other = DataFile.write(this.storage, "b.arrow", second, List.<Object[]>of(new Object[] { "x" }));
		RowBatch batch = read(first, table, 1).overlay(other.read(this.storage, table).get(0));
		assertThat(batch.row(0)).containsExactly(1, "x");
	}

	@Test
	void filesOfDifferentRowsAreNotPutTogether() throws IOException {
		Schema table = ids(Fields.schema(Fields.nullable("a", Fields.INT32)));
		DataFile other = DataFile.write(this.storage, "b.arrow", table,
				List.<Object[]>of(new Object[] { 1 }, new Object[] { 2 }));
		RowBatch two = other.read(this.storage, table).get(0);
		RowBatch one = read(table, table, 1);
		assertThatExceptionOfType(CorruptTableException.class).isThrownBy(() -> one.overlay(two))
			.withMessage("The files of a fragment do not belong together: a batch of 1 rows and 1 columns stands "
					+ "beside one of 2 rows and 1 columns");
	}

}
