package io.fletch.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

import io.fletch.store.Database;

/**
 * Gives upkeep that still runs when databases are closed no more time than a phase of the
 * shutdown has: that of an application which failed to start, as nothing paused it, and
 * that of databases which were opened during the shutdown.
 */
final class DatabaseClosing implements DestructionAwareBeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseClosing.class);

	private static final long NOT_BEGUN = Long.MIN_VALUE;

	private final Duration time;

	/** When the time of all databases together is over. */
	private final AtomicLong end = new AtomicLong(NOT_BEGUN);

	DatabaseClosing(Duration time) {
		this.time = time;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof Database;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String name) {
		if (bean instanceof Database database && database.isOpen()) {
			this.end.compareAndSet(NOT_BEGUN, System.nanoTime() + this.time.toNanos());
			Duration left = Duration.ofNanos(Math.max(0, this.end.get() - System.nanoTime()));
			if (!database.pauseUpkeep(left)) {
				logger.info("The upkeep of the database '{}' was stopped, as it was not done in time; "
						+ "a later write sees to it", database.uri());
			}
		}
	}

}
