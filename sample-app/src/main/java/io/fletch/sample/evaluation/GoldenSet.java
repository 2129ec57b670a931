package io.fletch.sample.evaluation;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A set of golden questions.
 *
 * @param id its id
 * @param name the name of the file that it came in
 * @param kind what its questions name: {@link GoldenFile#DOCUMENTS} or
 * {@link GoldenFile#PASSAGES}
 * @param questions how many questions it has
 * @param addedAt when it was uploaded
 */
@Schema(description = "A set of golden questions")
public record GoldenSet(String id, String name, String kind, int questions, Instant addedAt) {
}
