package io.fletch.embeddings.onnx;

/**
 * Scales vectors to length 1.
 */
public final class UnitLength {

	private UnitLength() {
	}

	/**
	 * Scales a vector in place.
	 * @param vector the vector; one of zeros stays as it is
	 * @return the same vector
	 */
	public static float[] scale(float[] vector) {
		double squares = 0;
		for (float value : vector) {
			squares += (double) value * value;
		}
		double scale = (squares > 0) ? 1 / Math.sqrt(squares) : 0;
		for (int i = 0; i < vector.length; i++) {
			vector[i] = (float) (vector[i] * scale);
		}
		return vector;
	}

}
