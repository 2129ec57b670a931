package io.fletch.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Path;

import io.fletch.benchmarks.files.TemporaryFolder;
import io.fletch.benchmarks.measure.Meter;

/**
 * Starts an empty application and the same one with the starter in turns, each time in a
 * new JVM and with a folder that is not there yet.
 */
public final class StartupMeasurement {

	private static final String OP = "startup";

	private final Meter meter;

	private final Path empty;

	private final Path starter;

	/**
	 * Measures.
	 * @param meter takes the results
	 * @param empty the runnable jar of the empty application
	 * @param starter the runnable jar of the application with the starter
	 */
	public StartupMeasurement(Meter meter, Path empty, Path starter) {
		this.meter = meter;
		this.empty = empty;
		this.starter = starter;
	}

	/**
	 * Starts each application once without measuring, and then some times.
	 * @param runs how often each is measured
	 * @throws IOException if a jar is no application that starts, or results cannot be
	 * kept
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void run(int runs) throws IOException, InterruptedException {
		double[][] wall = new double[3][runs];
		double[][] cpu = new double[3][runs];
		try (TemporaryFolder folder = TemporaryFolder.create(OP)) {
			for (int run = -1; run < runs; run++) {
				Start without = Start.of(this.empty, folder.path().resolve("empty-" + run));
				Start with = Start.of(this.starter, folder.path().resolve("starter-" + run));
				if (run >= 0) {
					note(wall, run, without.millis(), with.millis());
					note(cpu, run, without.cpuMillis(), with.cpuMillis());
				}
			}
		}
		String[] configs = { "empty application", "with the starter", "added by the starter" };
		for (int i = 0; i < configs.length; i++) {
			this.meter.note(OP, configs[i], "ms", wall[i]);
			this.meter.note(OP, configs[i], "cpu_ms", cpu[i]);
		}
	}

	private static void note(double[][] values, int run, double without, double with) {
		values[0][run] = without;
		values[1][run] = with;
		values[2][run] = with - without;
	}

}
