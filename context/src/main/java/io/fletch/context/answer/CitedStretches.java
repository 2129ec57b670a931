package io.fletch.context.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.fletch.context.splitting.Span;

/**
 * Tells for what of a sentence each of its marks stands: what is said since the mark
 * before it. Marks with nothing between them stand for the same, a single one for the
 * whole sentence, and the last one for what is behind it, too.
 */
final class CitedStretches {

	/** Such a mark stands for what follows. */
	private static final Pattern LEADING = Pattern
		.compile("(?iu)\\b(?:according to|as per|laut|gem\u00e4\u00df|selon)\\s*+$");

	private static final int LONGEST_LEAD = 16;

	/** Words that join marks and say nothing. */
	private static final Set<String> JOINS = Terms
		.of("see well both cf compare according per source sources passage passages siehe sowie auch und oder vgl laut"
				+ " gem\u00e4\u00df et selon");

	private final String answer;

	private final Span sentence;

	private final List<Quotes.Quote> quotes;

	CitedStretches(String answer, Span sentence, List<Quotes.Quote> quotes) {
		this.answer = answer;
		this.sentence = sentence;
		this.quotes = quotes;
	}

	/**
	 * Returns the stretches in their order.
	 * @param marks where each mark of the sentence stands
	 * @param isMarkedLate whether marks behind its full stop follow, which get the last
	 * stretch
	 */
	List<CitedStretch> of(List<Span> marks, boolean isMarkedLate) {
		List<Span> groups = groups(marks);
		if (groups.isEmpty()) {
			return List.of(new CitedStretch(this.sentence, null));
		}
		List<CitedStretch> stretches = new ArrayList<>();
		Span rest = new Span(groups.getLast().end(), this.sentence.end());
		boolean isRestCitedLate = isMarkedLate && saysSomething(rest) && !isLeading(groups, groups.size() - 1);
		for (int index = 0; index < groups.size(); index++) {
			Span group = groups.get(index);
			boolean isLast = index == groups.size() - 1;
			int next = isLast ? this.sentence.end() : groups.get(index + 1).start();
			boolean isLeading = isLeading(groups, index);
			int from = (index == 0) ? this.sentence.start() : groups.get(index - 1).end();
			int to = (isLeading || (isLast && !isRestCitedLate)) ? next : group.start();
			stretches.add(new CitedStretch(new Span((isLeading && index > 0) ? group.end() : from, to), group));
		}
		if (isRestCitedLate) {
			stretches.add(new CitedStretch(rest, null));
		}
		return stretches;
	}

	private List<Span> groups(List<Span> marks) {
		List<Span> groups = new ArrayList<>();
		for (Span mark : marks) {
			boolean isNext = !groups.isEmpty() && !saysSomething(new Span(groups.getLast().end(), mark.start()));
			int start = isNext ? groups.removeLast().start() : mark.start();
			groups.add(new Span(start, mark.end()));
		}
		return groups;
	}

	private boolean isLeading(List<Span> groups, int index) {
		int from = (index == 0) ? this.sentence.start() : groups.get(index - 1).end();
		int to = groups.get(index).start();
		String lead = this.answer.substring(Math.max(from, to - LONGEST_LEAD), to);
		return LEADING.matcher(lead).find() || (index == 0 && !saysSomething(new Span(from, to)));
	}

	private boolean saysSomething(Span stretch) {
		return !JOINS.containsAll(Terms.of(stretch.of(this.answer))) || !within(this.quotes, stretch).isEmpty();
	}

	/**
	 * Returns the quotations that begin within a stretch.
	 * @param quotes in the order of the answer
	 */
	static List<Quotes.Quote> within(List<Quotes.Quote> quotes, Span stretch) {
		int first = 0;
		int last = quotes.size();
		while (first < last) {
			int middle = (first + last) >>> 1;
			if (quotes.get(middle).span().start() < stretch.start()) {
				first = middle + 1;
			}
			else {
				last = middle;
			}
		}
		while (last < quotes.size() && quotes.get(last).span().start() < stretch.end()) {
			last++;
		}
		return quotes.subList(first, last);
	}

}
