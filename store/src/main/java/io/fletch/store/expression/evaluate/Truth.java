package io.fletch.store.expression.evaluate;

/**
 * Which rows of a batch are true and which false, one bit a row; the others are unknown.
 * The arrays may be shared and must not be changed.
 *
 * @param isTrue the rows that are true
 * @param isFalse the rows that are false
 */
record Truth(long[] isTrue, long[] isFalse) {

	Truth not() {
		return new Truth(this.isFalse, this.isTrue);
	}

	Truth and(Truth other) {
		return new Truth(RowMask.and(this.isTrue, other.isTrue), RowMask.or(this.isFalse, other.isFalse));
	}

	Truth or(Truth other) {
		return new Truth(RowMask.or(this.isTrue, other.isTrue), RowMask.and(this.isFalse, other.isFalse));
	}

}
