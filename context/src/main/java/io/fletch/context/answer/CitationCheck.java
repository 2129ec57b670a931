package io.fletch.context.answer;

import java.util.List;
import java.util.Objects;

/**
 * The citations of an answer, checked.
 *
 * @param marks every cited number, in the order of the answer
 */
public record CitationCheck(List<CheckedMark> marks) {

	public CitationCheck {
		Objects.requireNonNull(marks, "marks");
		marks = List.copyOf(marks);
	}

	/**
	 * Returns what is verified.
	 * @return the citations in the order of the answer, each once
	 */
	public List<Citation> citations() {
		return this.marks.stream().map(CheckedMark::citation).filter(Objects::nonNull).distinct().toList();
	}

	/**
	 * Says whether every number that is cited is verified.
	 * @return whether there is none that is unsupported, out of range or unreadable; true
	 * for an answer without citations
	 */
	public boolean isClean() {
		return this.marks.stream().allMatch((mark) -> mark.status() == MarkStatus.VERIFIED);
	}

}
