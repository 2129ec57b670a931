package io.fletch.sample.collection;

/**
 * A collection cannot become what somebody wants. Nothing was changed.
 */
public final class RefusedCollectionException extends RuntimeException {

	private final String field;

	private final boolean isConflict;

	private RefusedCollectionException(String field, String message, boolean isConflict) {
		super(message);
		this.field = field;
		this.isConflict = isConflict;
	}

	static RefusedCollectionException invalid(String field, String message) {
		return new RefusedCollectionException(field, message, false);
	}

	static RefusedCollectionException conflict(String field, String message) {
		return new RefusedCollectionException(field, message, true);
	}

	/**
	 * Says whether it could become so if other collections were not there.
	 * @return whether others stand in the way, and not the input alone
	 */
	public boolean isConflict() {
		return this.isConflict;
	}

	/**
	 * Returns what is at fault.
	 * @return {@code id}, {@code name} or {@code function}
	 */
	public String field() {
		return this.field;
	}

}
