package io.fletch.context.pipeline;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.fletch.context.guard.InjectionMark;
import io.fletch.context.packing.PackedContext;
import io.fletch.context.query.TransformedQuery;
import io.fletch.context.retrieval.RetrievedPassage;

/**
 * What was found for a question.
 *
 * @param query what was looked for
 * @param passages the passages; as they stand in the prompt, in the order of their
 * numbers, where they were packed, and best first otherwise
 * @param marks for each of the passages, what in it looks like an attempt to give orders
 * @param context the packed passages; empty where nothing packs them
 * @param trace what each stage did, in order
 */
public record PipelineResult(TransformedQuery query, List<RetrievedPassage> passages, List<List<InjectionMark>> marks,
		Optional<PackedContext> context, List<StageTrace> trace) {

	public PipelineResult {
		Objects.requireNonNull(query, "query");
		Objects.requireNonNull(passages, "passages");
		Objects.requireNonNull(marks, "marks");
		Objects.requireNonNull(context, "context");
		Objects.requireNonNull(trace, "trace");
		passages = List.copyOf(passages);
		marks = List.copyOf(marks);
		trace = List.copyOf(trace);
	}

	/**
	 * Returns what the stages could not do.
	 * @return the notes of all stages, for people to read
	 */
	public List<String> notes() {
		return this.trace.stream().flatMap((stage) -> stage.notes().stream()).toList();
	}

}
