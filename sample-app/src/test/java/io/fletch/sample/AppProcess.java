package io.fletch.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application as a process of its own.
 */
public final class AppProcess implements AutoCloseable {

	private static final Pattern READY = Pattern.compile("Open http://localhost:(\\d+)");

	private static final Duration LONG = Duration.ofMinutes(3);

	private final Process process;

	private final StringBuffer log = new StringBuffer();

	private final Thread reading;

	private AppProcess(Process process) {
		this.process = process;
		this.reading = Thread.ofVirtual()
			.start(() -> process.inputReader(StandardCharsets.UTF_8)
				.lines()
				.forEach((line) -> this.log.append(line).append('\n')));
	}

	/**
	 * Starts it, and waits until it can be asked.
	 */
	public static AppProcess start(ProcessBuilder builder) throws IOException {
		AppProcess started = new AppProcess(builder.start());
		await().atMost(LONG).until(() -> {
			boolean ended = !started.process.isAlive() && started.reading.join(Duration.ofSeconds(10));
			assertThat(ended).as(started.log::toString).isFalse();
			return READY.matcher(started.log).find();
		});
		return started;
	}

	public AppClient client() {
		return new AppClient(port());
	}

	public int port() {
		Matcher ready = READY.matcher(this.log);
		assertThat(ready.find()).isTrue();
		return Integer.parseInt(ready.group(1));
	}

	public long pid() {
		return this.process.pid();
	}

	public String log() {
		return this.log.toString();
	}

	/**
	 * Ends it at once, as a power cut would.
	 */
	public void kill() {
		this.process.toHandle().destroyForcibly();
		await().atMost(LONG).until(() -> !this.process.isAlive());
	}

	/**
	 * Asks it to stop, and waits until it has.
	 */
	public void stop() {
		// Unlike the process itself, its handle leaves what it prints at the end.
		this.process.toHandle().destroy();
		await().atMost(LONG).until(() -> !this.process.isAlive() && this.reading.join(Duration.ofSeconds(10)));
	}

	@Override
	public void close() {
		kill();
	}

}
