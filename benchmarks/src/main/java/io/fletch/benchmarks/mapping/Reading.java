package io.fletch.benchmarks.mapping;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A record with components of the usual types, none of which is converted on its way into
 * a row, so that only the way is measured.
 *
 * @param id the key
 * @param sensor a text
 * @param value a number
 * @param year a smaller number
 * @param valid a flag
 * @param note a text that half of the records do not have
 * @param taken a time
 * @param vector a short vector
 */
@Table("readings")
record Reading(@Id long id, String sensor, double value, int year, boolean valid, @Nullable String note, Instant taken,
		@VectorField(dimensions = 8) float[] vector) {

	/**
	 * Makes the record with a number.
	 * @param number the number
	 * @return the record
	 */
	static Reading of(int number) {
		float[] vector = new float[8];
		vector[number % vector.length] = 1;
		return new Reading(number, "sensor " + number % 100, number / 7.0, 2000 + number % 30, number % 3 == 0,
				(number % 2 == 0) ? "note " + number : null, Instant.ofEpochSecond(number), vector);
	}

}
