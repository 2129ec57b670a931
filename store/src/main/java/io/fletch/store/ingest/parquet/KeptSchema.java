package io.fletch.store.ingest.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.LanceDbFunction;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.arrow.ArrowRows;

/**
 * What the writers of Arrow (pyarrow, arrow-rs, and all that is built on them) keep of a
 * table's schema in the footer of a Parquet file, whose own types know neither lists of a
 * fixed size nor metadata: under {@code ARROW:schema} the schema as a message of Arrow
 * IPC in Base64, which may be absent, and the metadata of the schema under their own
 * names.
 */
final class KeptSchema {

	static final String KEY = "ARROW:schema";

	private static final Logger logger = LoggerFactory.getLogger(KeptSchema.class);

	private KeptSchema() {
	}

	/**
	 * Completes the schema that Parquet's types give. Types of values never change, so
	 * that a footer that contradicts its columns does no harm.
	 * @param schema what Parquet's types give
	 * @param footer the footer's texts by name
	 * @return the schema, with sizes of lists and metadata
	 */
	static Schema completed(Schema schema, Map<String, String> footer) {
		Schema kept = kept(footer.get(KEY));
		Map<String, String> metadata = new HashMap<>((kept != null) ? kept.getCustomMetadata() : Map.of());
		String functions = footer.get(LanceDbFunction.KEY);
		if (functions != null) {
			metadata.putIfAbsent(LanceDbFunction.KEY, functions);
		}
		return new Schema((kept != null) ? completed(schema.getFields(), kept.getFields()) : schema.getFields(),
				metadata);
	}

	private static @Nullable Schema kept(@Nullable String message) {
		if (message == null) {
			return null;
		}
		try (ArrowRows rows = ArrowRows.stream(new ByteArrayInputStream(Base64.getDecoder().decode(message)))) {
			return rows.schema();
		}
		catch (InvalidInputException | IllegalArgumentException | IOException ex) {
			// The rows can be read all the same.
			logger.warn("The Arrow schema that the footer of a Parquet file keeps cannot be read, so that lists of a "
					+ "fixed size are read as lists, and metadata is left out: {}", ex.getMessage());
			return null;
		}
	}

	private static List<Field> completed(List<Field> fields, List<Field> kept) {
		Map<String, Field> byName = kept.stream()
			.collect(Collectors.toMap(Field::getName, Function.identity(), (first, second) -> first));
		List<Field> completed = new ArrayList<>();
		for (Field field : fields) {
			Field original = byName.get(field.getName());
			completed.add((original != null) ? completed(field, original) : field);
		}
		return completed;
	}

	private static Field completed(Field field, Field kept) {
		return switch (field.getType()) {
			case ArrowType.List list when kept.getType() instanceof ArrowType.FixedSizeList fixed ->
				with(field, kept, fixed, List.of(element(field, kept)));
			case ArrowType.List list when kept.getChildren().size() == 1 ->
				with(field, kept, list, List.of(element(field, kept)));
			case ArrowType.Struct struct ->
				with(field, kept, struct, completed(field.getChildren(), kept.getChildren()));
			default -> with(field, kept, field.getType(), field.getChildren());
		};
	}

	private static Field element(Field list, Field kept) {
		return completed(list.getChildren().getFirst(), kept.getChildren().getFirst());
	}

	private static Field with(Field field, Field kept, ArrowType type, List<Field> children) {
		return new Field(field.getName(), new FieldType(field.isNullable(), type, null, kept.getMetadata()), children);
	}

}
