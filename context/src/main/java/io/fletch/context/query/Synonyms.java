package io.fletch.context.query;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * Asks texts for the synonyms of words, too, out of a user's table. A synonym counts half
 * as much as the word that was asked. The vector is made of the question as it is.
 * <p>
 * A line of a table is one of <pre>
 * car, automobile, motor car      any of these stands for the others
 * tv =&gt; television, telly      the left is asked as the right, too, but not the other way
 * # a comment
 * </pre> Words are compared without regard to case; a synonym may be of several words,
 * which a text must have all. Where a transformer before has said what is asked of the
 * texts, synonyms only add to the scores.
 */
public final class Synonyms implements QueryTransformer {

	/** The most synonyms that are added to one question. */
	public static final int MOST_ADDED = 64;

	private static final int LONGEST = 6;

	private static final double WEIGHT = 0.5;

	private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]+");

	private final Map<String, Set<String>> synonyms;

	private Synonyms(Map<String, Set<String>> synonyms) {
		this.synonyms = synonyms;
	}

	/**
	 * Reads a table.
	 * @param lines the lines
	 * @return the transformer
	 * @throws IllegalArgumentException if a line is none of the forms, with its number
	 */
	public static Synonyms of(List<String> lines) {
		Objects.requireNonNull(lines, "lines");
		Map<String, Set<String>> synonyms = new LinkedHashMap<>();
		for (int number = 1; number <= lines.size(); number++) {
			String line = lines.get(number - 1).strip();
			if (number == 1 && line.startsWith("\ufeff")) {
				line = line.substring(1).strip();
			}
			if (!line.isEmpty() && !line.startsWith("#")) {
				read(line, number, synonyms);
			}
		}
		return new Synonyms(synonyms);
	}

	/**
	 * Reads a table from a file.
	 * @param file a text file in UTF-8
	 * @return the transformer
	 * @throws IllegalArgumentException if a line is none of the forms or not in UTF-8,
	 * with its number
	 * @throws IOException if the file cannot be read
	 */
	public static Synonyms read(Path file) throws IOException {
		Objects.requireNonNull(file, "file");
		String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		List<String> lines = new ArrayList<>();
		for (String line : text.lines().toList()) {
			lines.add(utf8(file, lines.size() + 1, line.getBytes(StandardCharsets.ISO_8859_1)));
		}
		return of(lines);
	}

	/**
	 * Lines end alike in both character sets.
	 */
	private static String utf8(Path file, int number, byte[] line) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("Line " + number + " of the synonyms in " + file
					+ " is not in UTF-8: save the file in that character set", ex);
		}
	}

	private static void read(String line, int number, Map<String, Set<String>> synonyms) {
		String[] sides = line.split("=>", -1);
		List<String> left = terms(sides[0]);
		List<String> right = (sides.length == 1) ? left : terms(sides[1]);
		boolean isGroup = sides.length == 1;
		if (sides.length > 2 || left.contains("") || right.contains("") || (isGroup && left.size() < 2)) {
			throw new IllegalArgumentException("Line " + number + " of the synonyms is '" + line
					+ "', but must be like 'car, automobile' or 'tv => television', every word with a letter or digit, "
					+ "or begin with #");
		}
		for (String term : left) {
			Set<String> others = synonyms.computeIfAbsent(term, (key) -> new LinkedHashSet<>());
			right.stream().filter((other) -> !other.equals(term)).forEach(others::add);
		}
	}

	private static List<String> terms(String side) {
		return Arrays.stream(side.split(",", -1)).map(Synonyms::plain).toList();
	}

	private static String plain(String text) {
		return SEPARATOR.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
	}

	@Override
	public TransformedQuery transform(TransformedQuery query) {
		Objects.requireNonNull(query, "query");
		return query.each(this::with);
	}

	private SearchText with(SearchText search) {
		Set<String> added = found(search.text());
		if (added.isEmpty()) {
			return search;
		}
		List<TextQuery> synonyms = new ArrayList<>();
		for (String synonym : added) {
			synonyms.add(TextQuery.match(synonym).with(WordOperator.AND).boostedBy(WEIGHT));
		}
		TextQuery words = search.words();
		if (words != null) {
			// What a text must not have stays out, whatever synonyms it has.
			return search.withWords(new TextQuery.Combination(List.of(words), synonyms, List.of()));
		}
		synonyms.addFirst(TextQuery.match(search.text()));
		return search.withWords(new TextQuery.Combination(List.of(), synonyms, List.of()));
	}

	private Set<String> found(String text) {
		List<String> words = List.of(plain(text).split(" "));
		Set<String> found = new LinkedHashSet<>();
		for (int from = 0; from < words.size(); from++) {
			for (int to = from + 1; to <= Math.min(words.size(), from + LONGEST); to++) {
				for (String synonym : this.synonyms.getOrDefault(String.join(" ", words.subList(from, to)), Set.of())) {
					if (found.size() < MOST_ADDED) {
						found.add(synonym);
					}
				}
			}
		}
		return found;
	}

}
