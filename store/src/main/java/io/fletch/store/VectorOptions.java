package io.fletch.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.index.vector.VectorSearch;
import io.fletch.store.query.Distance;
import io.fletch.store.scan.VectorQuery;

/**
 * How vectors are compared.
 *
 * @param column the name of the column, or {@code null} to infer it
 * @param distance what is measured, or {@code null} for what suits the column
 * @param range the distances to find
 * @param effort how much of an index to look at
 * @param mode whether to use an index
 * @param several the vectors of one query of rows of several vectors each, or none
 * @param picture the picture whose vector is to be made, or {@code null} for none
 */
record VectorOptions(@Nullable String column, @Nullable Distance distance, VectorQuery.Range range,
		VectorSearch.Effort effort, VectorQuery.Mode mode, List<float[]> several, @Nullable Picture picture) {

	static final VectorOptions USUAL = new VectorOptions(null, null, VectorQuery.Range.ALL, VectorSearch.Effort.USUAL,
			VectorQuery.Mode.AUTO, List.of(), null);

	VectorOptions withColumn(String changed) {
		return new VectorOptions(changed, this.distance, this.range, this.effort, this.mode, this.several,
				this.picture);
	}

	VectorOptions withDistance(Distance changed) {
		return new VectorOptions(this.column, changed, this.range, this.effort, this.mode, this.several, this.picture);
	}

	VectorOptions withRange(double lower, double upper) {
		return new VectorOptions(this.column, this.distance, new VectorQuery.Range(lower, upper), this.effort,
				this.mode, this.several, this.picture);
	}

	VectorOptions withProbes(int minimum, int maximum) {
		return with(new VectorSearch.Effort(minimum, maximum, this.effort.refineFactor(), this.effort.breadth()));
	}

	VectorOptions withRefineFactor(int factor) {
		return with(new VectorSearch.Effort(this.effort.minimumProbes(), this.effort.maximumProbes(), factor,
				this.effort.breadth()));
	}

	VectorOptions withBreadth(int breadth) {
		return with(new VectorSearch.Effort(this.effort.minimumProbes(), this.effort.maximumProbes(),
				this.effort.refineFactor(), breadth));
	}

	private VectorOptions with(VectorSearch.Effort changed) {
		return new VectorOptions(this.column, this.distance, this.range, changed, this.mode, this.several,
				this.picture);
	}

	VectorOptions withMode(VectorQuery.Mode changed) {
		return new VectorOptions(this.column, this.distance, this.range, this.effort, changed, this.several,
				this.picture);
	}

	VectorOptions withSeveral(List<float[]> changed) {
		return new VectorOptions(this.column, this.distance, this.range, this.effort, this.mode, changed, this.picture);
	}

	VectorOptions withPicture(@Nullable Picture changed) {
		return new VectorOptions(this.column, this.distance, this.range, this.effort, this.mode, this.several, changed);
	}

}
