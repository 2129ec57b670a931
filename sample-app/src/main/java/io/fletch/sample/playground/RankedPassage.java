package io.fletch.sample.playground;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.context.ingestion.Passage;
import io.fletch.store.query.Hit;
import io.fletch.store.query.TextHighlight;

/**
 * A passage in a ranking.
 *
 * @param rank its place, from 1
 * @param id the passage's id
 * @param documentId the document's id
 * @param documentName the document's name
 * @param text the passage's text
 * @param heading the heading that it stands under, if the document has headings
 * @param page the page that it begins on, from 1, if the document has pages
 * @param score what it was ranked by; large is good
 * @param distance the distance to the question's vector, if the vector side found it
 * @param textScore the BM25 score, if the words found it
 * @param vectorRank its place among those that the vector side found
 * @param textRank its place among those that the words found
 * @param marks the places in the text that fit the words, in order and apart
 */
public record RankedPassage(int rank, String id, String documentId, String documentName, String text,
		@Nullable String heading, @Nullable Integer page, double score, @Nullable Double distance,
		@Nullable Double textScore, @Nullable Integer vectorRank, @Nullable Integer textRank, List<Mark> marks) {

	public RankedPassage {
		marks = List.copyOf(marks);
	}

	static RankedPassage of(int rank, Hit<Passage> hit, String documentName) {
		Passage passage = hit.row();
		List<Mark> marks = hit.highlights()
			.getOrDefault(Playground.TEXT, List.of())
			.stream()
			.flatMap((highlight) -> highlight.matches().stream())
			.map(Mark::of)
			.distinct()
			.sorted()
			.toList();
		return new RankedPassage(rank, passage.id(), passage.documentId(), documentName, passage.text(),
				passage.heading(), passage.page(), hit.score(), hit.distance(), hit.textScore(), hit.vectorRank(),
				hit.textRank(), marks);
	}

	/**
	 * A place in the text, in characters of UTF-16.
	 *
	 * @param start where it begins
	 * @param end where it ends
	 */
	public record Mark(int start, int end) implements Comparable<Mark> {

		static Mark of(TextHighlight.Match match) {
			return new Mark(match.start(), match.end());
		}

		@Override
		public int compareTo(Mark other) {
			return Integer.compare(this.start, other.start);
		}

	}

}
