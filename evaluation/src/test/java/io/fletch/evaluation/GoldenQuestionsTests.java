package io.fletch.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GoldenQuestionsTests {

	@TempDir
	Path folder;

	@Test
	void readsOneLineAsTheFileDoes() {
		assertThat(GoldenQuestions.readLine(7, "{\"question\": \"pears?\", \"relevant\": {\"p\": 2}}"))
			.isEqualTo(new GoldenQuestion("7", "pears?", Map.of("p", 2)));
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.readLine(7, "pears"))
			.withMessageContaining("line 7");
	}

	@Test
	void readsIdsAndGrades() throws IOException {
		Path file = write("\ufeff" + """
				{"id": "p", "question": "How are pears grown?", "relevant": ["pears.md", "trees.md"]}

				{"question": "Who sells äpples 🍏?", "relevant": {"market.pdf": 2, "apples.md": 1}, "note": 1}
				{"id": 7, "question": "Why?", "relevant": ["a"]}
				""");
		assertThat(GoldenQuestions.read(file).questions()).containsExactly(
				GoldenQuestion.of("p", "How are pears grown?", "pears.md", "trees.md"),
				new GoldenQuestion("3", "Who sells äpples 🍏?", Map.of("market.pdf", 2, "apples.md", 1)),
				GoldenQuestion.of("7", "Why?", "a"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', value = { "[1]; there must be an object in JSON, but was ARRAY",
			"{\"relevant\": [\"a\"]}; 'question' must be a text, but was left out",
			"{\"question\": null, \"relevant\": [\"a\"]}; 'question' must be a text, but was null",
			"{\"question\": \"q\"}; 'relevant' must be a list of ids or an object of grades by id, but was left out",
			"{\"question\": \"q\", \"relevant\": [1]}; an id in 'relevant' must be a text, but was 1",
			"{\"question\": \"q\", \"relevant\": {\"a\": 0.5}}; the grade of 'a' must be a whole number, but was 0.5",
			"{\"question\": ; Unexpected end-of-input" })
	void namesTheLineThatIsWrong(String line, String message) throws IOException {
		Path file = write("{\"question\": \"q\", \"relevant\": [\"a\"]}\n" + line + "\n");
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(file))
			.withMessageStartingWith("No golden question in line 2 of golden.jsonl: " + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', value = {
			"{\"question\": \" \", \"relevant\": [\"a\"]}; The question '1' is blank (line 1 of golden.jsonl)",
			"{\"question\": \"q\", \"relevant\": []}; The question '1' names nothing that is relevant: name at least one id (line 1 of golden.jsonl)",
			"{\"question\": \"q\", \"relevant\": {\"a\": 0}}; The question '1' gives 'a' the grade 0, but what is relevant has at least 1: leave out what is not (line 1 of golden.jsonl)" })
	void refusesQuestionsThatMeasureNothing(String line, String message) throws IOException {
		Path file = write(line);
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(file))
			.withMessage(message);
	}

	@Test
	void refusesAnIdThatComesTwiceAndAFileWithoutQuestions() throws IOException {
		Path twice = write("{\"question\": \"q\", \"relevant\": [\"a\"], \"id\": \"2\"}\n"
				+ "{\"question\": \"r\", \"relevant\": [\"a\"]}");
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(twice))
			.withMessage("No golden question in line 2 of golden.jsonl: the id '2' is that of line 1 already, where a "
					+ "question without an id has the number of its line");
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(
				() -> new GoldenQuestions(List.of(GoldenQuestion.of("2", "q", "a"), GoldenQuestion.of("2", "r", "a"))))
			.withMessage("The id '2' is that of two golden questions");
		Path none = write("\n \n");
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(none))
			.withMessage("There are no golden questions: give at least one");
	}

	@Test
	void saysWhichFileIsMissingOrNoText() throws IOException {
		Path missing = this.folder.resolve("missing.jsonl");
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(missing))
			.withMessage("There is no file " + missing + " to read golden questions from");
		Path binary = Files.write(this.folder.resolve("binary"), new byte[] { (byte) 0xc3, 0x28 });
		assertThatExceptionOfType(GoldenQuestionException.class).isThrownBy(() -> GoldenQuestions.read(binary))
			.withMessage("The file " + binary + " is no text in UTF-8");
	}

	@Test
	void readsTheLayoutOfBeir() throws IOException {
		Files.writeString(this.folder.resolve("queries.jsonl"), """
				{"_id": "1", "text": "How?", "metadata": {}}

				{"_id": "2", "text": "Who?"}
				{"_id": "3", "text": "Why?"}
				""");
		Files.createDirectories(this.folder.resolve("qrels"));
		Files.writeString(this.folder.resolve("qrels/test.tsv"),
				"query-id\tcorpus-id\tscore\n3\td1\t2\n1\td1\t1\n\n1\td2\t0\n2\td1\t0\n");
		assertThat(GoldenQuestions.readBeir(this.folder, "test").questions())
			.isEqualTo(List.of(GoldenQuestion.of("1", "How?", "d1"), new GoldenQuestion("3", "Why?", Map.of("d1", 2))));
	}

	@Test
	void namesTheLinesOfOneIdInTheLayoutOfBeir() throws IOException {
		Files.writeString(this.folder.resolve("queries.jsonl"), """
				{"_id": "1", "text": "How?"}

				{"_id": "1", "text": "Who?"}
				""");
		Files.createDirectories(this.folder.resolve("qrels"));
		Files.writeString(this.folder.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\n1\td1\t1\n");
		assertThatExceptionOfType(GoldenQuestionException.class)
			.isThrownBy(() -> GoldenQuestions.readBeir(this.folder, "test"))
			.withMessageStartingWith(
					"No golden question in line 3 of queries.jsonl: the id '1' is that of line 1 already");
	}

	@Test
	void namesTheJudgementThatIsWrong() throws IOException {
		Files.writeString(this.folder.resolve("queries.jsonl"), "{\"_id\": \"1\", \"text\": \"How?\"}");
		Files.createDirectories(this.folder.resolve("qrels"));
		Files.writeString(this.folder.resolve("qrels/dev.tsv"), "query-id\tcorpus-id\tscore\n1\td1\tgood\n");
		assertThatExceptionOfType(GoldenQuestionException.class)
			.isThrownBy(() -> GoldenQuestions.readBeir(this.folder, "dev"))
			.withMessage("No golden question in line 2 of dev.tsv: there must be a question, a document and a whole "
					+ "number, separated by tabs, but was '1\td1\tgood'");
	}

	private Path write(String text) throws IOException {
		return Files.writeString(this.folder.resolve("golden.jsonl"), text, StandardCharsets.UTF_8);
	}

}
