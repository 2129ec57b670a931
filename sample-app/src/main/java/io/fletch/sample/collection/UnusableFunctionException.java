package io.fletch.sample.collection;

/**
 * The embedding function of a collection gives no vectors: its model cannot be loaded, or
 * its server does not answer. Nothing was changed.
 */
public final class UnusableFunctionException extends RuntimeException {

	UnusableFunctionException(String function, Throwable cause) {
		super("The embedding function '" + function + "' cannot be used: " + reason(cause)
				+ " See that its model is there, or its server runs, and try again; nothing was changed.", cause);
	}

	UnusableFunctionException(String function, String reason) {
		super("The embedding function '" + function + "' cannot be used: " + reason + " Choose another one.");
	}

	private static String reason(Throwable cause) {
		String message = cause.getMessage();
		String told = (message != null) ? message.strip() : cause.getClass().getSimpleName();
		return told.endsWith(".") ? told : told + ".";
	}

}
