package io.fletch.data.repository;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.SearchResults;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.Repository;

import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.repository.support.FletchRepositoryFactory;
import io.fletch.store.Database;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.QueryKind;
import io.fletch.store.record.Column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Records whose components are columns of other names.
 */
class ColumnNamesTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	private final FletchRepositoryFactory factory = new FletchRepositoryFactory(this.template);

	private final Songs songs = this.factory.getRepository(Songs.class);

	@BeforeEach
	void save() {
		this.songs.saveAll(List.of(song("a", "rain falls", 1999, "Ada"), song("b", "sun shines", 2020, "Bob"),
				song("c", "wind blows", 2005, "Cy")));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	private static Song song(String id, String text, int year, String singer) {
		return new Song(id, text, null, year, new Singer(singer), null);
	}

	private List<String> ids(List<Song> found) {
		return found.stream().map(Song::id).toList();
	}

	@Test
	void theTableHasTheColumns() {
		assertThat(this.database.openTable("songs").schema().getFields()).extracting((field) -> field.getName())
			.containsExactly("_id", "words", "embedding", "published-in", "artist", "revision");
	}

	@Test
	void savesFindsAndDeletesById() {
		Song found = this.songs.findById("b").orElseThrow();
		assertThat(found.singer()).isEqualTo(new Singer("Bob"));
		this.songs.save(new Song("b", "sun sets", null, 2021, found.singer(), found.version()));
		assertThat(this.songs.findById("b")).map(Song::text).contains("sun sets");
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> this.songs.save(found))
			.withMessageContaining("no longer has the version 0");
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> this.songs.delete(found))
			.withMessageContaining("no longer has the version 0");
		assertThat(this.songs.existsById("c")).isTrue();
		this.songs.deleteAllById(List.of("a", "c"));
		assertThat(ids(this.songs.findAll())).containsExactly("b");
	}

	@Test
	void namesOfMethodsAreThoseOfComponents() {
		assertThat(ids(this.songs.findByYearGreaterThanOrderByYearDesc(2000))).containsExactly("b", "c");
		assertThat(ids(this.songs.findBySingerName("Ada"))).containsExactly("a");
		assertThat(this.songs.findByTextContaining("wind")).map(Song::id).contains("c");
		assertThat(this.songs.searchByVectorNear("sun shines", Limit.of(1)).getContent().getFirst().getContent().id())
			.isEqualTo("b");
	}

	@Test
	void conditionsInSqlAreOfColumns() {
		assertThat(ids(this.songs.before(2005))).containsExactlyInAnyOrder("a", "c");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> this.songs.wrong(2005))
			.withMessageContaining("has no column")
			.withMessageContaining("published-in");
	}

	@Test
	void sortsByComponents() {
		assertThat(ids(this.songs.findAll(Sort.by("singer.name").descending()))).containsExactly("c", "b", "a");
		assertThat(ids(this.template.query(Song.class).orderByDescending(Song::year).list())).containsExactly("b", "c",
				"a");
		assertThat(ids(this.template.query(Song.class).where(Song::year).atMost(1999).list())).containsExactly("a");
		Page<Song> page = this.songs.before(PageRequest.of(0, 1, Sort.by("year")), 2010);
		assertThat(ids(page.getContent())).containsExactly("a");
		assertThat(page.getTotalElements()).isEqualTo(2);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.songs.findAll(Sort.by("published-in")))
			.withMessageContaining("'published-in' is no component of the record");
	}

	@Test
	void scrollsByComponents() {
		KeysetScrollPosition begin = ScrollPosition.keyset();
		Window<Song> first = this.songs.findAll(begin, Limit.of(2), Sort.by("year"));
		assertThat(ids(first.getContent())).containsExactly("a", "c");
		Window<Song> rest = this.songs.findAll(first.positionAt(1), Limit.of(2), Sort.by("year"));
		assertThat(ids(rest.getContent())).containsExactly("b");
	}

	@Test
	void partsAreNamedByComponentsOrColumns() {
		assertThat(this.songs.findYearsBySingerName("Ada")).containsExactly(new Year("a", 1999, new Singer("Ada")));
		assertThat(this.songs.findByYear(1999, Named.class)).containsExactly(new Named("rain falls", "a"));
	}

	@Test
	void partsTellHowNearTheyAre() {
		List<Near> near = this.songs.findNearByVectorNear("sun shines", Limit.of(2));
		assertThat(near).hasSize(2);
		assertThat(near.getFirst().id()).isEqualTo("b");
		assertThat(near.getFirst().distance()).isLessThan(1e-6);
		assertThat(this.songs.searchNearByVectorNear("sun shines", Limit.of(1)).getContent().getFirst().getContent())
			.isEqualTo(near.getFirst());
		assertThat(this.songs.findFirstByVectorNear("sun shines", Near.class)).contains(near.getFirst());
		assertThat(this.songs.ask("sun", Limit.of(1))).singleElement().satisfies((told) -> {
			assertThat(told.id()).isEqualTo("b");
			assertThat(told.score()).isPositive();
			assertThat(told.relevance()).isPositive();
		});
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(() -> this.songs.words("sun"))
			.withMessage("The component 'distance' of " + Near.class.getName()
					+ " is '_distance', which is null for a record that was found; give it the type @Nullable Double");
	}

	@Test
	void partsThatCannotBeAreNamedAtStart() {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.factory.getRepository(Unknown.class))
			.havingRootCause()
			.withMessage("The component 'nothing' of " + Wrong.class.getName()
					+ " is the column 'none', which is none of the record " + Song.class.getName()
					+ "; its columns are [_id, words, embedding, published-in, artist, revision]");
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.factory.getRepository(Unsearched.class))
			.withStackTraceContaining("Unsearched.findByYear cannot be answered: it gives records with what a search "
					+ "tells of them, but is no search");
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.factory.getRepository(Sliced.class))
			.withStackTraceContaining("but is given a part of these; let it give a List or SearchResults");
	}

	interface Songs extends FletchRepository<Song, String> {

		List<Song> findByYearGreaterThanOrderByYearDesc(int year);

		List<Song> findBySingerName(String name);

		Optional<Song> findByTextContaining(String part);

		SearchResults<Song> searchByVectorNear(String text, Limit limit);

		@Query("`published-in` <= :year AND artist.`full name` <> 'Nobody'")
		List<Song> before(int year);

		@Query("`published-in` <= :year")
		Page<Song> before(Pageable pageable, int year);

		@Query("year <= :year")
		List<Song> wrong(int year);

		List<Year> findYearsBySingerName(String name);

		<P> List<P> findByYear(int year, Class<P> type);

		List<Near> findNearByVectorNear(String text, Limit limit);

		SearchResults<Near> searchNearByVectorNear(String text, Limit limit);

		<P> Optional<P> findFirstByVectorNear(String text, Class<P> type);

		@HybridSearch
		List<Told> ask(String question, Limit limit);

		@HybridSearch(kind = QueryKind.TEXT)
		List<Near> words(String question);

	}

	interface Unknown extends Repository<Song, String> {

		List<Wrong> findByYear(int year);

	}

	interface Unsearched extends Repository<Song, String> {

		List<Near> findByYear(int year);

	}

	interface Sliced extends Repository<Song, String> {

		Slice<Near> findByVectorNear(String text, Pageable pageable);

	}

	@Table("songs")
	record Song(@Id @Column("_id") String id, @SourceField @FullText @Column("words") String text,
			@VectorField @Column("embedding") float @Nullable [] vector, @Column("published-in") int year,
			@Column("artist") Singer singer, @Version @Column("revision") @Nullable Long version) {
	}

	record Singer(@Column("full name") String name) {
	}

	record Year(String id, int year, @Column("artist") Singer by) {
	}

	record Named(@Column("words") String title, String id) {
	}

	record Near(String id, @Column("_distance") double distance) {
	}

	record Told(String id, @Column("_score") @Nullable Double score, @Column("_relevance_score") double relevance,
			@Column("_rowid") long row) {
	}

	record Wrong(@Column("none") String nothing) {
	}

}
