package io.fletch.store.index.scalar;

/**
 * Where a condition is true and where it is false; elsewhere it is unknown.
 *
 * @param isTrue where it is true
 * @param isFalse where it is false
 * @param <S> a set of rows
 */
record Truth<S>(S isTrue, S isFalse) {

	Truth<S> not() {
		return new Truth<>(this.isFalse, this.isTrue);
	}

}
