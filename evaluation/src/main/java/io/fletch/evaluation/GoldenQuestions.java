package io.fletch.evaluation;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Questions with known answers.
 *
 * @param questions the questions; at least one, no id twice
 */
public record GoldenQuestions(List<GoldenQuestion> questions) {

	/** Some editors begin texts in UTF-8 with it. */
	private static final String BYTE_ORDER_MARK = "\ufeff";

	/**
	 * Checks and copies.
	 * @param questions the questions
	 * @throws GoldenQuestionException if there is none, or an id comes twice
	 */
	public GoldenQuestions {
		Objects.requireNonNull(questions, "questions");
		questions = List.copyOf(questions);
		if (questions.isEmpty()) {
			throw new GoldenQuestionException("There are no golden questions: give at least one");
		}
		Set<String> ids = new HashSet<>();
		for (GoldenQuestion question : questions) {
			if (!ids.add(question.id())) {
				throw new GoldenQuestionException("The id '" + question.id() + "' is that of two golden questions");
			}
		}
	}

	/**
	 * Reads a file with one question a line, in UTF-8: <pre>
	 * {"id": "1", "question": "How are pears grown?", "relevant": ["pears.md"]}
	 * {"question": "Who sells apples?", "relevant": {"market.pdf": 2, "apples.md": 1}}
	 * </pre> A question without {@code id} is known by the number of its line. Blank
	 * lines are passed over.
	 * @param file the file
	 * @return the questions in order
	 * @throws GoldenQuestionException if there is no such file, a line is something else,
	 * or an id comes twice; the message names the line
	 * @throws IOException if the file cannot be read
	 */
	public static GoldenQuestions read(Path file) throws IOException {
		Objects.requireNonNull(file, "file");
		List<GoldenQuestion> questions = new ArrayList<>();
		Map<String, Integer> ids = new HashMap<>();
		int number = 0;
		for (String line : lines(file)) {
			number++;
			if (!line.isBlank()) {
				String place = "line " + number + " of " + file.getFileName();
				GoldenQuestion question = question(place, String.valueOf(number), json(place, line));
				requireNew(ids, question.id(), number, place);
				questions.add(question);
			}
		}
		return new GoldenQuestions(questions);
	}

	/**
	 * Reads one line of such a file, for who wants to know of every line what is wrong
	 * with it.
	 * @param number the number of the line, from 1; the id of a question without
	 * {@code id}
	 * @param line the line
	 * @return the question
	 * @throws GoldenQuestionException if the line is something else; the message names it
	 */
	public static GoldenQuestion readLine(int number, String line) {
		Objects.requireNonNull(line, "line");
		String place = "line " + number;
		return question(place, String.valueOf(number), json(place, line));
	}

	/**
	 * Reads a folder in the layout of BEIR: {@code queries.jsonl} with {@code _id} and
	 * {@code text}, and {@code qrels} of three columns (question, document, grade) under
	 * a line of headings, separated by tabs. Questions to which nothing is relevant are
	 * left out.
	 * @param folder the folder
	 * @param split the name of the file in {@code qrels}, without {@code .tsv}, for
	 * example {@code test}
	 * @return the judged questions in the order of {@code queries.jsonl}
	 * @throws GoldenQuestionException if a file is missing, a line is something else, or
	 * an id comes twice
	 * @throws IOException if a file cannot be read
	 * @see <a href=
	 * "https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset">BEIR: load your
	 * custom dataset</a>
	 */
	public static GoldenQuestions readBeir(Path folder, String split) throws IOException {
		Objects.requireNonNull(folder, "folder");
		Objects.requireNonNull(split, "split");
		Map<String, Map<String, Integer>> judged = judgements(folder.resolve("qrels").resolve(split + ".tsv"));
		List<GoldenQuestion> questions = new ArrayList<>();
		Path file = folder.resolve("queries.jsonl");
		Map<String, Integer> ids = new HashMap<>();
		int number = 0;
		for (String line : lines(file)) {
			number++;
			if (line.isBlank()) {
				continue;
			}
			String place = "line " + number + " of " + file.getFileName();
			JsonNode node = json(place, line);
			String id = text(place, node, "_id");
			requireNew(ids, id, number, place);
			Map<String, Integer> relevant = judged.getOrDefault(id, Map.of());
			if (!relevant.isEmpty()) {
				questions.add(new GoldenQuestion(id, text(place, node, "text"), relevant));
			}
		}
		return new GoldenQuestions(questions);
	}

	private static void requireNew(Map<String, Integer> ids, String id, int number, String place) {
		Integer before = ids.put(id, number);
		if (before != null) {
			throw wrong(place, "the id '" + id + "' is that of line " + before
					+ " already, where a question without an id has the number of its line");
		}
	}

	private static GoldenQuestion question(String place, String number, JsonNode node) {
		String id = node.has("id") ? text(place, node, "id") : number;
		String question = text(place, node, "question");
		try {
			return new GoldenQuestion(id, question, relevant(place, node.get("relevant")));
		}
		catch (GoldenQuestionException ex) {
			throw new GoldenQuestionException(ex.getMessage() + " (" + place + ")", ex);
		}
	}

	private static Map<String, Integer> relevant(String place, @Nullable JsonNode node) {
		Map<String, Integer> relevant = new LinkedHashMap<>();
		if (node != null && node.isArray()) {
			for (JsonNode id : node) {
				if (!id.isString()) {
					throw wrong(place, "an id in 'relevant' must be a text, but was " + id);
				}
				relevant.put(id.asString(), 1);
			}
		}
		else if (node != null && node.isObject()) {
			node.properties().forEach((entry) -> {
				if (!entry.getValue().isInt()) {
					throw wrong(place, "the grade of '" + entry.getKey() + "' must be a whole number, but was "
							+ entry.getValue());
				}
				relevant.put(entry.getKey(), entry.getValue().intValue());
			});
		}
		else {
			throw wrong(place, "'relevant' must be a list of ids or an object of grades by id, but was "
					+ ((node != null) ? node : "left out"));
		}
		return relevant;
	}

	private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
		Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
		List<String> lines = lines(file);
		for (int number = 2; number <= lines.size(); number++) {
			if (lines.get(number - 1).isBlank()) {
				continue;
			}
			String[] fields = lines.get(number - 1).split("\t");
			int grade = (fields.length == 3) ? grade(fields[2]) : Integer.MIN_VALUE;
			if (grade == Integer.MIN_VALUE) {
				throw wrong("line " + number + " of " + file.getFileName(),
						"there must be a question, a document and a whole number, separated by tabs, but was '"
								+ lines.get(number - 1) + "'");
			}
			if (grade > 0) {
				judgements.computeIfAbsent(fields[0], (question) -> new LinkedHashMap<>()).put(fields[1], grade);
			}
		}
		return judgements;
	}

	private static int grade(String text) {
		try {
			return Integer.parseInt(text.strip());
		}
		catch (NumberFormatException ex) {
			// The caller says where it stands.
			return Integer.MIN_VALUE;
		}
	}

	private static String text(String place, JsonNode node, String field) {
		JsonNode value = node.get(field);
		if (value == null || !(value.isString() || value.isNumber())) {
			throw wrong(place, "'" + field + "' must be a text, but was " + ((value != null) ? value : "left out"));
		}
		return value.asString();
	}

	private static JsonNode json(String place, String line) {
		try {
			JsonNode node = JsonMapper.shared().readTree(line);
			if (node.isObject()) {
				return node;
			}
			throw wrong(place, "there must be an object in JSON, but was " + node.getNodeType());
		}
		catch (JacksonException ex) {
			throw new GoldenQuestionException("No golden question in " + place + ": " + ex.getOriginalMessage(), ex);
		}
	}

	private static GoldenQuestionException wrong(String place, String what) {
		return new GoldenQuestionException("No golden question in " + place + ": " + what);
	}

	private static List<String> lines(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new GoldenQuestionException("There is no file " + file + " to read golden questions from");
		}
		try {
			List<String> lines = new ArrayList<>(Files.readAllLines(file));
			if (!lines.isEmpty() && lines.getFirst().startsWith(BYTE_ORDER_MARK)) {
				lines.addFirst(lines.removeFirst().substring(1));
			}
			return lines;
		}
		catch (MalformedInputException ex) {
			throw new GoldenQuestionException("The file " + file + " is no text in UTF-8", ex);
		}
	}

}
