package io.fletch.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.annotation.Version;

import io.fletch.store.Database;
import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityObserver;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.QueryPlan;
import io.fletch.store.record.Column;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vectors of records that are read, changed and saved.
 */
class StaleVectorsTests {

	private final Scans scans = new Scans();

	private final Database database = Memory.open(this.scans);

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
	void aRecordThatWasReadOnceCanBeSavedAgainAndAgain() {
		this.template.save(new Page("1", "rain falls", null, "a"));
		Page read = read("1");
		for (String text : List.of("snow lies", "wind blows", "wind blows", "rain falls")) {
			this.template.save(new Page("1", text, read.vector(), "b"));
			assertThat(read("1").text()).isEqualTo(text);
			assertThat(read("1").vector()).isEqualTo(vector(text));
		}
	}

	@Test
	void twoWhoReadTheSameGetTheVectorsOfTheirTexts() {
		this.template.save(new Page("1", "rain falls", null, "a"));
		Page first = read("1");
		Page second = read("1");
		this.template.save(new Page("1", "snow lies", first.vector(), "first"));
		this.template.save(new Page("1", "wind blows", second.vector(), "second"));
		assertThat(read("1").vector()).isEqualTo(vector("wind blows"));
		this.template.save(new Page("1", "wind blows", first.vector(), "first"));
		assertThat(read("1").vector()).isEqualTo(vector("wind blows"));
		this.template.save(new Page("1", second.text(), second.vector(), "second"));
		assertThat(read("1")).extracting(Page::text, Page::vector, Page::note)
			.containsExactly("rain falls", vector("rain falls"), "second");
	}

	@Test
	void aVectorOfOnesOwnIsStoredWithANewRowAndByAMerge() {
		float[] own = vector("wind");
		this.template.save(new Page("1", "snow", own, "a"));
		this.template.insert(new Page("2", "snow", own, "a"));
		assertThat(read("1").vector()).isEqualTo(own);
		assertThat(read("2").vector()).isEqualTo(own);
		float[] another = vector("sun");
		this.template.merge(Page.class, List.of(new Page("1", "ice", another, "b")),
				(merge) -> merge.whenMatchedUpdateAll());
		assertThat(read("1").vector()).isEqualTo(another);
	}

	@Test
	void aRowKeepsItsVectorWhileItsTextStays() {
		float[] own = vector("wind");
		this.template.insert(new Page("1", "snow", own, "a"));
		Page saved = this.template.save(new Page("1", "snow", vector("other"), "b"));
		assertThat(saved.vector()).isEqualTo(own);
		assertThat(read("1").vector()).isEqualTo(own);
		assertThat(read("1").note()).isEqualTo("b");
		this.template.save(new Page("1", "snow", null, "c"));
		assertThat(read("1").vector()).isEqualTo(own);
		this.template.save(new Page("1", "ice", own, "d"));
		assertThat(read("1").vector()).isEqualTo(vector("ice"));
	}

	@Test
	void eachOfSeveralGetsWhatItNeeds() {
		float[] own = vector("other");
		this.template.saveAll(List.of(new Page("1", "rain", null, "a"), new Page("2", "sun", own, "a"),
				new Page("3", "wind", null, "a")));
		this.template.saveAll(
				List.of(new Page("1", "snow", read("1").vector(), "b"), new Page("2", "sun", read("2").vector(), "b"),
						new Page("3", "ice", own, "b"), new Page("4", "hail", own, "b")));
		assertThat(this.template.query(Page.class).orderBy(Page::id).list()).extracting(Page::vector)
			.containsExactly(vector("snow"), own, vector("ice"), own);
	}

	@Test
	void manyAreLookedUpInBatches() {
		List<Page> pages = IntStream.range(0, 2_001)
			.mapToObj((i) -> new Page(String.format(Locale.ROOT, "%04d", i), "rain " + i, null, "a"))
			.toList();
		this.template.insertAll(pages);
		this.scans.plans.clear();
		float[] stale = vector("stale");
		this.template
			.saveAll(pages.stream().map((page) -> new Page(page.id(), "snow " + page.id(), stale, "b")).toList());
		assertThat(this.scans.read()).containsExactly("id, vector, text -> 1000 rows", "id, vector, text -> 1000 rows",
				"id, vector, text -> 1 rows");
		assertThat(this.template.query(Page.class).list())
			.allSatisfy((page) -> assertThat(page.vector()).isEqualTo(vector(page.text())));
	}

	@Test
	void onlyWhatIsComparedIsRead() {
		Photo photo = new Photo(UUID.randomUUID(), "rain", "falls", new byte[2], null);
		this.template.save(photo);
		Photo read = this.template.findById(photo.id(), Photo.class).orElseThrow();
		this.scans.plans.clear();
		// The record cannot be made without the picture, which need not be read.
		this.template.save(new Photo(photo.id(), "rain", "stops", new byte[1], read.vector()));
		assertThat(this.scans.read()).containsExactly("id, vector, the-title, text -> 1 rows");
		Photo changed = this.template.findById(photo.id(), Photo.class).orElseThrow();
		assertThat(changed.vector()).isEqualTo(vector("rain stops"));
		assertThat(changed.picture()).hasSize(1);
		this.template.save(new Photo(photo.id(), "rain", "stops", new byte[3], read.vector()));
		assertThat(this.template.findById(photo.id(), Photo.class).orElseThrow().vector())
			.isEqualTo(vector("rain stops"));
	}

	@Test
	void idsOfOtherTypesAreFoundAgain() {
		this.template.saveAll(List.of(new Small((short) 1, "rain", null), new Small((short) 2, "sun", null)));
		float[] stale = vector("stale");
		this.template.saveAll(List.of(new Small((short) 1, "snow", stale), new Small((short) 2, "sun", stale)));
		assertThat(this.template.query(Small.class).orderBy(Small::id).list()).extracting(Small::vector)
			.containsExactly(vector("snow"), vector("sun"));
		byte[] id = new byte[2];
		this.template.save(new Hashed(id, "rain", null));
		this.template.save(new Hashed(id.clone(), "snow", stale));
		assertThat(this.template.findById(id, Hashed.class).orElseThrow().vector()).isEqualTo(vector("snow"));
	}

	@Test
	void recordsWithVersionsAreNoExceptions() {
		this.template.save(new Counted("1", null, "rain", null));
		Counted read = this.template.findById("1", Counted.class).orElseThrow();
		this.template.save(new Counted("1", read.version(), "snow", read.vector()));
		assertThat(this.template.findById("1", Counted.class).orElseThrow().vector()).isEqualTo(vector("snow"));
	}

	@Test
	void aRecordWithoutTheTextLeavesTheVectorAsItIs() {
		this.template.save(new Letter("1", "rain", null, "a"));
		Stamp read = this.template.findById("1", Stamp.class).orElseThrow();
		this.template.save(new Letter("1", "snow", null, "a"));
		this.template.save(new Stamp("1", read.vector(), "b"));
		assertThat(this.template.findById("1", Letter.class).orElseThrow())
			.extracting(Letter::text, Letter::vector, Letter::note)
			.containsExactly("snow", vector("snow"), "b");
	}

	@Test
	void aRecordWithAPartOfTheTextGetsTheVectorOfTheWhole() {
		this.template.save(new Note("1", "rain", "falls", null));
		Heading read = this.template.findById("1", Heading.class).orElseThrow();
		this.template.save(new Note("1", "rain", "stops", null));
		this.template.save(read);
		assertThat(this.template.findById("1", Note.class).orElseThrow().vector()).isEqualTo(vector("rain stops"));
		this.template.save(new Heading("1", "snow", read.vector()));
		assertThat(this.template.findById("1", Note.class).orElseThrow().vector()).isEqualTo(vector("snow stops"));
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

	// @formatter:off
	@Table("photos")
	record Photo(@Id UUID id, @Column("the-title") String title, @Nullable String text, byte[] picture,
			@VectorField(source = { "title", "text" }) float @Nullable [] vector) {

		Photo {
			Objects.requireNonNull(picture, "picture");
		}

	}

	@Table("notes")
	record Note(@Id String id, String title, @Nullable String text,
			@VectorField(source = { "title", "text" }) float @Nullable [] vector) {
	}
	// @formatter:on

	@Table("small")
	record Small(@Id short id, @SourceField String text, @VectorField float @Nullable [] vector) {
	}

	@Table("hashed")
	record Hashed(@Id byte[] id, @SourceField String text, @VectorField float @Nullable [] vector) {
	}

	@Table("letters")
	record Letter(@Id String id, @SourceField @Nullable String text, @VectorField float @Nullable [] vector,
			String note) {
	}

	@Table("letters")
	record Stamp(@Id String id, @VectorField(dimensions = 256) float @Nullable [] vector, String note) {
	}

	@Table("notes")
	record Heading(@Id String id, String title, @VectorField(dimensions = 256) float @Nullable [] vector) {
	}

	@Table("counted")
	record Counted(@Id String id, @Version @Nullable Long version, @SourceField String text,
			@VectorField float @Nullable [] vector) {
	}

	/**
	 * The scans that there were.
	 */
	private static final class Scans implements ActivityObserver {

		private final List<QueryPlan> plans = new ArrayList<>();

		@Override
		public Ending begun(Activity activity) {
			return (outcome) -> {
				if (activity.detail().equals("scan") && outcome.plan() != null) {
					this.plans.add(outcome.plan());
				}
			};
		}

		@Override
		public boolean wantsPlans() {
			return true;
		}

		/**
		 * Tells which columns were read, and of how many rows.
		 */
		List<String> read() {
			return this.plans.stream()
				.map((plan) -> plan.steps().getLast())
				.map((step) -> step.how() + " -> " + step.rows() + " rows")
				.toList();
		}

	}

}
