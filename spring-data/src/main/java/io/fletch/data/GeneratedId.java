package io.fletch.data;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import io.fletch.data.mapping.FletchPersistentProperty;

/**
 * Makes ids for records that are saved without one: UUIDs of version 7 (RFC 9562), which
 * begin with the time, so that later ones are larger.
 */
final class GeneratedId {

	private static final int COUNTER_BITS = 12;

	private static final long VERSION = 0x7000L;

	private static final long VARIANT = 0x8000_0000_0000_0000L;

	private static final long RANDOM_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

	private final SecureRandom random = new SecureRandom();

	private final AtomicLong last = new AtomicLong();

	private final InstantSource clock;

	GeneratedId(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * Returns an id of the type of a component.
	 * @throws InvalidDataAccessApiUsageException if no id of that type can be made
	 */
	Object of(FletchPersistentProperty property) {
		if (property.getType() == UUID.class) {
			return next();
		}
		if (property.getType() == String.class) {
			return next().toString();
		}
		throw new InvalidDataAccessApiUsageException(
				"The id '" + property.getName() + "' of the record " + property.getOwner().getType().getName()
						+ " is null, and only those of the types String and UUID are made; give it a value");
	}

	/**
	 * Returns a UUID that is larger than the one before. Within a millisecond a counter
	 * makes it so; after 4,096 in one, the next is begun.
	 */
	UUID next() {
		long ticks = this.last.updateAndGet((before) -> Math.max(before + 1, this.clock.millis() << COUNTER_BITS));
		long time = ticks >>> COUNTER_BITS;
		long counter = ticks & ((1L << COUNTER_BITS) - 1);
		return new UUID(time << 16 | VERSION | counter, VARIANT | this.random.nextLong() & RANDOM_MASK);
	}

}
