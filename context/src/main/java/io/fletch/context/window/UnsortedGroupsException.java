package io.fletch.context.window;

/**
 * The rows of a stream do not come in the order of their groups. The message names the
 * option, the row and both keys.
 */
public class UnsortedGroupsException extends IllegalArgumentException {

	public UnsortedGroupsException(String message) {
		super(message);
	}

}
