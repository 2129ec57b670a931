package io.fletch.autoconfigure.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@link NotesApplication} as a process of its own.
 */
final class NotesProcess implements AutoCloseable {

	private static final long SECONDS = 90;

	private static final String END = "the end";

	private final Process process;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Queue<String> log = new ConcurrentLinkedQueue<>();

	private NotesProcess(Process process) {
		this.process = process;
		Thread.ofVirtual().start(this::read);
	}

	/**
	 * Starts a process, and does not wait for it.
	 */
	static NotesProcess begin(Path folder, String... arguments) throws IOException {
		return begin(System.getProperty("java.class.path"), false, folder, arguments);
	}

	private static NotesProcess begin(String classPath, boolean restarts, Path folder, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"--enable-native-access=ALL-UNNAMED", "-Dspring.devtools.restart.enabled=" + restarts,
						"-Dspring.main.banner-mode=off", "-cp", classPath, NotesApplication.class.getName(),
						"--fletch.uri=" + folder));
		command.addAll(List.of(arguments));
		return new NotesProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	static NotesProcess start(Path folder, String... arguments) throws IOException {
		return begin(folder, arguments).awaitReady();
	}

	/**
	 * Starts a process with devtools, which can restart it.
	 */
	static NotesProcess startWithDevtools(Path folder, String... arguments) throws IOException {
		String classPath = JarredClassPath.in(folder.resolve("jars"));
		return begin(classPath, true, folder.resolve("data"), arguments).awaitReady();
	}

	private NotesProcess awaitReady() {
		assertThat(next()).as(this.log::toString).isEqualTo(NotesApplication.READY);
		return this;
	}

	private void read() {
		this.process.inputReader(StandardCharsets.UTF_8).lines().forEach((line) -> {
			if (line.startsWith(NotesApplication.ANSWER)) {
				this.answers.add(line.substring(NotesApplication.ANSWER.length()));
			}
			else {
				this.log.add(line);
			}
		});
		this.answers.add(END);
	}

	String ask(String command) throws IOException {
		tell(command);
		return next();
	}

	void tell(String command) throws IOException {
		this.process.outputWriter(StandardCharsets.UTF_8).append(command).append('\n').flush();
	}

	/**
	 * Returns the next line that is no log.
	 */
	String next() {
		try {
			String answer = this.answers.poll(SECONDS, TimeUnit.SECONDS);
			assertThat(answer).as(this.log::toString).isNotNull();
			return answer;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits until the process has ended by itself.
	 * @return what it printed
	 */
	String end() {
		assertThat(next()).isEqualTo(END);
		return String.join("\n", this.log);
	}

	/**
	 * Ends it at once, as {@code kill -9} does.
	 * @return what it still said
	 */
	List<String> kill() {
		this.process.toHandle().destroyForcibly();
		List<String> said = new ArrayList<>();
		String next = next();
		while (!next.equals(END)) {
			said.add(next);
			next = next();
		}
		return said;
	}

	@Override
	public void close() {
		this.process.toHandle().destroyForcibly();
	}

}
