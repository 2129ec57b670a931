package io.fletch.benchmarks.measure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MeterTests {

	@TempDir
	private Path folder;

	@Test
	void runsTheOperationInRoundsAfterWarmingUp() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		meter().latency("op", "config", Rounds.of(10).warmedUpBy(5), (i) -> runs.incrementAndGet());
		assertThat(runs).hasValue(5 + 3 * 10);
		assertThat(ResultLog.read(file())).extracting(Result::metric)
			.containsExactly("qps", "p50_ms", "p99_ms", "cpu_ms_per_op");
	}

	@Test
	void notesRowsASecond() throws Exception {
		meter().rate("op", "config", 1000, 100, 200, 500);
		assertThat(ResultLog.read(file()))
			.containsExactly(new Result("op", "config", "rows_per_s", 5000, 2000, 10_000, 3, null));
	}

	@Test
	void processorTimeNeverFalls() {
		double before = Meter.cpuMillis();
		assertThat(Meter.cpuMillis()).isGreaterThanOrEqualTo(before);
	}

	private Meter meter() throws Exception {
		return new Meter(new ResultLog(file(), new PrintWriter(new StringWriter())));
	}

	private Path file() {
		return this.folder.resolve("results.jsonl");
	}

}
