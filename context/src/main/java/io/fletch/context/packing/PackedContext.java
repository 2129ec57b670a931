package io.fletch.context.packing;

import java.util.List;
import java.util.Objects;

import io.fletch.context.guard.Fence;
import io.fletch.context.retrieval.RetrievedPassage;

/**
 * Passages, ready for a prompt.
 *
 * @param passages the passages in the order of their numbers
 * @param text all of them with their numbers and sources, fenced off; empty if there is
 * none
 * @param instructions tells the model what the fence means; belongs to the instructions
 * of the prompt
 * @param tokens how many tokens the text has
 * @param leftOut what does not stand in it, best first
 */
public record PackedContext(List<PackedPassage> passages, String text, String instructions, int tokens,
		List<LeftOut> leftOut) {

	public PackedContext {
		Objects.requireNonNull(passages, "passages");
		Objects.requireNonNull(text, "text");
		Objects.requireNonNull(instructions, "instructions");
		Objects.requireNonNull(leftOut, "leftOut");
		passages = List.copyOf(passages);
		leftOut = List.copyOf(leftOut);
	}

	/**
	 * Returns the passages as they stand in the prompt.
	 * @return the passages in the order of their numbers, against which citations are
	 * verified
	 */
	public List<RetrievedPassage> cited() {
		return this.passages.stream().map(PackedPassage::passage).toList();
	}

	static PackedContext of(List<PackedPassage> passages, Fence fence, int tokens, List<LeftOut> leftOut) {
		return new PackedContext(passages, PassageBlock.text(passages, fence), fence.instructions(), tokens, leftOut);
	}

}
