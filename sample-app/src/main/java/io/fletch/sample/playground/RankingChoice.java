package io.fletch.sample.playground;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A way to rank passages.
 *
 * @param name what it is asked for by
 * @param label what people read
 * @param description what it goes by
 * @param suggested whether to ask it unless somebody says otherwise: it asks no model, or
 * the application configured it
 */
@Schema(description = "A way to rank passages")
public record RankingChoice(String name, String label, String description, boolean suggested) {
}
