package io.fletch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/changing-rows.md}.
 */
class ChangingRowsTests {

	@TempDir
	private Path folder;

	private Database database;

	private Table products;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder);
		this.products = this.database.createTable("products",
				new Schema(List.of(field("id", new ArrowType.Int(64, true)), field("name", new ArrowType.Utf8()),
						field("price", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
						field("stock", new ArrowType.Int(32, true)))));
		this.products.add(List.of(product(7, 10, 3), product(8, 0.5, 0), product(9, 20, 0)));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void updates() {
		Table products = this.products;
		products.update().set("stock", 0).where("id = :id", Map.of("id", 7)).execute();

		products.update().setSql("price", "price * :rate", Map.of("rate", 1.1)).where("stock > 0").execute();
		assertThat(shown()).containsExactly("8:0.5:0", "9:20.0:0", "7:10.0:0");
	}

	@Test
	void deletes() {
		Table products = this.products;
		products.delete("stock = 0 AND price < :price", Map.of("price", 1));
		assertThat(shown()).containsExactly("7:10.0:3", "9:20.0:0");

		products.delete("true");
		assertThat(shown()).isEmpty();
	}

	@Test
	void merges() {
		Table products = this.products;
		List<Map<String, @Nullable Object>> changed = List.of(product(7, 11, 3), product(10, 1, 1));
		products.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(changed);

		products.mergeInsert("id").whenNotMatchedInsertAll().execute(changed);

		products.mergeInsert("id")
			.whenMatchedUpdateAll("target.price <> source.price")
			.whenNotMatchedInsertAll()
			.whenNotMatchedBySourceDelete("stock = 0")
			.timeout(Duration.ofSeconds(10))
			.execute(changed);
		assertThat(shown()).containsExactly("7:11.0:3", "10:1.0:1");
	}

	@Test
	void theDocumentShowsTheseExamples() throws IOException {
		String document = squeezed(Files.readString(Path.of("../docs/changing-rows.md")));
		String source = squeezed(Files.readString(Path.of("src/test/java/io/fletch/store/ChangingRowsTests.java")));
		List<String> examples = Arrays.stream(document.split("```"))
			.filter((part) -> part.startsWith("java"))
			.flatMap((part) -> Arrays.stream(part.substring("java".length()).split(";")))
			.toList();
		assertThat(examples).hasSize(7).allSatisfy((example) -> assertThat(source).contains(example));
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+", "");
	}

	private static Map<String, @Nullable Object> product(int id, double price, int stock) {
		return Map.of("id", id, "name", "product " + id, "price", price, "stock", stock);
	}

	private static Field field(String name, ArrowType type) {
		return new Field(name, FieldType.nullable(type), null);
	}

	private List<String> shown() {
		return this.products.scan()
			.rows()
			.stream()
			.map((row) -> row.get("id") + ":" + row.get("price") + ":" + row.get("stock"))
			.toList();
	}

}
