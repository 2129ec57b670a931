package io.fletch.store;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.fletch.store.data.blob.Blob;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.index.IndexDefinition;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Vectors;
import io.fletch.store.query.text.TextQuery;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/lancedb.md} says that Fletch has.
 */
class LanceDbGuideTests {

	private static final List<Class<?>> DOOR = List.of(Database.class, DatabaseOptions.class, Session.class,
			Namespaces.class, EmbeddingFunctionRegistry.class, Table.class, EmbeddingColumn.class, TypedTable.class,
			Search.class, RowSource.class, AddOptions.class, Update.class, MergeInsert.class, Columns.class,
			TableTags.class, Branches.class, Hit.class, Blob.class, Indexes.class, IndexInfo.class,
			IndexDefinition.class, TextQuery.class, TextQuery.Match.class, Vectors.class, TextQuery.Phrase.class,
			TextQuery.MultiMatch.class);

	static Stream<String> methods() throws IOException {
		Pattern code = Pattern.compile("`[^`]*`");
		Pattern called = Pattern.compile("\\b([a-z][A-Za-z]+)(?=\\(|`|,|\\.|$)");
		return Files.readAllLines(Path.of("../docs/lancedb.md"))
			.stream()
			.filter((line) -> line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| LanceDB"))
			.map((line) -> line.split(" \\| ")[1])
			.flatMap((cell) -> code.matcher(cell).results())
			.map((result) -> result.group().replaceAll("\\([^()]*\\)", "(").replaceAll("\"[^\"]*\"", ""))
			.flatMap((text) -> called.matcher(text).results())
			.map((result) -> result.group(1))
			.filter((name) -> !List.of("file", "memory").contains(name))
			.distinct();
	}

	@ParameterizedTest
	@MethodSource("methods")
	void everyMethodThatItNamesIsThere(String name) {
		Set<String> there = DOOR.stream()
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.map(Method::getName)
			.collect(Collectors.toSet());
		assertThat(there).contains(name);
	}

}
