package io.fletch.store.mapping;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;

class MappingGuideTests {

	private final Schema schema = RecordMapping.of(Documented.class).schema(new EmbeddingFunctionRegistry());

	@Test
	void theTableOfTypesIsThatOfTheCode() throws IOException {
		List<String> rows = new ArrayList<>();
		for (RecordComponent component : Documented.class.getRecordComponents()) {
			rows.add("| " + java(component) + " | " + arrow(component.getName()) + " |");
		}
		String guide = Files.readString(Path.of("../docs/mapping.md"));
		String table = guide.substring(guide.indexOf("## Types")).split("\n\n")[0];
		assertThat(table.lines().skip(3)).containsExactlyElementsOf(rows);
	}

	@Test
	void everyTypeThatCanBeMappedIsInIt() {
		assertThat(Arrays.stream(Documented.class.getRecordComponents()).map(RecordComponent::getType).toList())
			.containsAll(new ArrayList<Class<?>>(FieldMapper.TYPES.keySet()));
	}

	private static String java(RecordComponent component) {
		if (component.getType().isEnum()) {
			return "an enum";
		}
		if (component.getType().isRecord()) {
			return "a record";
		}
		boolean isVector = component.isAnnotationPresent(VectorField.class);
		return "`" + component.getGenericType().getTypeName() + "`" + (isVector ? " with `@VectorField`" : "");
	}

	private String arrow(String name) {
		Field field = this.schema.findField(name);
		String described = "`" + FieldMapping.describe(field).replaceAll(" not null$", "") + "`";
		return (field.getDictionary() != null)
				? described + " in a dictionary of `" + field.getDictionary().getIndexType() + "`" : described;
	}

	enum State {

		DRAFT

	}

	record Author(String name, @Nullable Integer age) {
	}

	@Table("documented")
	record Documented(String text, UUID uuid, boolean flag, Boolean boxedFlag, byte int8, Byte boxedInt8, short int16,
			Short boxedInt16, int int32, Integer boxedInt32, long int64, Long boxedInt64, BigInteger uint64,
			BigDecimal decimal, float real, Float boxedReal, double wide, Double boxedWide, Instant instant,
			LocalDateTime local, LocalDate date, LocalTime time, Duration duration, byte[] bytes, Blob blob,
			State state, Author author, List<String> texts, List<List<Double>> nested, Map<String, Integer> counts,
			@VectorField(dimensions = 2) float[] floats, @VectorField(dimensions = 2) double[] doubles,
			@VectorField(dimensions = 2) byte[] small, @VectorField(dimensions = 2) List<float[]> several) {
	}

}
