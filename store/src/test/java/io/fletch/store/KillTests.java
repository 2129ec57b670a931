package io.fletch.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes write one table, while others read it. What they said was done is
 * there, what they began may be, and no version is ever torn; neither if they end by
 * themselves nor if they are killed at random moments.
 */
@ExtendWith(SeededRandom.class)
class KillTests {

	/** How often processes are killed in each test; a soak kills more of them. */
	private static final int KILLS = Integer.getInteger("fletch.test.kills", 50);

	private static final int BATCHES = 20;

	private static JavaProcesses processes;

	/** What is known of each batch: the states that it may have. */
	private final Map<String, TreeSet<Integer>> allowed = new ConcurrentHashMap<>();

	private final AtomicInteger kills = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	@TempDir
	private Path folder;

	@BeforeAll
	static void train(@TempDir Path archive) throws IOException, InterruptedException {
		processes = new JavaProcesses(archive);
		Path folder = archive.resolve("database");
		createTable(folder);
		processes.train(KillTests::awaitEnd, KillWriter.class, folder.toString(), "p", "1", "20");
	}

	private static void createTable(Path folder) {
		try (Database database = Database.open(folder)) {
			database.createTable("t", KillWriter.SCHEMA);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void losesNothingWhenProcessesThatWriteOneTableAreKilled(int writers, Random random, TestReporter reporter)
			throws Exception {
		int versions = writeWhileOthersRead(writers, (slot) -> {
			Random own = new Random(random.nextLong() + slot);
			return () -> {
				for (int i = 0; this.kills.get() < KILLS; i++) {
					writeUntilKilled("p" + slot + "-" + i, own);
				}
				return true;
			};
		});
		reporter.publishEntry("kills of " + writers + " processes at once", this.kills.toString());
		reporter.publishEntry("versions seen whole beside them", String.valueOf(versions));
		assertThat(this.kills).hasValueGreaterThanOrEqualTo(KILLS);
		requireAllowed();
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	void countsAreExactWhenProcessesWriteOneTable(int writers, TestReporter reporter) throws Exception {
		int versions = writeWhileOthersRead(writers, (slot) -> () -> {
			Process process = writer("p" + slot, slot, BATCHES);
			readLines(process, this::take);
			return process.waitFor() == 0;
		});
		reporter.publishEntry("versions seen whole beside " + writers + " processes", String.valueOf(versions));
		assertThat(this.allowed).hasSize(writers * 2 * BATCHES)
			.allSatisfy((batch, states) -> assertThat(states).as(batch).hasSize(1));
		requireAllowed();
	}

	/**
	 * Runs writers, each in a thread that watches a process, and beside them readers in
	 * this process and another.
	 * @return how many versions the readers saw
	 */
	private int writeWhileOthersRead(int writers, Writer writer) throws Exception {
		createTable(this.folder);
		Process reader = processes.start(KillReader.class, this.folder.toString());
		try (Database database = Database.open(this.folder);
				ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
			Table table = database.openTable("t");
			Future<Integer> looks = threads.submit(() -> requireWhole(reader));
			List<Future<Boolean>> slots = new ArrayList<>();
			for (int slot = 0; slot < writers; slot++) {
				slots.add(threads.submit(writer.in(slot)));
			}
			try {
				TreeSet<Long> seen = lookUntilDone(slots, table, reader);
				for (Future<Boolean> slot : slots) {
					assertThat(slot.get()).isTrue();
				}
				reader.getOutputStream().close();
				assertThat(looks.get()).as("versions that the other process saw").isPositive();
				return seen.size() + looks.get();
			}
			finally {
				// Or a failure would wait for the reader for ever.
				reader.destroyForcibly();
				this.kills.set(KILLS);
			}
		}
	}

	/**
	 * Looks here and lets the other process look, now and then only, so that the writers
	 * have the processors.
	 */
	private TreeSet<Long> lookUntilDone(List<Future<Boolean>> slots, Table table, Process reader) throws IOException {
		TreeSet<Long> seen = new TreeSet<>();
		int looked = -1;
		while (!slots.stream().allMatch(Future::isDone)) {
			if (this.done.get() / 60 == looked) {
				Thread.onSpinWait();
				continue;
			}
			looked = this.done.get() / 60;
			reader.getOutputStream().write('\n');
			reader.getOutputStream().flush();
			seen.add(table.version());
			assertThat(KillReader.torn(table.scan().rows())).isEmpty();
		}
		return seen;
	}

	private static int requireWhole(Process reader) {
		TreeSet<Long> seen = new TreeSet<>();
		readLines(reader, (line) -> {
			String[] words = line.split(" ", 2);
			assertThat(words[1]).as("torn in another process").isEqualTo("[]");
			long version = Long.parseLong(words[0]);
			assertThat(version).as("versions rise").isGreaterThanOrEqualTo(seen.isEmpty() ? 0 : seen.last());
			seen.add(version);
		});
		return seen.size();
	}

	private void requireAllowed() {
		try (Database database = Database.open(this.folder)) {
			Table table = database.openTable("t");
			requireAllowed(table);
			assertThat(table.verify().problems()).isEmpty();
			table.optimize();
			requireAllowed(table);
		}
	}

	private void requireAllowed(Table table) {
		List<Map<String, Object>> rows = table.scan().rows();
		assertThat(KillReader.torn(rows)).isEmpty();
		Map<String, Integer> states = new HashMap<>();
		rows.forEach((row) -> states.put((String) row.get("batch"), (Integer) row.get("state")));
		assertThat(this.allowed).containsKeys(states.keySet().toArray(String[]::new));
		this.allowed.forEach((batch, possible) -> assertThat(states.getOrDefault(batch, KillWriter.DELETED))
			.as("the state of " + batch)
			.isIn(possible));
	}

	private Process writer(String name, long seed, int batches) throws IOException {
		return processes.start(KillWriter.class, this.folder.toString(), name, String.valueOf(seed),
				String.valueOf(batches));
	}

	/**
	 * Kills a process a random time after a random number of lines, which may be in the
	 * midst of anything that it does.
	 */
	private void writeUntilKilled(String name, Random random) throws IOException, InterruptedException {
		Process process = writer(name, random.nextLong(1_000_000), Integer.MAX_VALUE);
		int lines = random.nextInt(1, 16);
		Duration pause = Duration.ofMillis(random.nextInt(25));
		AtomicInteger read = new AtomicInteger();
		readLines(process, (line) -> {
			take(line);
			if (read.incrementAndGet() == lines) {
				Thread.ofVirtual().start(() -> killAfter(process, pause));
			}
		});
		process.waitFor();
		this.kills.incrementAndGet();
		assertThat(read).as("the writer ended by itself").hasValueGreaterThanOrEqualTo(lines);
	}

	private static void killAfter(Process process, Duration pause) {
		try {
			process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			// Nobody interrupts this thread; the process is killed all the same.
			Thread.currentThread().interrupt();
		}
		process.toHandle().destroyForcibly();
	}

	private void take(String line) {
		String[] words = line.split(" ");
		assertThat(words[0]).as(line).isNotEqualTo("failed");
		if (words[0].equals("begin")) {
			this.allowed.computeIfAbsent(words[1], (batch) -> new TreeSet<>(List.of(KillWriter.DELETED)))
				.add(Integer.parseInt(words[2]));
		}
		else if (words[0].equals("done")) {
			this.allowed.put(words[1], new TreeSet<>(List.of(Integer.parseInt(words[2]))));
			this.done.incrementAndGet();
		}
	}

	private static void awaitEnd(Process process) {
		readLines(process, (line) -> {
		});
	}

	private static void readLines(Process process, Consumer<String> taker) {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				taker.accept(line);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Gives what watches the writers of a slot.
	 */
	@FunctionalInterface
	private interface Writer {

		Callable<Boolean> in(int slot);

	}

}
