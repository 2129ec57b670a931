package io.fletch.sample.soak;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which documents the clients have been told are there, and gone. Every sentence of a
 * document names it and its edition, so that each passage can be told apart.
 */
final class KnownDocuments {

	private static final Pattern RECORD = Pattern.compile("record s(\\d+)y(\\d+)");

	private static final String[] COLOURS = { "red", "green", "white", "blue", "amber" };

	private final AtomicLong clock = new AtomicLong();

	private final Map<Integer, Fate> fates = new ConcurrentHashMap<>();

	static String name(int number) {
		return "station-" + number + ".txt";
	}

	static String text(int number, int edition, int lamps) {
		return IntStream.range(0, lamps)
			.mapToObj((lamp) -> "Lamp " + lamp + " of station s" + number + " is "
					+ COLOURS[(number + edition + lamp) % COLOURS.length] + ", says record s" + number + "y" + edition
					+ ".")
			.collect(Collectors.joining("\n\n"));
	}

	/** Returns the moment from which on what was told before must be seen. */
	long now() {
		return this.clock.get();
	}

	void sent(int number, int edition) {
		this.fates.merge(number, new Fate(edition, Map.of(), Long.MAX_VALUE), Fate::later);
	}

	void ready(int number, int edition) {
		this.fates.computeIfPresent(number, (same, fate) -> fate.ready(edition, this.clock.incrementAndGet()));
	}

	void gone(int number) {
		this.fates.computeIfPresent(number, (same, fate) -> fate.gone(this.clock.incrementAndGet()));
	}

	Optional<Long> goneAt(String name) {
		Matcher number = Pattern.compile("station-(\\d+)\\.txt").matcher(name);
		return number.matches()
				? Optional.ofNullable(this.fates.get(Integer.parseInt(number.group(1)))).map(Fate::goneAt)
				: Optional.empty();
	}

	/**
	 * Checks that a passage is one of its document, of an edition that was there when
	 * somebody asked.
	 */
	void check(String document, String passage, long asked) {
		MatchResult[] records = RECORD.matcher(passage).results().toArray(MatchResult[]::new);
		assertThat(records).as("%s has %s", document, passage).isNotEmpty();
		int number = Integer.parseInt(records[0].group(1));
		int edition = Integer.parseInt(records[0].group(2));
		assertThat(name(number)).as(passage).isEqualTo(document);
		assertThat(records).as("one document's, and one edition's: %s", passage)
			.allMatch((record) -> record.group().equals(records[0].group()));
		Fate fate = this.fates.get(number);
		assertThat(fate).as(document).isNotNull();
		assertThat(edition).as("%s was never sent", document).isLessThanOrEqualTo(fate.sent());
		assertThat(fate.goneAt()).as("%s was deleted before the question", document).isGreaterThan(asked);
		assertThat(edition).as("%s had a later edition before the question", document)
			.isGreaterThanOrEqualTo(fate.leastAt(asked));
	}

	/**
	 * What became of a document.
	 *
	 * @param sent the last edition that was sent
	 * @param readyAt when each edition was told to be ready
	 * @param goneAt when the document was told to be gone
	 */
	private record Fate(int sent, Map<Integer, Long> readyAt, long goneAt) {

		Fate later(Fate next) {
			return new Fate(Math.max(this.sent, next.sent), this.readyAt, this.goneAt);
		}

		Fate ready(int edition, long moment) {
			Map<Integer, Long> with = new ConcurrentHashMap<>(this.readyAt);
			with.put(edition, moment);
			return new Fate(this.sent, with, this.goneAt);
		}

		Fate gone(long moment) {
			return new Fate(this.sent, this.readyAt, moment);
		}

		int leastAt(long asked) {
			return this.readyAt.entrySet()
				.stream()
				.filter((ready) -> ready.getValue() <= asked)
				.mapToInt(Map.Entry::getKey)
				.max()
				.orElse(0);
		}

	}

}
