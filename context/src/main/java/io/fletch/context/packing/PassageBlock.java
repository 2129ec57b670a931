package io.fletch.context.packing;

import java.util.List;
import java.util.stream.Collectors;

import io.fletch.context.guard.Fence;
import io.fletch.context.retrieval.RetrievedPassage;

/**
 * How a passage stands in a prompt.
 */
final class PassageBlock {

	private PassageBlock() {
	}

	static String of(int number, RetrievedPassage passage, Fence fence) {
		StringBuilder label = new StringBuilder("[").append(number).append("] ").append(passage.documentName());
		if (passage.heading() != null && !passage.heading().isBlank()) {
			label.append(" \u00b7 ").append(passage.heading());
		}
		if (passage.page() != null) {
			label.append(" \u00b7 page ").append(passage.page());
		}
		return fence.around(label.toString(), passage.text());
	}

	static String text(List<PackedPassage> passages, Fence fence) {
		return passages.stream()
			.map((packed) -> of(packed.number(), packed.passage(), fence))
			.collect(Collectors.joining("\n"));
	}

}
