package io.fletch.sample.soak;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps documents: sends new, same, changed, broken, large and unacceptable ones, tags
 * and deletes them.
 */
final class Keeper implements Client {

	private static final int MOST = 12;

	private static final int LAMPS = 6;

	private static final int MANY_LAMPS = 150;

	private final AppClient app;

	private final Random random;

	private final KnownDocuments known;

	private final AtomicInteger numbers;

	/** The last edition of each document by its number. */
	private final TreeMap<Integer, Sent> mine = new TreeMap<>();

	Keeper(AppClient app, Random random, KnownDocuments known, AtomicInteger numbers) {
		this.app = app;
		this.random = random;
		this.known = known;
		this.numbers = numbers;
	}

	@Override
	public void act() {
		int choice = this.random.nextInt(20);
		if (this.mine.size() < 3 || (choice < 5 && this.mine.size() < MOST)) {
			begin((choice == 0) ? MANY_LAMPS : LAMPS);
		}
		else if (choice < 8) {
			change();
		}
		else if (choice < 10) {
			same();
		}
		else if (choice < 14) {
			tag();
		}
		else if (choice < 16) {
			unacceptable(choice);
		}
		else {
			delete();
		}
	}

	private void begin(int lamps) {
		int number = this.numbers.incrementAndGet();
		send(number, new Sent(1, lamps, ""));
	}

	private void change() {
		int number = any();
		Sent last = this.mine.get(number);
		send(number, new Sent(last.edition() + 1, last.lamps(), last.id()));
	}

	private void send(int number, Sent next) {
		this.known.sent(number, next.edition());
		Reply accepted = this.app.upload(KnownDocuments.name(number), next.bytes(number));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		this.mine.put(number, new Sent(next.edition(), next.lamps(), accepted.json().get("documentId").asString()));
		// The rest is left to itself, to be changed or deleted on its way.
		if (this.random.nextInt(4) > 0) {
			JsonNode job = this.app.awaitJob(accepted);
			assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("DONE");
			this.known.ready(number, next.edition());
		}
	}

	private void same() {
		int number = any();
		Sent last = this.mine.get(number);
		JsonNode job = this.app.ingest(KnownDocuments.name(number), last.bytes(number));
		assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("DONE");
		this.known.ready(number, last.edition());
		JsonNode again = this.app.ingest(KnownDocuments.name(number), last.bytes(number));
		assertThat(again.get("unchanged").asBoolean()).as(again.toString()).isTrue();
	}

	private void tag() {
		Sent sent = this.mine.get(any());
		String tag = "keeper-" + this.random.nextInt(5);
		Reply tagged = this.app.change("PUT", "/api/documents/" + sent.id() + "/tags", "{\"tags\":[\"" + tag + "\"]}");
		assertThat(tagged.status()).as(tagged.body()).isEqualTo(200);
		Reply read = this.app.get("/api/documents/" + sent.id());
		assertThat(read.json().get("tags").toString()).as(read.body()).isEqualTo("[\"" + tag + "\"]");
	}

	private void unacceptable(int choice) {
		if (choice == 14) {
			byte[] noise = new byte[2000];
			this.random.nextBytes(noise);
			// A name of its own: another keeper's file of the same name would end this
			// one's job.
			JsonNode job = this.app.ingest("noise-" + this.numbers.incrementAndGet() + ".pdf", noise);
			assertThat(job.get("state").asString()).as(job.toString()).isEqualTo("FAILED");
			assertThat(
					this.app.get("/api/documents/" + job.get("documentId").asString()).json().get("state").asString())
				.isEqualTo("FAILED");
			assertThat(this.app.delete("/api/documents/" + job.get("documentId").asString()).status()).isEqualTo(204);
		}
		else {
			byte[] large = new byte[1_100_000];
			Arrays.fill(large, (byte) 'x');
			assertThat(this.app.upload("large.txt", large).status()).isEqualTo(413);
			assertThat(this.app.upload("program.exe", "x".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(415);
		}
	}

	private void delete() {
		int number = any();
		String id = this.mine.remove(number).id();
		Reply deleted = this.app.delete("/api/documents/" + id);
		assertThat(deleted.status()).as(deleted.body()).isEqualTo(204);
		this.known.gone(number);
		assertThat(this.app.get("/api/documents/" + id).status()).isEqualTo(404);
		assertThat(this.app.delete("/api/documents/" + id).status()).isEqualTo(404);
	}

	private int any() {
		return this.mine.keySet().stream().skip(this.random.nextInt(this.mine.size())).findFirst().orElseThrow();
	}

	/**
	 * What was sent last.
	 */
	private record Sent(int edition, int lamps, String id) {

		byte[] bytes(int number) {
			return KnownDocuments.text(number, this.edition, this.lamps).getBytes(StandardCharsets.UTF_8);
		}

	}

}
