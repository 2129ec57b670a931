package io.fletch.sample.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppLaunch;
import io.fletch.sample.AppProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application as a process of its own, killed again and again while clients ask,
 * send, tag, delete and restore. What it said it did is done, what it said is gone stays
 * gone, and nothing is there by half.
 */
class KillInTheMiddleIntegrationTests {

	private static final int ROUNDS = Integer.getInteger("fletch.kill.rounds", 2);

	private static final int DOCUMENTS = 4;

	private static final int CONVERSATIONS = 2;

	@TempDir
	Path folder;

	private final List<WitnessedDocument> documents = new ArrayList<>();

	private final List<WitnessedConversation> conversations = new ArrayList<>();

	private final long seed = Long.getLong("fletch.seed", System.nanoTime());

	private Random random = new Random(this.seed);

	private @Nullable Restorer restorer;

	private int numbers;

	@Test
	void losesNothingThatWasSaidAndBringsNothingBack() throws Exception {
		for (int round = 0; round <= ROUNDS; round++) {
			try {
				round(round);
			}
			catch (Throwable ex) {
				throw new AssertionError("Round " + round + " failed; -Dfletch.seed=" + this.seed + " does the same",
						ex);
			}
		}
		assertThat(this.documents).hasSizeGreaterThan(DOCUMENTS);
		assertThat(this.restorer).isNotNull();
		assertThat(this.restorer.restored()).as("older versions that were restored, seed %s", this.seed).isPositive();
	}

	private void round(int round) throws Exception {
		this.random = new Random(this.seed + round);
		try (AppProcess app = AppProcess
			.start(AppLaunch.of("--fletch.uri=" + this.folder.resolve("data"), "--fletch.sample.corpus=false")
				.shortLived()
				.process())) {
			check(app.client());
			if (round < ROUNDS) {
				killInTheMiddle(app);
			}
		}
	}

	private void check(AppClient client) {
		assertThat(client.get("/actuator/health").json().get("status").asString()).isEqualTo("UP");
		Map<String, JsonNode> listed = new HashMap<>();
		client.get("/api/documents")
			.json()
			.forEach((document) -> assertThat(listed.put(document.get("name").asString(), document)).isNull());
		this.documents.forEach((document) -> document.isWhatItWas(client, listed));
		this.conversations.forEach((conversation) -> conversation.isWhatItWas(client));
		if (this.restorer == null) {
			this.restorer = new Restorer(client, this.random);
		}
		Random own = new Random(this.random.nextLong());
		this.restorer.isWhatItWas(client, own);
		for (JsonNode hit : client.get("/api/search?limit=100&mode=text&q=lamp").json()) {
			assertThat(listed).as("found passages have documents").containsKey(hit.get("documentName").asString());
		}
	}

	private void killInTheMiddle(AppProcess app) throws Exception {
		AppClient client = app.client();
		AtomicBoolean killed = new AtomicBoolean();
		CountDownLatch wrong = new CountDownLatch(1);
		List<Future<?>> all = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < DOCUMENTS; i++) {
				long seed = this.random.nextLong();
				all.add(threads.submit(() -> useUntil(killed, wrong, new Documents(client, new Random(seed)))));
			}
			for (int i = 0; i < CONVERSATIONS; i++) {
				all.add(threads.submit(() -> useUntil(killed, wrong, new Conversations(client))));
			}
			Restorer restores = Objects.requireNonNull(this.restorer);
			all.add(threads.submit(() -> useUntil(killed, wrong, restores)));
			wrong.await(1500 + this.random.nextInt(4000), TimeUnit.MILLISECONDS);
			killed.set(true);
			app.kill();
		}
		for (Future<?> one : all) {
			one.get();
		}
	}

	/** What fails once the process is killed is what was under way. */
	private static @Nullable Void useUntil(AtomicBoolean killed, CountDownLatch wrong, Client client) throws Exception {
		while (!killed.get()) {
			try {
				client.act();
			}
			catch (AssertionError | RuntimeException ex) {
				if (!killed.get()) {
					wrong.countDown();
					throw ex;
				}
			}
		}
		return null;
	}

	private synchronized WitnessedDocument next(AppClient client, Random seeded) {
		WitnessedDocument document = new WitnessedDocument(++this.numbers, (seeded.nextInt(3) == 0) ? 80 : 5, seeded,
				client);
		this.documents.add(document);
		return document;
	}

	private synchronized WitnessedConversation next(AppClient client) {
		WitnessedConversation conversation = new WitnessedConversation(UUID.randomUUID().toString(), client);
		this.conversations.add(conversation);
		return conversation;
	}

	/** One document after the other, until each is deleted. */
	private final class Documents implements Client {

		private final AppClient client;

		private final Random seeded;

		private WitnessedDocument now;

		Documents(AppClient client, Random seeded) {
			this.client = client;
			this.seeded = seeded;
			this.now = next(client, seeded);
		}

		@Override
		public void act() {
			this.now.act();
			if (this.now.isGone()) {
				this.now = next(this.client, this.seeded);
			}
		}

	}

	/** One conversation after the other. */
	private final class Conversations implements Client {

		private final AppClient client;

		private WitnessedConversation now;

		Conversations(AppClient client) {
			this.client = client;
			this.now = next(client);
		}

		@Override
		public void act() {
			this.now.act();
			if (this.now.isGone()) {
				this.now = next(this.client);
			}
		}

	}

}
