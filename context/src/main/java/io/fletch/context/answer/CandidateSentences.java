package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Span;

/**
 * Finds the sentences of passages that could answer something, each once although
 * passages overlap.
 */
final class CandidateSentences {

	/** More sentences than this are not looked at, so that an answer comes at once. */
	private static final int MOST = 200;

	private static final int FEWEST_TERMS = 3;

	private static final double HARDLY_A_SENTENCE = 0.1;

	private static final Pattern SPACES = Pattern.compile("\\s+");

	private static final Pattern BULLET = Pattern.compile("^(?:[-*\u2022\u25cf]|\\d{1,3}[.)])\\s+");

	private static final Pattern CODE = Pattern.compile("[{};=<>]|\\w\\(\\)|->|::|^\\s*(?:[@#$/]|import |package )");

	private static final String CODE_START = ".,;:)}]@$/<>|&=+";

	private static final Pattern TERMINATED = Pattern.compile(".*[.!:\u3002\uff01][)\"'\u201d\u2019\\]]*");

	private final List<Candidate> candidates = new ArrayList<>();

	private final Set<String> places = new HashSet<>();

	private final Set<String> texts = new HashSet<>();

	private CandidateSentences() {
	}

	static List<Candidate> of(List<RetrievedPassage> passages) {
		CandidateSentences sentences = new CandidateSentences();
		for (int index = 0; index < passages.size(); index++) {
			sentences.addAll(index + 1, passages.get(index));
		}
		return sentences.candidates;
	}

	private void addAll(int number, RetrievedPassage passage) {
		for (Span sentence : SentenceSplitter.sentences(passage.text())) {
			Span span = withoutBullet(passage.text(), sentence);
			String text = SPACES.matcher(span.of(passage.text())).replaceAll(" ").strip();
			String place = passage.source() + " " + passage.documentId() + " " + (passage.span().start() + span.end());
			if (this.candidates.size() < MOST && this.places.add(place)) {
				add(number, passage, span, text);
			}
		}
	}

	private void add(int number, RetrievedPassage passage, Span span, String text) {
		Set<String> terms = Terms.of(text);
		if (terms.size() < FEWEST_TERMS || text.endsWith("?") || isHeading(text, passage.heading()) || isCode(text)
				|| !this.texts.add(text)) {
			return;
		}
		String topic = topic(passage.heading());
		Set<String> known = new HashSet<>(terms);
		known.addAll(Terms.of(topic));
		this.candidates
			.add(new Candidate(number, passage.id(), span, text, topic, known, penalty(text, span, passage)));
	}

	private static double penalty(String text, Span span, RetrievedPassage passage) {
		boolean broken = span.start() == 0 && Character.isLowerCase(text.codePointAt(0));
		boolean unfinished = span.end() == passage.text().length() && !TERMINATED.matcher(text).matches();
		double penalty = 0;
		if (!TERMINATED.matcher(text).matches() || text.endsWith(":")) {
			penalty += HARDLY_A_SENTENCE;
		}
		if (text.contains(" | ") || broken || unfinished) {
			penalty += HARDLY_A_SENTENCE / 2;
		}
		return penalty;
	}

	private static String topic(@Nullable String heading) {
		return (heading != null) ? heading.substring(heading.lastIndexOf('>') + 1).strip() : "";
	}

	private static boolean isHeading(String text, @Nullable String heading) {
		return heading != null && (heading.equals(text) || heading.startsWith(text + " > ")
				|| heading.endsWith(" > " + text) || heading.contains(" > " + text + " > "));
	}

	private static boolean isCode(String text) {
		if (CODE_START.indexOf(text.charAt(0)) >= 0) {
			return true;
		}
		long marks = CODE.matcher(text).results().count();
		return marks > 0 && marks * 25 > text.length();
	}

	private static Span withoutBullet(String passage, Span sentence) {
		var bullet = BULLET.matcher(passage).region(sentence.start(), sentence.end());
		return bullet.lookingAt() ? new Span(bullet.end(), sentence.end()) : sentence;
	}

}
