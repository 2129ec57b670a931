package io.fletch.springai.vectorstore;

import java.util.Random;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Random}. Its seed is reported when the test fails, and can be
 * given by the system property {@code fletch.test.seed}.
 */
class SeededRandom implements ParameterResolver, AfterTestExecutionCallback {

	private static final String PROPERTY = "fletch.test.seed";

	private final long seed = Long.getLong(PROPERTY, System.nanoTime());

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Random.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return new Random(this.seed);
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		context.getExecutionException()
			.ifPresent((ex) -> context.publishReportEntry("repeat with", "-D" + PROPERTY + "=" + this.seed));
	}

}
