package io.fletch.context.packing;

import java.util.Objects;

import io.fletch.context.retrieval.RetrievedPassage;

/**
 * A passage in a prompt.
 *
 * @param number the number that answers cite it by, from 1
 * @param passage the passage, with the text that stands in the prompt
 * @param isCut whether its end, or what another passage holds already, was left out
 */
public record PackedPassage(int number, RetrievedPassage passage, boolean isCut) {

	public PackedPassage {
		Objects.requireNonNull(passage, "passage");
	}

}
