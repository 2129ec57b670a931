package io.fletch.benchmarks.measure;

import java.io.IOException;
import java.util.Arrays;

/**
 * Takes wall time, and the processor time of the whole process, compiler and garbage
 * collector included.
 */
public final class Meter {

	private static final double NANOS = 1e6;

	private final ResultSink results;

	/**
	 * Measures.
	 * @param results takes what was measured
	 */
	public Meter(ResultSink results) {
		this.results = results;
	}

	/**
	 * Notes measurements that were taken elsewhere.
	 * @param op the operation
	 * @param config what it was done with
	 * @param metric the unit
	 * @param values the measurements
	 * @throws IOException if the results cannot be kept
	 */
	public void note(String op, String config, String metric, double... values) throws IOException {
		this.results.add(Result.of(op, config, metric, values));
	}

	/**
	 * Notes how many rows a second are made by runs.
	 * @param op the operation
	 * @param config what it was done with
	 * @param rows the number of rows of a run
	 * @param millis the milliseconds of each run
	 * @throws IOException if the results cannot be kept
	 */
	public void rate(String op, String config, int rows, double... millis) throws IOException {
		note(op, config, "rows_per_s", rate(rows, millis));
	}

	/**
	 * Measures a short operation by many runs: how many a second, the median, the 99th
	 * percentile, and processor time.
	 * @param op the operation
	 * @param config what it is done with
	 * @param rounds how often
	 * @param operation the operation
	 * @throws Exception if the operation fails or the results cannot be kept
	 */
	public void latency(String op, String config, Rounds rounds, Operation operation) throws Exception {
		for (int i = 0; i < rounds.warmUp(); i++) {
			operation.run(i % rounds.count());
		}
		double[][] measured = new double[4][rounds.rounds()];
		for (int round = 0; round < rounds.rounds(); round++) {
			double cpu = cpuMillis();
			double start = millis();
			double[] each = round(rounds, operation);
			measured[0][round] = each.length / (millis() - start) * 1000;
			measured[1][round] = percentile(each, 0.5);
			measured[2][round] = percentile(each, 0.99);
			measured[3][round] = (cpuMillis() - cpu) / each.length;
		}
		note(op, config, "qps", measured[0]);
		note(op, config, "p50_ms", measured[1]);
		note(op, config, "p99_ms", measured[2]);
		note(op, config, "cpu_ms_per_op", measured[3]);
	}

	private static double[] round(Rounds rounds, Operation operation) throws Exception {
		double[] each = new double[rounds.count()];
		double start = millis();
		int done = 0;
		while (done < each.length && millis() - start <= rounds.maxMillis()) {
			double before = millis();
			operation.run(done);
			each[done++] = millis() - before;
		}
		return Arrays.copyOf(each, done);
	}

	/**
	 * Measures a long operation by few runs: wall and processor time of each, and rows a
	 * second of both.
	 * @param subject the operation
	 * @param runs how often
	 * @param operation the operation
	 * @throws Exception if the operation fails or the results cannot be kept
	 */
	public void runs(Subject subject, int runs, Operation operation) throws Exception {
		double[] wall = new double[runs];
		double[] cpu = new double[runs];
		for (int run = 0; run < runs; run++) {
			double cpuBefore = cpuMillis();
			wall[run] = millis(run, operation);
			cpu[run] = cpuMillis() - cpuBefore;
		}
		note(subject.op(), subject.config(), "ms", wall);
		note(subject.op(), subject.config(), "cpu_ms", cpu);
		note(subject.op(), subject.config(), "rows_per_s", rate(subject.rows(), wall));
		note(subject.op(), subject.config(), "rows_per_cpu_s", rate(subject.rows(), cpu));
	}

	private static double[] rate(int rows, double[] millis) {
		return Result.map(millis, (each) -> rows / each * 1000);
	}

	/**
	 * Takes the wall time of one run.
	 * @param repetition how often the operation ran before
	 * @param operation the operation
	 * @return the milliseconds
	 * @throws Exception if the operation fails
	 */
	public static double millis(int repetition, Operation operation) throws Exception {
		double before = millis();
		operation.run(repetition);
		return millis() - before;
	}

	/**
	 * Returns a percentile.
	 * @param values the measurements
	 * @param share the share of the measurements that are lower
	 * @return the measurement at that place
	 */
	public static double percentile(double[] values, double share) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
	}

	/**
	 * Returns the processor time of this process.
	 * @return the milliseconds
	 */
	public static double cpuMillis() {
		return ProcessorTime.millis();
	}

	private static double millis() {
		return System.nanoTime() / NANOS;
	}

}
