package io.fletch.context.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What one stage did.
 *
 * @param stage its name: {@code transform}, {@code retrieve}, {@code rerank},
 * {@code expand}, {@code guard} or {@code pack}
 * @param time how long it took
 * @param in how many searches or passages it was given
 * @param out how many searches or passages it gave; of {@code guard}, how many passages
 * have marks
 * @param notes what it could not do, for people to read
 */
public record StageTrace(String stage, Duration time, int in, int out, List<String> notes) {

	public StageTrace {
		Objects.requireNonNull(stage, "stage");
		Objects.requireNonNull(time, "time");
		Objects.requireNonNull(notes, "notes");
		notes = List.copyOf(notes);
	}

}
