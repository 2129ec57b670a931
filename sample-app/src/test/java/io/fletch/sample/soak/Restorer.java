package io.fletch.sample.soak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes a table that is its own, and makes it again what it was in older versions. It
 * knows what each version held.
 */
final class Restorer implements Client {

	private static final String TABLE = "/api/operations/default/golden_sets";

	private static final String SETS = "/api/evaluation/sets";

	private static final int MOST = 8;

	private AppClient app;

	private Random random;

	/** What each version held, of those that are known. */
	private final TreeMap<Long, Set<String>> held = new TreeMap<>();

	/**
	 * What the act under way makes of it; {@code null} if it makes a set of unknown id.
	 */
	private @Nullable Set<String> next = Set.of();

	private int restored;

	Restorer(AppClient app, Random random) {
		this.app = app;
		this.random = random;
	}

	/** Says how many older versions became the latest. */
	int restored() {
		return this.restored;
	}

	@Override
	public void act() {
		if (this.held.isEmpty()) {
			this.held.put(latest(), Set.of());
		}
		Set<String> present = this.held.lastEntry().getValue();
		if (this.held.size() > 3 && this.random.nextInt(2) == 0) {
			restore();
		}
		else if (present.isEmpty() || (present.size() < MOST && this.random.nextInt(3) > 0)) {
			add(present);
		}
		else {
			delete(present);
		}
	}

	private void add(Set<String> present) {
		this.next = null;
		Reply added = this.app.multipart(SETS, List.of(new Part("file", "golden.jsonl",
				"{\"question\": \"Which lamp?\", \"relevant\": [\"a.txt\"]}".getBytes(StandardCharsets.UTF_8))));
		assertThat(added.status()).as(added.body()).isEqualTo(201);
		Set<String> with = new HashSet<>(present);
		with.add(added.json().get("id").asString());
		this.next = with;
		grown(latest());
	}

	private void delete(Set<String> present) {
		List<String> ids = present.stream().sorted().toList();
		String id = ids.get(this.random.nextInt(ids.size()));
		Set<String> without = new HashSet<>(present);
		without.remove(id);
		this.next = without;
		assertThat(this.app.delete(SETS + "/" + id).status()).isEqualTo(204);
		grown(latest());
	}

	private void restore() {
		List<Map.Entry<Long, Set<String>>> older = new ArrayList<>(this.held.headMap(this.held.lastKey()).entrySet());
		Map.Entry<Long, Set<String>> chosen = older.get(this.random.nextInt(older.size()));
		long latest = latest();
		this.next = chosen.getValue();
		Reply reply = this.app.post(TABLE + "/restore", "application/json",
				"{\"version\":" + chosen.getKey() + ",\"latest\":" + latest + "}");
		if (reply.status() == 409) {
			// The table was compacted meanwhile.
			this.next = this.held.lastEntry().getValue();
			assertThat(latest()).as(reply.body()).isGreaterThan(latest);
			return;
		}
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		long version = reply.json().get("version").asLong();
		assertThat(version).as("restored over version %s", latest).isGreaterThan(latest);
		this.restored++;
		grown(version);
		assertThat(ids()).as("version %s as version %s", chosen.getKey(), version).isEqualTo(chosen.getValue());
	}

	private void grown(long version) {
		assertThat(version).isGreaterThan(this.held.lastKey());
		assertThat(this.next).isNotNull();
		this.held.put(version, Set.copyOf(this.next));
	}

	private long latest() {
		Reply versions = this.app.get(TABLE + "/versions");
		assertThat(versions.status()).as(versions.body()).isEqualTo(200);
		return versions.json().get(0).get("version").asLong();
	}

	private Set<String> ids() {
		Set<String> ids = new HashSet<>();
		for (JsonNode set : this.app.get(SETS + "?limit=100").json().get("sets")) {
			ids.add(set.get("id").asString());
		}
		return ids;
	}

	/**
	 * Checks what is left of the table after a crash, and goes on from there.
	 */
	void isWhatItWas(AppClient again, Random another) {
		this.app = again;
		this.random = another;
		if (this.held.isEmpty()) {
			return;
		}
		Set<String> before = this.held.lastEntry().getValue();
		Set<String> now = ids();
		long version = latest();
		assertThat(version).as("versions").isGreaterThanOrEqualTo(this.held.lastKey());
		if (!now.equals(before)) {
			assertThat(version).as("what was under way is a version").isGreaterThan(this.held.lastKey());
			if (this.next != null) {
				assertThat(now).as("after %s", before).isEqualTo(this.next);
			}
			else {
				assertThat(now).as("one set more").containsAll(before).hasSize(before.size() + 1);
			}
		}
		for (String id : now) {
			Reply check = this.app.get(SETS + "/" + id + "/check");
			assertThat(check.status()).as(check.body()).isEqualTo(200);
			assertThat(check.json().get("named").asInt()).as(check.body()).isEqualTo(1);
		}
		this.held.put(version, now);
		this.next = now;
	}

}
