package io.fletch.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

import io.fletch.store.Database;

/**
 * Lets upkeep of the databases finish, or stops it, in the time that an application has
 * for a phase of its shutdown. Starts before nearly everything else and so stops after
 * it, when nobody writes any more; databases can still be used until their beans are
 * destroyed.
 */
final class DatabaseLifecycle implements SmartLifecycle {

	static final int PHASE = Integer.MIN_VALUE + 1000;

	private static final Logger logger = LoggerFactory.getLogger(DatabaseLifecycle.class);

	/** What is told to stop needs some time to do so. */
	private static final double SHARE = 0.8;

	private static final Duration USUAL = Duration.ofSeconds(30);

	private final Databases databases;

	private final Duration time;

	private volatile boolean running;

	DatabaseLifecycle(Databases databases, Duration time) {
		this.databases = databases;
		this.time = time;
	}

	/**
	 * Returns what upkeep has of the time that a phase of a shutdown may take.
	 */
	static Duration time(Environment environment) {
		Duration phase = Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(USUAL);
		return Duration.ofNanos((long) (phase.toNanos() * SHARE));
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void start() {
		this.databases.opened().values().forEach(Database::resumeUpkeep);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		long end = System.nanoTime() + this.time.toNanos();
		for (Map.Entry<String, Database> database : this.databases.opened().entrySet()) {
			Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
			if (!database.getValue().pauseUpkeep(left)) {
				logger.info("The upkeep of the database '{}' was stopped, as it was not done in time; "
						+ "a later write sees to it", database.getKey());
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
