package io.fletch.context.expansion;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.fletch.context.retrieval.PassageNeighbours;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PassageExpansionTests {

	private static final String TEXT = "Alpha one. Beta two. Gamma three.\n\nDelta four. Epsilon five. Zeta six.";

	/** Sentence by sentence, as a splitter stores them, overlapping by one. */
	private static final List<RetrievedPassage> STORED = List.of(stored(0, 20), stored(11, 33), stored(35, 59),
			stored(47, 70));

	private static final PassageNeighbours NEIGHBOURS = (passage, span) -> STORED.stream()
		.filter((each) -> each.isOfSameDocumentAs(passage))
		.filter((each) -> each.span().start() < span.end() && each.span().end() > span.start())
		.sorted(Comparator.comparingInt((each) -> each.span().start()))
		.toList();

	@Test
	void putsTheParentInThePlaceOfItsChild() {
		RetrievedPassage child = found(11, 20, 1).in("d", 11, new Span(0, 33));
		RetrievedPassage parent = new ParentExpansion(NEIGHBOURS).expand(List.of(child)).getFirst();
		assertThat(parent.text()).isEqualTo(TEXT.substring(0, 33));
		assertThat(parent.span()).isEqualTo(new Span(0, 33));
		assertThat(parent.id()).isEqualTo(child.id());
		assertThat(parent.page()).isEqualTo(1);
	}

	@Test
	void fillsWhiteSpaceBetweenSectionsAndKeepsOffsets() {
		RetrievedPassage child = found(35, 46, 1).in("d", 35, new Span(5, TEXT.length()));
		RetrievedPassage parent = new ParentExpansion(NEIGHBOURS).expand(List.of(child)).getFirst();
		assertThat(parent.text()).isEqualTo(TEXT.substring(5));
		assertThat(parent.span().start()).isEqualTo(5);
	}

	@Test
	void givesAParentOnce() {
		Span parent = new Span(0, 33);
		List<RetrievedPassage> expanded = new ParentExpansion(NEIGHBOURS).expand(
				List.of(found(11, 20, 3).in("d", 11, parent), found(47, 59, 2), found(0, 10, 1).in("d", 0, parent)));
		assertThat(expanded).extracting(RetrievedPassage::score).containsExactly(3.0, 2.0);
	}

	@Test
	void keepsPassagesOfOneParentThatStandInNoOther() {
		Span parent = new Span(0, TEXT.length());
		List<RetrievedPassage> apart = List.of(found(0, 10, 2).in("d", 0, parent), found(60, 70, 1).in("d", 60, parent),
				found(5, 10, 0).in("d", 5, parent));
		PassageNeighbours gap = (passage, span) -> List.of(stored(0, 20), stored(47, 70));
		assertThat(new ParentExpansion(gap).expand(apart)).extracting(RetrievedPassage::text)
			.containsExactly(TEXT.substring(0, 20), TEXT.substring(47));
		assertThat(new ParentExpansion((passage, span) -> List.of()).expand(apart)).containsExactly(apart.get(0),
				apart.get(1));
		String huge = "word ".repeat(40_000);
		RetrievedPassage whole = new RetrievedPassage("s", "w", "d", huge, 1);
		List<RetrievedPassage> children = IntStream.of(0, 150_000)
			.mapToObj((start) -> whole.withText("word", new Span(start, start + 4))
				.in("w", start, new Span(0, huge.length())))
			.toList();
		assertThat(new ParentExpansion((passage, span) -> List.of(whole)).expand(children)).hasSize(2);
	}

	@Test
	void keepsPassagesWhoseNeighboursAreUnknownOrContradict() {
		RetrievedPassage child = found(11, 20, 1).in("d", 11, new Span(0, 33));
		assertThat(new ParentExpansion((passage, span) -> List.of()).expand(List.of(child))).containsExactly(child);
		PassageNeighbours newer = (passage, span) -> List
			.of(stored(0, 10).withText("other text of the document", new Span(0, 26)));
		assertThat(new ParentExpansion(newer).expand(List.of(child)).getFirst().text()).isEqualTo("Beta two.");
		assertThat(new ParentExpansion(NEIGHBOURS).expand(List.of())).isEmpty();
	}

	@Test
	void readsHugeParentsOnlyAroundThePassage() {
		String huge = "word ".repeat(40_000);
		RetrievedPassage whole = new RetrievedPassage("s", "w", "d", huge, 1);
		RetrievedPassage child = whole.withText(huge.substring(100_000, 100_004), new Span(100_000, 100_004))
			.in("w", 100_000, new Span(0, huge.length()));
		RetrievedPassage parent = new ParentExpansion((passage, span) -> List.of(whole)).expand(List.of(child))
			.getFirst();
		assertThat(parent.text()).hasSize(ParentExpansion.MOST_CHARACTERS);
		assertThat(parent.span().start()).isLessThan(100_000);
		assertThat(parent.text()).isEqualTo(parent.span().of(huge));
	}

	@Test
	void mergesOverlappingAndAdjacentPassages() {
		List<RetrievedPassage> merged = new NeighbourMerge()
			.expand(List.of(found(11, 33, 5), found(47, 70, 4), found(0, 20, 3), found(35, 59, 2)));
		RetrievedPassage all = merged.getFirst();
		assertThat(merged).hasSize(1);
		assertThat(all.text()).isEqualTo(TEXT);
		assertThat(all.score()).isEqualTo(5);
		assertThat(all.id()).isEqualTo("11");
	}

	@Test
	void fillsTextBetweenPassagesFromWhatIsStored() {
		List<RetrievedPassage> apart = List.of(found(47, 59, 2), found(0, 10, 1));
		assertThat(new NeighbourMerge().expand(apart)).isEqualTo(apart);
		assertThat(new NeighbourMerge(NEIGHBOURS, 20).expand(apart)).isEqualTo(apart);
		assertThat(new NeighbourMerge((passage, span) -> List.of(), 400).expand(apart)).isEqualTo(apart);
		List<RetrievedPassage> merged = new NeighbourMerge(NEIGHBOURS).expand(apart);
		assertThat(merged).extracting(RetrievedPassage::text).containsExactly(TEXT.substring(0, 59));
	}

	@Test
	void mergesAPassageWithinAnotherAndKeepsTheirOrder() {
		List<RetrievedPassage> merged = new NeighbourMerge().expand(List.of(other(), found(5, 9, 2), found(0, 33, 1)));
		assertThat(merged).extracting(RetrievedPassage::documentId).containsExactly("other", "d");
		assertThat(merged.getLast().text()).isEqualTo(TEXT.substring(0, 33));
		assertThat(merged.getLast().score()).isEqualTo(2);
	}

	@Test
	void keepsPassagesApartThatContradict() {
		RetrievedPassage newer = found(11, 33, 1).withText("Other two. Gamma three", new Span(11, 33));
		assertThat(new NeighbourMerge().expand(List.of(found(0, 20, 2), newer))).hasSize(2);
	}

	@Test
	void refusesANegativeReach() {
		assertThatThrownBy(() -> new NeighbourMerge(null, -1)).isInstanceOf(IllegalArgumentException.class)
			.hasMessage("reach must be at least 0, but was -1");
	}

	private static RetrievedPassage other() {
		return new RetrievedPassage("s", "o", "other", "Alpha one.", 9).in("other", 0, null);
	}

	private static RetrievedPassage stored(int start, int end) {
		return found(start, end, 0);
	}

	private static RetrievedPassage found(int start, int end, double score) {
		return new RetrievedPassage("s", Integer.toString(start), "doc", TEXT.substring(start, end), score)
			.in("d", start, null)
			.under("Greek", 1);
	}

}
