package io.fletch.data;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.annotation.Version;

import io.fletch.store.Database;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vectors of records that are read, changed and saved.
 */
class StaleVectorsTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void aChangedTextGetsAVectorOfItsOwn() {
		this.template.saveAll(List.of(new Page("1", "rain falls", null, "a"), new Page("2", "lions sleep", null, "a")));
		Page read = read("1");
		Page saved = this.template.save(new Page("1", "snow lies on the roof", read.vector(), "b"));
		assertThat(saved.text()).isEqualTo("snow lies on the roof");
		assertThat(read("1").vector()).isEqualTo(vector("snow lies on the roof"));
		assertThat(this.template.search(Page.class, "snow on the roof").limit(1).list()).extracting(Page::id)
			.containsExactly("1");
	}

	@Test
	void aVectorStaysWhereTheTextDoes() {
		this.template.save(new Page("1", "rain falls", new float[256], "a"));
		Page read = read("1");
		this.template.save(new Page("1", "rain falls", read.vector(), "b"));
		assertThat(read("1").vector()).isEqualTo(new float[256]);
		assertThat(read("1").note()).isEqualTo("b");
	}

	@Test
	void aVectorThatIsGivenIsStored() {
		this.template.save(new Page("1", "rain falls", null, "a"));
		float[] given = vector("wind");
		this.template.save(new Page("1", "snow", given, "a"));
		assertThat(read("1").vector()).isEqualTo(given);
		this.template.save(new Page("new", "snow", given, "a"));
		assertThat(read("new").vector()).isEqualTo(given);
	}

	@Test
	void eachOfSeveralGetsWhatItNeeds() {
		this.template.saveAll(List.of(new Page("1", "rain", null, "a"), new Page("2", "sun", null, "a"),
				new Page("3", "wind", null, "a")));
		float[] given = vector("other");
		this.template.saveAll(
				List.of(new Page("1", "snow", read("1").vector(), "b"), new Page("2", "sun", read("2").vector(), "b"),
						new Page("3", "ice", given, "b"), new Page("4", "hail", null, "b")));
		assertThat(this.template.query(Page.class).orderBy(Page::id).list()).extracting(Page::vector)
			.containsExactly(vector("snow"), vector("sun"), given, vector("hail"));
	}

	@Test
	void recordsWithVersionsAreNoExceptions() {
		this.template.save(new Counted("1", null, "rain", null));
		Counted read = this.template.findById("1", Counted.class).orElseThrow();
		this.template.save(new Counted("1", read.version(), "snow", read.vector()));
		assertThat(this.template.findById("1", Counted.class).orElseThrow().vector()).isEqualTo(vector("snow"));
	}

	private Page read(String id) {
		return this.template.findById(id, Page.class).orElseThrow();
	}

	private static float[] vector(String text) {
		return new HashedWordsFunction().embedQuery(text);
	}

	@Table("pages")
	record Page(@Id String id, @SourceField String text, @VectorField float @Nullable [] vector, String note) {
	}

	@Table("counted")
	record Counted(@Id String id, @Version @Nullable Long version, @SourceField String text,
			@VectorField float @Nullable [] vector) {
	}

}
