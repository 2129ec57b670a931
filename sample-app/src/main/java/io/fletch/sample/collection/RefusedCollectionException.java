package io.fletch.sample.collection;

/**
 * A collection cannot become what somebody wants. Nothing was changed.
 */
public final class RefusedCollectionException extends RuntimeException {

	private final String field;

	RefusedCollectionException(String field, String message) {
		super(message);
		this.field = field;
	}

	/**
	 * Returns what is at fault.
	 * @return {@code id}, {@code name} or {@code function}
	 */
	public String field() {
		return this.field;
	}

}
