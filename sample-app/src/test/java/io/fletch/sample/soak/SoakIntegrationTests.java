package io.fletch.sample.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppLaunch;
import io.fletch.sample.AppProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as a process of its own, used by many clients at once: every answer is
 * right, nothing fails, and what the process holds does not grow. Takes some seconds, or
 * as many minutes as the system property {@code fletch.soak.minutes} says; what a process
 * holds is still growing to its size in the first minutes, so that it is measured only by
 * those that are longer.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what the process holds is read from /proc")
class SoakIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(SoakIntegrationTests.class);

	private static final int MINUTES = Integer.getInteger("fletch.soak.minutes", 0);

	private static final Duration DURATION = (MINUTES > 0) ? Duration.ofMinutes(MINUTES) : Duration.ofSeconds(15);

	private static final long MIB = 1 << 20;

	@TempDir
	Path folder;

	private final KnownDocuments known = new KnownDocuments();

	private final AtomicInteger numbers = new AtomicInteger();

	private final AtomicInteger found = new AtomicInteger();

	private final AtomicInteger acts = new AtomicInteger();

	@Test
	void everyAnswerIsRightAndNothingGrows() throws Exception {
		long seed = Long.getLong("fletch.seed", 20_261_122L);
		Path data = Files.createDirectory(this.folder.resolve("data"));
		AppLaunch launch = AppLaunch
			.of("--fletch.uri=" + data, "--fletch.sample.corpus=false", "--spring.servlet.multipart.max-file-size=1MB")
			.withOption("-Xmx512m")
			.withOption("-XX:+ExitOnOutOfMemoryError");
		try (AppProcess app = AppProcess.start(launch.process())) {
			List<Client> clients = clients(app, new Random(seed));
			use(clients, DURATION.multipliedBy(2).dividedBy(10));
			settle(app.client());
			answersFromWhatIsKnown(app.client());
			use(clients, DURATION.multipliedBy(4).dividedBy(10));
			int first = this.acts.get();
			Footprint half = settle(app.client(), app.pid(), data);
			logger.info("Until half: {} acts; {}", first, half);
			use(clients, DURATION.multipliedBy(4).dividedBy(10));
			Footprint end = settle(app.client(), app.pid(), data);
			logger.info("Then: {} acts, {} answers found in all; {}", this.acts.get() - first, this.found, end);
			answersFromWhatIsKnown(app.client());
			assertThat(this.found).hasPositiveValue();
			assertThat(app.log()).doesNotContain(" ERROR ");
			if (MINUTES > 1) {
				assertNoGrowth(half, end);
				assertFolderGrowsAsBefore(half, first, end, this.acts.get() - first);
			}
		}
	}

	/** A document that is ready is found and cited, however many there are beside it. */
	private void answersFromWhatIsKnown(AppClient client) {
		int number = this.numbers.incrementAndGet();
		String name = KnownDocuments.name(number);
		this.known.sent(number, 1);
		JsonNode job = client.ingest(name, KnownDocuments.text(number, 1, 6));
		assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("DONE");
		this.known.ready(number, 1);
		String question = "What colour is lamp 3 of station s" + number + "?";
		List<AppClient.Event> events = client.ask(question, null);
		JsonNode done = AppClient.only(events, "done");
		assertThat(done.get("found").asBoolean()).as("%s: %s", question, events).isTrue();
		Set<String> cited = new HashSet<>(done.get("citations").findValuesAsString("passageId"));
		assertThat(AppClient.only(events, "sources").get("sources")).as("%s: %s", question, events)
			.anyMatch((source) -> cited.contains(source.get("passageId").asString())
					&& source.get("documentName").asString().equals(name));
		assertThat(AppClient.textOf(events)).contains("station s" + number);
		assertThat(client.delete("/api/documents/" + job.get("documentId").asString()).status()).isEqualTo(204);
		this.known.gone(number);
	}

	/** Versions are kept for days, so that each act adds to the folder, but no more. */
	private static void assertFolderGrowsAsBefore(Footprint half, int first, Footprint end, int then) {
		double acts = (double) then / first;
		assertThat((double) end.folderBytes() - half.folderBytes())
			.as("bytes of the folder, %s after %s acts, then %s after %s more", half, first, end, then)
			.isLessThan(half.folderBytes() * acts * 1.5 + 16 * MIB);
		assertThat((double) end.folderFiles() - half.folderFiles())
			.as("files of the folder, %s after %s acts, then %s after %s more", half, first, end, then)
			.isLessThan(half.folderFiles() * acts * 1.5 + 200);
	}

	/**
	 * What may still differ is what happens to be cached, pooled or not yet compacted.
	 */
	private static void assertNoGrowth(Footprint half, Footprint end) {
		assertThat(end.heap()).as("objects, %s then %s", half, end).isLessThan(half.heap() * 11 / 10 + 16 * MIB);
		assertThat(end.memory()).as("memory, %s then %s", half, end).isLessThan(half.memory() * 5 / 4 + 128 * MIB);
		assertThat(end.threads()).as("threads, %s then %s", half, end).isLessThan(half.threads() + 16);
		assertThat(end.files()).as("open files, %s then %s", half, end).isLessThan(half.files() + 200);
		assertThat(end.mappings()).as("mapped regions, %s then %s", half, end).isLessThan(half.mappings() + 400);
	}

	private List<Client> clients(AppProcess app, Random random) {
		List<Client> clients = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			clients.add(new Keeper(app.client(), new Random(random.nextLong()), this.known, this.numbers));
			clients.add(new Asker(app.client(), app.port(), new Random(random.nextLong()), this.known, this.numbers,
					this.found));
			clients.add(new Looker(app.client(), new Random(random.nextLong()), this.known));
		}
		return clients;
	}

	private void use(List<Client> clients, Duration time) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		AtomicBoolean failed = new AtomicBoolean();
		List<Future<?>> all = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (Client client : clients) {
				all.add(threads.submit(() -> {
					try {
						while (System.nanoTime() < end && !failed.get()) {
							client.act();
							this.acts.incrementAndGet();
						}
						return null;
					}
					catch (Throwable ex) {
						failed.set(true);
						throw ex;
					}
				}));
			}
		}
		for (Future<?> one : all) {
			one.get();
		}
	}

	private static Footprint settle(AppClient client, long pid, Path data) throws IOException {
		settle(client);
		return Footprint.of(pid, data);
	}

	private static void settle(AppClient client) {
		await().atMost(Duration.ofMinutes(2))
			.until(() -> client.get("/api/jobs")
				.json()
				.findValuesAsString("state")
				.stream()
				.noneMatch((state) -> state.equals("QUEUED") || state.equals("RUNNING")));
	}

}
