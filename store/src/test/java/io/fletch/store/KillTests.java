package io.fletch.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that write one table are killed at random moments, while this one reads. What
 * they said was done is there, what they began may be, and no version is ever torn.
 */
@ExtendWith(SeededRandom.class)
class KillTests {

	/** How long processes are killed; a soak takes longer. */
	private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("fletch.test.kill-seconds", 25));

	/** What is known of each batch: the states that it may have. */
	private final Map<String, TreeSet<Integer>> allowed = new ConcurrentHashMap<>();

	/**
	 * Lets the reader look now and then, so that it leaves the processors to the writers.
	 */
	private final Semaphore looks = new Semaphore(0);

	private final AtomicInteger kills = new AtomicInteger();

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void losesNothingWhenProcessesThatWriteOneTableAreKilled(int processes, Random random, TestReporter reporter)
			throws Exception {
		try (Database database = Database.open(this.folder);
				ExecutorService threads = Executors.newFixedThreadPool(processes + 1)) {
			Table table = database.createTable("t", KillWriter.SCHEMA);
			AtomicBoolean writing = new AtomicBoolean(true);
			Future<Integer> reader = threads.submit(() -> readWhile(writing, table));
			List<Future<Boolean>> slots = new ArrayList<>();
			for (int slot = 0; slot < processes; slot++) {
				slots.add(threads.submit(killAgainAndAgain("p" + slot, random.nextLong())));
			}
			try {
				for (Future<Boolean> slot : slots) {
					assertThat(slot.get()).isTrue();
				}
			}
			finally {
				// Or a failure would wait for the reader for ever.
				writing.set(false);
			}
			reporter.publishEntry("kills of " + processes + " processes", this.kills.toString());
			reporter.publishEntry("versions seen whole beside them", String.valueOf(reader.get()));
		}
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			requireAllowed(statesOf(table));
			assertThat(table.verify().problems()).isEmpty();
			table.optimize();
			requireAllowed(statesOf(table));
		}
	}

	private void requireAllowed(Map<String, Integer> states) {
		assertThat(this.allowed).containsKeys(states.keySet().toArray(String[]::new));
		this.allowed.forEach((batch, possible) -> assertThat(states.getOrDefault(batch, KillWriter.DELETED))
			.as("the state of " + batch)
			.isIn(possible));
		assertThat(this.kills).hasPositiveValue();
	}

	/**
	 * Reads versions, each of which must have whole batches only.
	 */
	private int readWhile(AtomicBoolean writing, Table table) throws InterruptedException {
		TreeSet<Long> seen = new TreeSet<>();
		while (writing.get()) {
			this.looks.tryAcquire(1, TimeUnit.SECONDS);
			this.looks.drainPermits();
			long version = table.version();
			if (seen.isEmpty() || version != seen.last()) {
				assertThat(seen.isEmpty() || version > seen.last()).as("versions rise").isTrue();
				seen.add(version);
				statesOf(table);
			}
		}
		return seen.size();
	}

	private static Map<String, Integer> statesOf(Table table) {
		Map<String, Integer> states = new HashMap<>();
		Map<String, Integer> missing = new HashMap<>();
		for (Map<String, Object> row : table.scan().rows()) {
			String batch = (String) row.get("batch");
			Integer other = states.put(batch, (Integer) row.get("state"));
			assertThat(other == null || other.equals(row.get("state"))).as("torn: " + batch).isTrue();
			missing.merge(batch, (Integer) row.get("size") - 1, (left, size) -> left - 1);
		}
		assertThat(missing.values()).as("rows missing").allMatch((count) -> count == 0);
		return states;
	}

	private Callable<Boolean> killAgainAndAgain(String slot, long seed) {
		return () -> {
			Random random = new Random(seed);
			long start = System.nanoTime();
			for (int i = 0; System.nanoTime() - start < TIME.toNanos(); i++) {
				writeUntilKilled(slot + "-" + i, random);
			}
			return true;
		};
	}

	private void writeUntilKilled(String name, Random random) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
				"-cp", System.getProperty("java.class.path"), KillWriter.class.getName(), this.folder.toString(), name,
				String.valueOf(random.nextLong(1_000_000)))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		int lines = random.nextInt(1, 60);
		int read = 0;
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				take(line);
				if (++read == lines) {
					process.toHandle().destroyForcibly();
				}
			}
		}
		process.waitFor();
		this.kills.incrementAndGet();
		assertThat(read).as("the writer ended by itself").isGreaterThanOrEqualTo(lines);
	}

	private void take(String line) {
		String[] words = line.split(" ");
		if (words[0].equals("begin")) {
			this.allowed.computeIfAbsent(words[1], (batch) -> new TreeSet<>(List.of(KillWriter.DELETED)))
				.add(Integer.parseInt(words[2]));
		}
		else if (words[0].equals("done")) {
			this.allowed.put(words[1], new TreeSet<>(List.of(Integer.parseInt(words[2]))));
			if (this.allowed.size() % 8 == 0) {
				this.looks.release();
			}
		}
	}

}
