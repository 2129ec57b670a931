package io.fletch.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.mapping.MappingException;
import org.springframework.data.mapping.callback.EntityCallbacks;

import io.fletch.data.event.AfterConvertCallback;
import io.fletch.data.event.AfterSaveCallback;
import io.fletch.data.event.BeforeConvertCallback;
import io.fletch.data.event.BeforeSaveCallback;
import io.fletch.data.mapping.FletchMappingContext;
import io.fletch.store.Database;
import io.fletch.store.MergeInsert;
import io.fletch.store.SchemaMode;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.query.Expression;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchTemplateTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void savesAndReplacesById() {
		this.template.save(Article.of("1", "rain", "en", 2025));
		Article saved = this.template.save(Article.of("1", "snow", "de", 2026));
		assertThat(saved.text()).isEqualTo("snow");
		assertThat(this.template.count(Article.class)).isEqualTo(1);
		Article found = this.template.findById("1", Article.class).orElseThrow();
		assertThat(found.lang()).isEqualTo("de");
		assertThat(found.vector()).hasSize(256);
		assertThat(this.template.findById("2", Article.class)).isEmpty();
		assertThat(this.template.existsById("1", Article.class)).isTrue();
		assertThat(this.template.existsById("2", Article.class)).isFalse();
	}

	@Test
	void makesIdsThatRise() {
		List<Article> saved = this.template
			.saveAll(IntStream.range(0, 100).mapToObj((i) -> Article.of(null, "text " + i, "en", i)).toList());
		assertThat(saved).extracting(Article::id).doesNotHaveDuplicates().isSorted();
		assertThat(saved).extracting((article) -> UUID.fromString(article.id()).version()).containsOnly(7);
		assertThat(this.template.findAllById(List.of(saved.get(3).id(), "none"), Article.class))
			.extracting(Article::year)
			.containsExactly(3);
		assertThat(this.template.save(new Ticket(null, "a")).id()).extracting(UUID::version).isEqualTo(7);
	}

	@Test
	void refusesToMakeOtherIds() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.save(new Numbered(null, "a")))
			.withMessageContaining("The id 'id' of the record " + Numbered.class.getName() + " is null");
	}

	@Test
	void insertsOnlyWhatIsNotThere() {
		this.template.insert(Article.of("1", "rain", "en", 2025));
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.template.insert(Article.of("1", "snow", "en", 2025)))
			.withMessage("The table 'articles' already has a row with the id '1'");
		assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(
				() -> this.template.insertAll(List.of(Article.of("2", "a", "en", 1), Article.of("1", "b", "en", 1))))
			.withMessageContaining("the id '1'");
		assertThat(this.template.findAll(Article.class)).extracting(Article::text).containsExactly("rain");
		this.template.insertAll(List.of(Article.of("2", "a", "en", 1), Article.of("3", "b", "en", 1)));
		assertThat(this.template.count(Article.class)).isEqualTo(3);
	}

	@Test
	void refusesTwoRecordsWithOneId() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(
					() -> this.template.saveAll(List.of(Article.of("1", "a", "en", 1), Article.of("1", "b", "en", 1))))
			.withMessage("Two of the records have the id '1'; save one of them only");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(
					() -> this.template.<Record>saveAll(List.of(Article.of("1", "a", "en", 1), new Ticket(null, "a"))))
			.withMessageContaining("save or delete those of each type by themselves");
	}

	@Test
	void countsVersionsUpAndRefusesStaleOnes() {
		Account first = this.template.save(new Account("1", null, 10));
		assertThat(first.version()).isZero();
		Account second = this.template.save(new Account("1", first.version(), 20));
		assertThat(second.version()).isEqualTo(1);
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.template.save(new Account("1", first.version(), 30)))
			.withMessageContaining("The row with the id '1' of the table 'accounts' no longer has the version 0");
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> this.template.delete(first))
			.withMessageContaining("no longer has the version 0");
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> this.template.save(new Account("1", null, 30)))
			.withMessageContaining("'1'");
		assertThat(this.template.findById("1", Account.class)).contains(second);
		assertThat(this.template.delete(second)).isTrue();
		assertThatExceptionOfType(OptimisticLockingFailureException.class).isThrownBy(() -> this.template.save(second))
			.withMessageContaining("'1'");
	}

	@Test
	void savesNoneIfOneVersionIsStale() {
		List<Account> saved = this.template
			.saveAll(List.of(new Account("1", null, 1), new Account("2", null, 2), new Account("3", null, 3)));
		this.template.save(saved.get(1));
		assertThatExceptionOfType(OptimisticLockingFailureException.class)
			.isThrownBy(() -> this.template.saveAll(saved))
			.withMessageContaining("nothing was saved");
		assertThat(this.template.findAll(Account.class)).extracting(Account::version)
			.containsExactlyInAnyOrder(0L, 1L, 0L);
		List<Account> again = this.template.findAll(Account.class);
		assertThat(this.template.saveAll(again)).extracting(Account::version).containsExactlyInAnyOrder(1L, 2L, 1L);
	}

	@Test
	void aPrimitiveVersionBeginsWithOne() {
		Counter first = this.template.save(new Counter("1", 0));
		assertThat(first.version()).isEqualTo(1);
		assertThat(this.template.save(first).version()).isEqualTo(2);
	}

	@Test
	void onlyOneOfManyWritersWins() throws InterruptedException {
		this.template.save(new Account("1", null, 0));
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(Thread.ofVirtual().start(() -> {
				for (int done = 0; done < 5;) {
					Account read = this.template.findById("1", Account.class).orElseThrow();
					try {
						this.template.save(new Account("1", read.version(), read.balance() + 1));
						done++;
					}
					catch (OptimisticLockingFailureException ex) {
						// Another thread was faster; this one reads again.
					}
				}
			}));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.template.findById("1", Account.class)).contains(new Account("1", 40L, 40));
	}

	@Test
	void asksByComponents() {
		saveSome();
		assertThat(this.template.query(Article.class)
			.where(Article::lang)
			.is("en")
			.orderByDescending(Article::year)
			.list()).extracting(Article::id).containsExactly("3", "1");
		assertThat(this.template.query(Article.class)
			.where(Article::year)
			.atLeast(2025)
			.where(Article::lang)
			.in(List.of("de", "fr"))
			.orderBy(Article::id)
			.list()).extracting(Article::id).containsExactly("2", "4");
		assertThat(this.template.query(Article.class)
			.where(Expression.column("author.name".split("\\.")[0]).field("name").eq("Ada"))
			.where("year < :year AND lang = :lang", Map.of("year", 2026, "lang", "en"))
			.count()).isEqualTo(1);
		assertThat(this.template.query(Article.class).where(Article::price).isNull().count()).isEqualTo(4);
		assertThat(this.template.query(Article.class).where(Article::price).isNotNull().exists()).isFalse();
		assertThat(this.template.query(Article.class).where(Article::year).lessThan(2025).exists()).isFalse();
		assertThat(this.template.query(Article.class).where(Article::year).greaterThan(2026).first()).map(Article::id)
			.contains("4");
	}

	@Test
	void findsOneOrTellsThatThereAreSeveral() {
		saveSome();
		assertThat(this.template.query(Article.class).where(Article::lang).is("fr").one()).isPresent();
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.template.query(Article.class).where(Article::lang).is("en").one())
			.withMessageContaining("More than one record");
	}

	@Test
	void readsPages() {
		saveSome();
		Page<Article> page = this.template.page(Article.class, PageRequest.of(1, 3, Sort.by("id")));
		assertThat(page.getTotalElements()).isEqualTo(4);
		assertThat(page).extracting(Article::id).containsExactly("4");
		Slice<Article> slice = this.template.query(Article.class)
			.slice(PageRequest.of(0, 3, Sort.by("id").descending()));
		assertThat(slice).extracting(Article::id).containsExactly("4", "3", "2");
		assertThat(slice.hasNext()).isTrue();
		assertThat(this.template.query(Article.class).limit(0).list()).isEmpty();
	}

	@Test
	void sortsByWhateverIsAComponentAndNothingElse() {
		saveSome();
		assertThat(this.template.query(Article.class)
			.sort(Sort.by(Sort.Order.asc("author.name").ignoreCase(), Sort.Order.desc("id")))
			.list()).extracting(Article::id).containsExactly("4", "3", "2", "1");
		for (String hostile : List.of("year; DROP TABLE articles", "1 = 1", "author.none", "tags.length", "\"year\"",
				"")) {
			assertThatExceptionOfType(RuntimeException.class)
				.isThrownBy(() -> this.template.query(Article.class).sort(Sort.by(hostile)).list())
				.isInstanceOfAny(InvalidDataAccessApiUsageException.class, IllegalArgumentException.class)
				.withMessageMatching("(?s).*(is no component of the record|Property must not be null or empty).*");
		}
	}

	@Test
	void streamsAndClosesTheVersion() {
		saveSome();
		try (Stream<Article> stream = this.template.stream(Article.class)) {
			assertThat(stream.map(Article::id)).containsExactlyInAnyOrder("1", "2", "3", "4");
		}
	}

	@Test
	void searchesByWordsMeaningAndVectors() {
		saveSome();
		assertThat(this.template.search(Article.class, "snow on the roof").limit(1).list()).extracting(Article::id)
			.containsExactly("2");
		List<Hit<Article>> hits = this.template.search(Article.class, "lions")
			.where(Article::lang)
			.is("en")
			.options((search) -> search.kind(QueryKind.TEXT))
			.hits();
		assertThat(hits).singleElement().satisfies((hit) -> assertThat(hit.score()).isPositive());
		float[] vector = this.template.findById("4", Article.class).orElseThrow().vector();
		assertThat(this.template.query(Article.class).search(vector).limit(1).first()).map(Article::id).contains("4");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.search(Article.class, "x").page(PageRequest.of(0, 2)))
			.withMessageContaining("ask for a slice");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.search(Article.class, "x").delete())
			.withMessageContaining("Records are deleted by conditions only");
	}

	@Test
	void deletesAndMerges() {
		saveSome();
		assertThat(this.template.deleteById("1", Article.class)).isTrue();
		assertThat(this.template.deleteById("1", Article.class)).isFalse();
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.delete(Article.of(null, "", "", 0)))
			.withMessageContaining("has no id, so that it was not saved");
		assertThat(this.template.query(Article.class).where("lang = :lang", Map.of("lang", "de")).delete())
			.isEqualTo(1);
		assertThat(this.template.query(Article.class).where(Article::lang).is("fr").delete()).isEqualTo(1);
		assertThat(this.template
			.merge(Article.class, List.of(Article.of("3", "new", "xx", 1), Article.of("9", "nine", "xx", 1)),
					MergeInsert::whenNotMatchedInsertAll)
			.inserted()).isEqualTo(1);
		assertThat(this.template.delete(Article.of("9", "", "", 0))).isTrue();
		assertThat(this.template.deleteAllById(List.of("3", "8"), Article.class)).isEqualTo(1);
		saveSome();
		assertThat(this.template.deleteAll(Article.class)).isEqualTo(4);
	}

	@Test
	void joinsConditionsOfBothKinds() {
		saveSome();
		FletchQuery<Article> query = this.template.query(Article.class)
			.where(Article::lang)
			.is("en")
			.where("year > :year", Map.of("year", 2025));
		assertThat(query.count()).isEqualTo(1);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> query.where("year < :year", Map.of("year", 2030)).count())
			.withMessage("Two conditions have the parameter ':year'; give one of them another name");
		assertThat(query.delete()).isEqualTo(1);
	}

	@Test
	void callsBackBeforeAndAfter() {
		List<String> calls = new ArrayList<>();
		this.template.setEntityCallbacks(EntityCallbacks.create((BeforeConvertCallback<Article>) (row, table) -> {
			calls.add("before convert " + row.id() + " " + table);
			return row.priced(1.0);
		}, (BeforeSaveCallback<Article>) (row, table) -> {
			calls.add("before save " + (row.id() != null));
			return row.priced(row.price() + 1);
		}, (AfterSaveCallback<Article>) (row, table) -> {
			calls.add("after save " + row.price());
			return row.priced(99.0);
		}, (AfterConvertCallback<Article>) (row, table) -> {
			calls.add("after convert " + row.price());
			return row.priced(row.price() * 10);
		}));
		Article saved = this.template.save(Article.of(null, "rain", "en", 2025));
		assertThat(saved.price()).isEqualTo(99.0);
		assertThat(this.template.findById(saved.id(), Article.class).orElseThrow().price()).isEqualTo(20.0);
		assertThat(calls).containsExactly("before convert null articles", "before save true", "after save 2.0",
				"after convert 2.0");
	}

	@Test
	void translatesExceptions() {
		FletchTemplate strict = new FletchTemplate(this.database, new FletchMappingContext(), SchemaMode.VALIDATE);
		assertThatExceptionOfType(InvalidDataAccessResourceUsageException.class)
			.isThrownBy(() -> strict.count(Article.class))
			.withMessageContaining("articles")
			.withCauseInstanceOf(TableNotFoundException.class);
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.query(Article.class).where("nothing = 1", Map.of()).list())
			.withMessageContaining("nothing");
		this.database.close();
		assertThatExceptionOfType(UncategorizedFletchException.class)
			.isThrownBy(() -> this.template.count(Article.class))
			.withMessageContaining("closed");
	}

	@Test
	void refusesRecordsThatAreNoRows() {
		assertThatExceptionOfType(MappingException.class).isThrownBy(() -> this.template.save(new Foreign("1")))
			.withMessageContaining("Spring Data's @Id, which tables do not know; use io.fletch.store.mapping.Id");
		assertThatExceptionOfType(MappingException.class).isThrownBy(() -> this.template.save(new Keyless("1")))
			.withMessageContaining("has no component with @Id");
		assertThat(this.template.insert(new Keyless("1"))).isEqualTo(new Keyless("1"));
		assertThat(this.template.count(Keyless.class)).isEqualTo(1);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.query(Article.class).where((article) -> article.lang()))
			.withMessageContaining("Article::lang");
	}

	@Test
	void refusesNull() {
		List<Article> withNull = new ArrayList<>();
		withNull.add(null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.save(null))
			.withMessage("The record must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.saveAll(withNull))
			.withMessage("The record must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.insert(null))
			.withMessage("The record must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.delete(null))
			.withMessage("The record must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.deleteAll((Iterable<Article>) null))
			.withMessage("The records must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.findById(null, Article.class))
			.withMessage("The id must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.existsById(null, Article.class))
			.withMessage("The id must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.deleteAllById(Collections.singletonList(null), Article.class))
			.withMessage("The ids must not contain null");
	}

	@Test
	void openTablesAgainAfterTheyWereClosed() {
		saveSome();
		this.template.execute(Article.class, (table) -> {
			table.close();
			return Optional.empty();
		});
		assertThat(this.template.count(Article.class)).isEqualTo(4);
	}

	private void saveSome() {
		this.template.saveAll(List.of(Article.of("1", "lions sleep in the shade", "en", 2025),
				Article.of("2", "snow lies on the roof", "de", 2025),
				Article.of("3", "rain falls on the street", "en", 2026),
				Article.of("4", "wind blows through the trees", "fr", 2027)));
	}

	@Table("tickets")
	record Ticket(@Id @Nullable UUID id, String title) {
	}

	@Table("numbered")
	record Numbered(@Id @Nullable Long id, String title) {
	}

	@Table("accounts")
	record Account(@Id String id, @Version Long version, int balance) {
	}

	@Table("counters")
	record Counter(@Id String id, @Version int version) {
	}

	@Table("foreign")
	record Foreign(@org.springframework.data.annotation.Id String id) {
	}

	@Table("keyless")
	record Keyless(String name) {
	}

}
