package io.fletch.context.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.context.ingestion.IngestionSettings;
import io.fletch.context.retrieval.PassageRetriever;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.query.QueryKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Shows with the real model that the default settings answer what a few pages of
 * technical prose say in other words, and nothing else.
 */
class CalibrationIntegrationTests {

	private static final String FUNCTION = "all-minilm-l6-v2";

	@TempDir
	private static Path folder;

	private static EmbeddingFunctionRegistry functions;

	private static Database database;

	@BeforeAll
	static void ingest() throws IOException {
		functions = EmbeddingFunctionRegistry.discovered();
		assumeTrue(functions.aliases().contains(FUNCTION), "no " + FUNCTION + " on the class path");
		functions.defaultAlias(FUNCTION);
		database = Database.open(folder.resolve("db"), functions);
		try (IngestionPipeline pipeline = new IngestionPipeline(database,
				IngestionSettings.in(folder.resolve("files")))) {
			for (String name : List.of("store.md", "search.md", "operations.md")) {
				try (InputStream content = Files.newInputStream(Path.of("src/test/resources/calibration", name))) {
					pipeline.submit(name, content);
				}
			}
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
			while (pipeline.jobs().stream().anyMatch((job) -> !job.state().isFinal()) && System.nanoTime() < deadline) {
				LockSupport.parkNanos(1_000_000);
			}
			assertThat(pipeline.documents()).extracting("state").containsExactly("READY", "READY", "READY");
		}
	}

	@AfterAll
	static void close() {
		if (database != null) {
			database.close();
		}
		functions.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			Is data lost when the electricity fails?; survives a power cut
			What happens to a damaged log after a crash?; recognised by its checksum
			Do I have to run a separate server?; No server is needed
			How do tiny inserts stay quick?; collected into larger files
			What does removing a row do on disk?; marked in a small side file
			Can two programs use the same database?; a file lock decides who appends next
			How are keyword and semantic results merged?; reciprocal rank fusion
			How do I prevent SQL injection?; rules injection out
			Which version of Java do I need?; needs Java 25
			How can I back up my data?; Copy the folder
			What is the maximum file size?; 50 megabytes
			Are encrypted files supported?; protected by a password are refused
			Can it read scanned documents?; run through text recognition
			""")
	void answersWhatTheDocumentsSayInOtherWords(String question, String expected) {
		List<RetrievedPassage> passages = retrieve(question);
		Answer answer = answer(question, passages);
		assertThat(answer.sentences()).extracting(AnswerSentence::text)
			.anySatisfy((text) -> assertThat(text).contains(expected));
		assertThat(ExtractiveAnswererTests.cited(answer, passages))
			.isEqualTo(answer.sentences().stream().map(AnswerSentence::text).toList());
	}

	/**
	 * The price of the threshold: these are answered by the pages, and scored just below
	 * it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "What metrics are available?", "How do I see whether it is healthy?" })
	void refusesSomeQuestionsThatShareNeitherWordsNorMuchMeaningWithTheirAnswer(String question) {
		assertThat(answer(question, retrieve(question)).sentences()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "What is the capital of Mongolia?", "Who won the football world cup in 1998?",
			"How do I bake sourdough bread?", "How many legs does a spider have?", "Who painted the Mona Lisa?",
			"How tall is Mount Everest?", "What are the symptoms of influenza?", "How do I change a car tyre?",
			"What is the population of Brazil?", "Is it going to rain tomorrow?", "What is the price of gold?",
			"Recommend a good restaurant in Lisbon", "When did Napoleon die?", "tell me a joke", "hello" })
	void answersNothingElse(String question) {
		assertThat(answer(question, retrieve(question)).sentences()).isEmpty();
	}

	private static List<RetrievedPassage> retrieve(String question) {
		return new PassageRetriever(database, null).retrieve(question, QueryKind.HYBRID, 6);
	}

	private static Answer answer(String question, List<RetrievedPassage> passages) {
		return new ExtractiveAnswerer(functions.get(FUNCTION), ExtractiveSettings.DEFAULT).answer(question, passages);
	}

}
