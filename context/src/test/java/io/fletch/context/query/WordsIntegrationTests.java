package io.fletch.context.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.TableRetriever;
import io.fletch.store.Database;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WordsIntegrationTests {

	@TempDir
	private Path folder;

	private Database database;

	@BeforeEach
	void open() {
		this.database = Database.open(this.folder.resolve("db"));
		this.database.table(Note.class)
			.add(List.of(new Note("car", "Garage", "a car in the barn"),
					new Note("automobile", "Garage", "an automobile of the museum"),
					new Note("motor", "Shed", "the old motor of a car boat"), new Note("boat", "Harbour", "a boat")));
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Test
	void asksForSynonymsToo() throws IOException {
		Path file = Files.writeString(this.folder.resolve("synonyms.txt"),
				"\ufeff# vehicles\n\nCar, Automobile , motor car\nbarge => boat\n");
		Synonyms synonyms = Synonyms.read(file);
		assertThat(ids(synonyms, "CAR")).containsExactlyInAnyOrder("car", "motor", "automobile");
		assertThat(ids(synonyms, "motor car")).first().isEqualTo("motor");
		assertThat(ids(synonyms, "barge")).containsExactlyInAnyOrder("boat", "motor");
		assertThat(ids(synonyms, "boat")).containsExactlyInAnyOrder("boat", "motor");
		assertThat(synonyms.transform(new Question("museum")).main()).isEqualTo(new SearchText("museum"));
	}

	@Test
	void keepsOutWhatAQueryStringKeepsOut() {
		Synonyms synonyms = Synonyms.of(List.of("car, automobile"));
		assertThat(ids(new QueryString().then(synonyms), "car -barn")).containsExactly("motor");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "title:garage -barn; automobile", "\"motor of a car\"; motor",
			"autom*; automobile", "+boat -motor; boat" })
	void passesQueryStringsOn(String typed, String expected) {
		assertThat(ids(new QueryString(), typed)).containsExactly(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', nullValues = "-",
			value = { "title:garage -barn; garage", "\"motor of a\"~2 car; motor of a car", "a NOT b; a",
					"+must autom*; must autom", "-x; -", "plain words; -", "http://x.org/y; -",
					"e-mail well-known; -" })
	void embedsWhatIsWantedWithoutOperators(String typed, String meaning) {
		if (!typed.startsWith("http")) {
			assertThat(new QueryString().transform(new Question(typed)).main().meaning()).isEqualTo(meaning);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "+", "AND OR", "title:", "((", "~~~", "\ud83d\ude00 *" })
	void refusesNothingThatIsTyped(String typed) {
		assertThat(ids(new QueryString(), typed)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "alone", "a =>", "=> b", "a => b => c", ", ,", "a, ,b", "a, b,", "a => b, !" })
	void namesTheLineThatIsNoSynonym(String line) {
		assertThatThrownBy(() -> Synonyms.of(List.of("# fine", line))).isInstanceOf(IllegalArgumentException.class)
			.hasMessageStartingWith("Line 2 of the synonyms is '")
			.hasMessageEndingWith("but must be like 'car, automobile' or 'tv => television', every word with a letter "
					+ "or digit, or begin with #");
	}

	@Test
	void namesTheLineOfSynonymsThatIsNotInUtf8() throws IOException {
		Path file = Files.write(this.folder.resolve("latin.txt"),
				"# f\u00fcr UTF-8\nStra\u00dfe, Weg\r\nT\u00fcr, Tor\n".getBytes(StandardCharsets.ISO_8859_1));
		assertThatThrownBy(() -> Synonyms.read(file)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("Line 1 of the synonyms in " + file + " is not in UTF-8: save the file in that character set");
		Files.writeString(file, "# f\u00fcr UTF-8\nStra\u00dfe, Weg\r\nT\u00fcr, Tor\n");
		assertThat(Synonyms.read(file).transform(new Question("T\u00dcR")).main().words()).asString().contains("tor");
	}

	@Test
	void boundsWhatIsAdded() {
		Synonyms synonyms = Synonyms.of(List.of("car, " + String.join(", ", List.of("x", "x")) + ", "
				+ String.join(", ", IntStream.range(0, 500).mapToObj((i) -> "w" + i).toList())));
		assertThat(ids(synonyms, "car ".repeat(20_000))).contains("car");
	}

	private List<String> ids(QueryTransformer transformer, String question) {
		SearchText search = transformer.transform(new Question(question)).main();
		return TableRetriever.over(this.database, Note.class)
			.retrieve(search.in(RetrievalQuery.of(question)))
			.stream()
			.map(RetrievedPassage::id)
			.toList();
	}

	@Table("notes")
	private record Note(@Id String id, @FullText String title, @FullText String text) {
	}

}
