package io.fletch.benchmarks;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Says what Spring Boot says of an application that has started, and ends.
 */
public final class StartedApplication {

	private StartedApplication() {
	}

	public static void main(String[] arguments) throws IOException {
		new FileOutputStream(FileDescriptor.out).write(("Starting with " + arguments[0]
				+ "\nStarted StartedApplication in 0.1 seconds (process running for 0.2)\n")
			.getBytes(StandardCharsets.UTF_8));
	}

}
