package io.fletch.sample.playground;

import java.util.ArrayList;
import java.util.List;

import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * The two directions in which vectors differ most: their first principal components.
 * Vectors are taken at unit length, as their angles are what searches compare. The
 * components are found from the products of at most 400 of the vectors, so that the work
 * does not grow with the dimensions of the model.
 *
 * @param mean the middle of the vectors
 * @param directions one row for each axis
 * @param shares of the variance of the vectors, how much each axis shows, from 0 to 1
 */
record Axes(double[] mean, double[][] directions, List<Double> shares) {

	private static final int FITTED = 400;

	private static final int AXES = 2;

	/** A variance below it is rounding. */
	private static final double NOTHING = 1e-9;

	static Axes of(List<float[]> vectors, int dimensions) {
		if (vectors.size() < 2) {
			double[] mean = vectors.isEmpty() ? new double[dimensions] : unit(vectors.getFirst());
			return new Axes(mean, new double[AXES][dimensions], List.of(0.0, 0.0));
		}
		RealMatrix rows = MatrixUtils.createRealMatrix(spread(vectors));
		double[] mean = rows
			.preMultiply(MatrixUtils.createRealVector(new double[rows.getRowDimension()])
				.mapAdd(1.0 / rows.getRowDimension()))
			.toArray();
		for (int i = 0; i < rows.getRowDimension(); i++) {
			rows.setRowVector(i, rows.getRowVector(i).subtract(MatrixUtils.createRealVector(mean)));
		}
		RealMatrix products = rows.multiplyTransposed(rows);
		EigenDecompositionSymmetric parts = new EigenDecompositionSymmetric(products);
		double variance = products.getTrace();
		double[][] directions = new double[AXES][];
		List<Double> shares = new ArrayList<>();
		for (int axis = 0; axis < AXES; axis++) {
			double part = parts.getEigenvalue(axis);
			boolean tells = part > NOTHING;
			directions[axis] = tells ? direction(rows, parts.getEigenvector(axis)) : new double[mean.length];
			shares.add(tells ? part / variance : 0);
		}
		return new Axes(mean, directions, shares);
	}

	private static double[][] spread(List<float[]> vectors) {
		int count = Math.min(FITTED, vectors.size());
		double[][] rows = new double[count][];
		for (int i = 0; i < count; i++) {
			rows[i] = unit(vectors.get((int) ((long) i * vectors.size() / count)));
		}
		return rows;
	}

	/** Both signs are right; the one whose greatest element is positive is taken. */
	private static double[] direction(RealMatrix rows, RealVector weights) {
		RealVector direction = rows.preMultiply(weights).unitVector();
		boolean isTurned = -direction.getMinValue() > direction.getMaxValue();
		return (isTurned ? direction.mapMultiply(-1) : direction).toArray();
	}

	/**
	 * Says where a vector lies.
	 */
	double[] place(float[] vector) {
		double[] unit = unit(vector);
		double[] place = new double[AXES];
		for (int axis = 0; axis < AXES; axis++) {
			for (int i = 0; i < unit.length; i++) {
				place[axis] += (unit[i] - this.mean[i]) * this.directions[axis][i];
			}
		}
		return place;
	}

	private static double[] unit(float[] vector) {
		double squares = 0;
		for (float element : vector) {
			squares += (double) element * element;
		}
		double length = (squares > 0) ? Math.sqrt(squares) : 1;
		double[] unit = new double[vector.length];
		for (int i = 0; i < unit.length; i++) {
			unit[i] = vector[i] / length;
		}
		return unit;
	}

}
