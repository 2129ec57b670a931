package io.fletch.sample.evaluation;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.evaluation.GoldenQuestion;
import io.fletch.evaluation.GoldenQuestionException;
import io.fletch.evaluation.GoldenQuestions;

/**
 * An uploaded file of golden questions, read and checked.
 *
 * @param kind what its questions name: {@link #DOCUMENTS} or {@link #PASSAGES}
 * @param text the file
 * @param lines the questions in order
 */
public record GoldenFile(String kind, String text, List<Line> lines) {

	/** The questions name documents, as the list of documents does. */
	public static final String DOCUMENTS = "documents";

	/** The questions name passages by their ids. */
	public static final String PASSAGES = "passages";

	/** The size of the largest file, in bytes. */
	public static final int MOST_BYTES = 5_000_000;

	/** How many questions a file may have. */
	public static final int MOST_QUESTIONS = 10_000;

	private static final int MOST_ERRORS = 20;

	private static final int LONGEST_QUESTION = 4000;

	private static final int LONGEST_ID = 300;

	private static final int MOST_RELEVANT = 1000;

	/** No name of a document looks so, as it ends in how the document is read. */
	private static final Pattern PASSAGE = Pattern.compile("[0-9a-f]{16}-\\d{1,9}");

	public GoldenFile {
		lines = List.copyOf(lines);
	}

	/**
	 * Reads a file with one question a line.
	 * @param content the bytes, in UTF-8
	 * @return the questions
	 * @throws InvalidGoldenFileException if the file is too large or something else
	 */
	public static GoldenFile read(byte[] content) {
		if (content.length > MOST_BYTES) {
			throw new InvalidGoldenFileException("The file has " + content.length + " bytes; at most " + MOST_BYTES
					+ " are allowed. Upload it in parts.", List.of());
		}
		String text = decoded(content);
		return new Parser().parse(text.startsWith("\ufeff") ? text.substring(1) : text);
	}

	private static String decoded(byte[] content) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new InvalidGoldenFileException("The file is no text in UTF-8. Upload one JSON object a line: "
					+ "{\"question\": \"...\", \"relevant\": [\"name-of-a-document.md\"]}.", List.of());
		}
	}

	/**
	 * Returns the questions for an evaluation.
	 * @return the questions in order
	 */
	GoldenQuestions questions() {
		return new GoldenQuestions(this.lines.stream().map(Line::question).toList());
	}

	/**
	 * A question and where it stands.
	 *
	 * @param number the number of the line, from 1
	 * @param question the question
	 */
	public record Line(int number, GoldenQuestion question) {
	}

	/**
	 * Collects questions, and what is wrong with lines, until there is too much of it.
	 */
	private static final class Parser {

		private final List<Line> lines = new ArrayList<>();

		private final List<LineError> errors = new ArrayList<>();

		private final Map<String, Integer> lineOfId = new HashMap<>();

		private @Nullable String kind;

		private int lineOfKind;

		GoldenFile parse(String text) {
			int number = 0;
			for (String line : text.lines().toList()) {
				number++;
				if (line.isBlank()) {
					continue;
				}
				if (this.lines.size() == MOST_QUESTIONS) {
					throw new InvalidGoldenFileException("The file has more than " + MOST_QUESTIONS
							+ " questions, the next in line " + number + ". Upload it in parts.", this.errors);
				}
				read(number, line);
				if (this.errors.size() == MOST_ERRORS) {
					break;
				}
			}
			if (!this.errors.isEmpty()) {
				throw new InvalidGoldenFileException(summary(), this.errors);
			}
			if (this.kind == null) {
				throw new InvalidGoldenFileException("The file is empty. Upload one question a line.", List.of());
			}
			return new GoldenFile(this.kind, text, this.lines);
		}

		private String summary() {
			LineError first = this.errors.getFirst();
			int more = this.errors.size() - 1;
			String others = (more == 0) ? ""
					: ", and " + more + ((more == 1) ? " more line is" : " more lines are") + " wrong";
			return "Line " + first.line() + " cannot be used: " + first.detail() + others
					+ ". Nothing was kept; mend the file and upload it again.";
		}

		private void read(int number, String line) {
			try {
				GoldenQuestion question = GoldenQuestions.readLine(number, line);
				String objection = objection(number, question);
				if (objection != null) {
					this.errors.add(LineError.of(number, objection));
				}
				this.lines.add(new Line(number, question));
			}
			catch (GoldenQuestionException ex) {
				String detail = String.valueOf(ex.getMessage())
					.replace("No golden question in line " + number + ": ", "")
					.replace(" (line " + number + ")", "");
				this.errors.add(LineError.of(number, detail));
			}
		}

		private @Nullable String objection(int number, GoldenQuestion question) {
			Integer before = this.lineOfId.putIfAbsent(question.id(), number);
			if (before != null) {
				return "its id '" + question.id() + "' is that of line " + before + ", too";
			}
			if (question.text().length() > LONGEST_QUESTION || question.id().length() > LONGEST_ID) {
				return "its question has " + question.text().length() + " characters and its id "
						+ question.id().length() + "; at most " + LONGEST_QUESTION + " and " + LONGEST_ID
						+ " are allowed";
			}
			if (isBroken(question.text()) || isBroken(question.id())) {
				return "its question or its id has half a character (one of \\ud800 to \\udfff alone), which is no text";
			}
			if (question.relevant().size() > MOST_RELEVANT) {
				return "it names " + question.relevant().size() + " ids; at most " + MOST_RELEVANT + " are allowed";
			}
			return question.relevant()
				.keySet()
				.stream()
				.map((id) -> objection(number, id))
				.filter((each) -> each != null)
				.findFirst()
				.orElse(null);
		}

		/** JSON can say what UTF-8, and so any table, cannot hold. */
		private static boolean isBroken(String text) {
			return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
		}

		private @Nullable String objection(int number, String id) {
			if (id.isBlank() || id.length() > LONGEST_ID) {
				return "'" + id + "' is blank or longer than " + LONGEST_ID + " characters, and no name of a document";
			}
			if (isBroken(id)) {
				return "one of its names has half a character (one of \\ud800 to \\udfff alone), which is no text";
			}
			String own = PASSAGE.matcher(id).matches() ? PASSAGES : DOCUMENTS;
			if (this.kind == null) {
				this.kind = own;
				this.lineOfKind = number;
			}
			return own.equals(this.kind) ? null : "'" + id + "' is of the " + own + ", but line " + this.lineOfKind
					+ " names " + this.kind + "; a set names one or the other";
		}

	}

}
