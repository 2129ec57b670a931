package io.fletch.sample.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.fletch.context.pipeline.PipelineResult;
import io.fletch.context.pipeline.StageTrace;

/**
 * What the stages of an answer took, in the words of its reader.
 */
final class StageTimes {

	private static final String TRANSFORM = "transform";

	private StageTimes() {
	}

	static List<ChatEvent.Stage> of(PipelineResult found, Meter rewriting, Duration generated, Meter generating) {
		List<ChatEvent.Stage> stages = new ArrayList<>();
		for (StageTrace trace : found.trace()) {
			boolean rewrites = trace.stage().equals(TRANSFORM);
			stages.add(new ChatEvent.Stage(rewrites ? "rewrite" : trace.stage(), millis(trace.time()), trace.in(),
					trace.out(), rewrites ? rewriting.count() : null, trace.notes()));
		}
		stages.add(new ChatEvent.Stage("generate", millis(generated), found.passages().size(), null, generating.count(),
				List.of()));
		return List.copyOf(stages);
	}

	/** To a hundredth of a millisecond: the quick stages take less than one. */
	private static double millis(Duration time) {
		return Math.round(time.toNanos() / 10_000.0) / 100.0;
	}

}
