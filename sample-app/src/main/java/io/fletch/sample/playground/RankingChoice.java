package io.fletch.sample.playground;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A way to rank passages.
 *
 * @param name what it is asked for by
 * @param label what people read
 * @param description what it goes by
 * @param immediate whether it needs no model of its own, so that it answers at once and
 * costs nothing
 */
@Schema(description = "A way to rank passages")
public record RankingChoice(String name, String label, String description, boolean immediate) {
}
