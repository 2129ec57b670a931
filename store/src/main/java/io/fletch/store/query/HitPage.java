package io.fletch.store.query;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a result, and where the next part begins.
 *
 * @param hits the rows
 * @param next what the same search takes to go on behind the last of them, or
 * {@code null} if there are no more
 * @param <R> the type of the rows
 */
public record HitPage<R>(List<Hit<R>> hits, @Nullable String next) {

	public HitPage {
		hits = List.copyOf(hits);
	}

}
