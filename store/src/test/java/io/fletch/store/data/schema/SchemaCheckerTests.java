package io.fletch.store.data.schema;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.SeededRandom;
import io.fletch.store.data.Fields;
import io.fletch.store.data.RandomData;
import io.fletch.store.error.InvalidInputException;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@ExtendWith(SeededRandom.class)
class SchemaCheckerTests {

	static Stream<Arguments> refused() {
		Field text = Fields.nullable("a", Fields.UTF8);
		Field deep = text;
		for (int i = 0; i < 32; i++) {
			deep = Fields.nullable("a", new ArrowType.List(), deep);
		}
		return Stream.of(Arguments.of(new Schema(List.of()), "The schema has no columns"),
				Arguments.of(Fields.schema(text, text), "The schema has two fields named 'a'; rename one"),
				Arguments.of(Fields.schema(Fields.nullable("", Fields.UTF8)), "The schema has a field without a name"),
				Arguments.of(Fields.schema(Fields.nullable("a.b", Fields.UTF8)), "The column 'a.b' has a '.'"),
				Arguments.of(Fields.schema(Fields.nullable("s", new ArrowType.Struct())),
						"The struct 's' has no fields"),
				Arguments.of(Fields.schema(Fields.nullable("s", new ArrowType.Struct(), text, text)),
						"The field 's' has two fields named 'a'"),
				Arguments.of(Fields.schema(Fields.nullable("v", new ArrowType.FixedSizeList(0), text)),
						"The field 'v' has the size 0"),
				Arguments.of(Fields.schema(Fields.nullable("v", new ArrowType.FixedSizeList(65_537), text)),
						"The field 'v' has the size 65537"),
				Arguments.of(Fields.schema(deep), "is nested more than 32 levels deep"),
				Arguments.of(new Schema(Collections.nCopies(10_001, text)), "The schema has 10001 columns"),
				Arguments.of(
						Fields.schema(Fields.nullable("t", new ArrowType.Timestamp(TimeUnit.SECOND, "Mars/Olympus"))),
						"The field 't' has the time zone 'Mars/Olympus', which is none; give one such as UTC"),
				Arguments.of(Fields.schema(Fields.marked("n", Fields.INT32, "fletch.blob", "true")),
						"The field 'n' is marked as a blob"),
				Arguments.of(Fields.schema(Fields.marked("n", Fields.INT32, "ARROW:extension:name", "arrow.json")),
						"The field 'n' is marked as JSON"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatNoTableCanHave(Schema schema, String message) {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> SchemaChecker.check(schema))
			.withMessageContaining(message);
	}

	@Test
	void namesTheTypeThatIsNotSupported() {
		List<Field> unsupported = List.of(Fields.nullable("x", new ArrowType.Interval(IntervalUnit.DAY_TIME)),
				Fields.nullable("x", new ArrowType.Union(UnionMode.Sparse, new int[0])),
				Fields.nullable("x", new ArrowType.Utf8View()), Fields.nullable("x", new ArrowType.BinaryView()),
				Fields.nullable("x", new ArrowType.RunEndEncoded()), Fields.nullable("x", new ArrowType.ListView()),
				Fields.nullable("x", new ArrowType.Int(24, true)),
				Fields.nullable("x", new ArrowType.Time(TimeUnit.NANOSECOND, 32)),
				Fields.nullable("x", new ArrowType.Decimal(39, 2, 128)),
				new Field("x", new FieldType(true, Fields.INT32, new DictionaryEncoding(1, false, null)), null));
		for (Field field : unsupported) {
			assertThatExceptionOfType(InvalidInputException.class)
				.isThrownBy(() -> SchemaChecker.check(Fields.schema(field)))
				.withMessageStartingWith("The field 'x' has the type " + field.getType())
				.withMessageContaining("which is not supported; supported are null, bool, int8 to int64");
		}
	}

	@Test
	void takesEveryTypeAndManyColumns(Random random) {
		assertThatNoException().isThrownBy(() -> SchemaChecker.check(new RandomData(random).everyType()));
		List<Field> many = IntStream.range(0, 10_000).mapToObj((i) -> Fields.nullable("c" + i, Fields.INT32)).toList();
		assertThatNoException().isThrownBy(() -> SchemaChecker.check(new Schema(many)));
	}

}
