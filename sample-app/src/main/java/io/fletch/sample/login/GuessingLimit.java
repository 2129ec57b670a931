package io.fletch.sample.login;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;

/**
 * How many wrong passwords have come from where. Whoever sent too many waits until the
 * first of them is old enough. Knows at most 10,000 places, those seen last.
 */
final class GuessingLimit {

	static final int MOST = 20;

	static final Duration WINDOW = Duration.ofMinutes(5);

	private static final int MOST_PLACES = 10_000;

	/** Of IPv6, whoever has one address has all that begin with these bytes. */
	private static final int NETWORK_BYTES = 8;

	/** Of what is no address, so much tells it from others. */
	private static final int LONGEST = 100;

	private final Cache<String, AtomicInteger> wrong;

	GuessingLimit(Ticker ticker) {
		this.wrong = Caffeine.newBuilder()
			.maximumSize(MOST_PLACES)
			.ticker(ticker)
			.expireAfter(Expiry.<String, AtomicInteger>creating((place, count) -> WINDOW))
			.build();
	}

	boolean isReached(String address) {
		AtomicInteger count = this.wrong.getIfPresent(place(address));
		return count != null && count.get() >= MOST;
	}

	void wrong(String address) {
		Objects.requireNonNull(this.wrong.get(place(address), (place) -> new AtomicInteger())).incrementAndGet();
	}

	long places() {
		this.wrong.cleanUp();
		return this.wrong.estimatedSize();
	}

	private static String place(String address) {
		if (address.indexOf(':') < 0) {
			return cut(address);
		}
		try {
			byte[] bytes = InetAddress.ofLiteral(address).getAddress();
			return HexFormat.of().formatHex((bytes.length > 4) ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
		}
		catch (IllegalArgumentException ex) {
			// A proxy passed on what somebody made up, such as an address with a port.
			return cut(address);
		}
	}

	private static String cut(String address) {
		return (address.length() <= LONGEST) ? address : address.substring(0, LONGEST);
	}

}
