package io.fletch.sample.soak;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A document, what the application said of it, and what it was asked and did not answer
 * any more. Only one client changes it.
 */
final class WitnessedDocument implements Client {

	private static final Pattern LAMP = Pattern
		.compile("Lamp (\\d+) of station s(\\d+) is \\w+, says record s\\2y(\\d+)");

	private final int number;

	private final int lamps;

	private final Random random;

	private AppClient app;

	private int edition;

	private int tried;

	private @Nullable String id;

	private String tag = "";

	private String triedTag = "";

	private boolean gone;

	private boolean triedGone;

	WitnessedDocument(int number, int lamps, Random random, AppClient app) {
		this.number = number;
		this.lamps = lamps;
		this.random = random;
		this.app = app;
	}

	boolean isGone() {
		return this.gone;
	}

	@Override
	public void act() {
		int choice = this.random.nextInt(10);
		if (this.id == null || choice < 4) {
			send();
		}
		else if (choice < 9) {
			tag(this.id);
		}
		else {
			delete(this.id);
		}
	}

	private void send() {
		this.tried = this.edition + 1;
		Reply accepted = this.app.upload(KnownDocuments.name(this.number),
				KnownDocuments.text(this.number, this.tried, this.lamps).getBytes(StandardCharsets.UTF_8));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		this.edition = this.tried;
		this.id = accepted.json().get("documentId").asString();
		if (this.random.nextInt(3) == 0) {
			this.app.awaitJob(accepted);
		}
	}

	private void tag(String document) {
		this.triedTag = "tag-" + this.random.nextInt(1000);
		Reply tagged = this.app.change("PUT", "/api/documents/" + document + "/tags",
				"{\"tags\":[\"" + this.triedTag + "\"]}");
		assertThat(tagged.status()).as(tagged.body()).isEqualTo(200);
		this.tag = this.triedTag;
	}

	private void delete(String document) {
		this.triedGone = true;
		assertThat(this.app.delete("/api/documents/" + document).status()).isEqualTo(204);
		this.gone = true;
	}

	/**
	 * Checks what is left of it after a crash, and goes on from there.
	 */
	void isWhatItWas(AppClient again, Map<String, JsonNode> listed) {
		this.app = again;
		String name = KnownDocuments.name(this.number);
		JsonNode document = listed.get(name);
		if (this.gone) {
			assertThat(document).as("%s was deleted", name).isNull();
			return;
		}
		if (document == null) {
			assertThat(this.triedGone || this.edition == 0).as("%s was accepted", name).isTrue();
			this.gone = true;
			return;
		}
		String known = document.get("id").asString();
		this.id = known;
		await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> isWhole(again, known));
		String tags = again.get("/api/documents/" + known).json().get("tags").toString();
		assertThat(tags).as(name).isIn(list(this.tag), list(this.triedTag));
		this.tag = tags.replaceAll("[\\[\"\\]]", "");
		this.triedTag = this.tag;
		this.triedGone = false;
	}

	private static String list(String tag) {
		return tag.isEmpty() ? "[]" : "[\"" + tag + "\"]";
	}

	private void isWhole(AppClient again, String known) {
		JsonNode document = again.get("/api/documents/" + known).json();
		assertThat(document.get("state").asString()).as(document.toString()).isEqualTo("READY");
		JsonNode passages = again.get("/api/documents/" + known + "/passages?limit=1000").json();
		TreeSet<Integer> seen = new TreeSet<>();
		TreeSet<Integer> editions = new TreeSet<>();
		for (JsonNode passage : passages) {
			for (MatchResult lamp : LAMP.matcher(passage.get("text").asString()).results().toList()) {
				seen.add(Integer.valueOf(lamp.group(1)));
				editions.add(Integer.valueOf(lamp.group(3)));
				assertThat(lamp.group(2)).isEqualTo(Integer.toString(this.number));
			}
		}
		assertThat(passages.size()).as(document.toString()).isEqualTo(document.get("passages").asInt());
		assertThat(editions).as("one edition of %s", document).hasSize(1);
		assertThat(editions.first()).as(document.toString()).isBetween(this.edition, this.tried);
		assertThat(seen).as("all of %s", document)
			.containsExactlyElementsOf(IntStream.range(0, this.lamps).boxed().toList());
		this.edition = editions.first();
		this.tried = this.edition;
	}

}
