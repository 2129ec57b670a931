package io.fletch.embeddings.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A hub on this machine, with the addresses and headers of the public one: large files
 * lie at another place, to which it redirects.
 */
final class HubServer implements AutoCloseable {

	static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

	static final String MODEL = "org/model";

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Map<String, byte[]> files = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final CountDownLatch closing = new CountDownLatch(1);

	/** How many more times a connection breaks in the middle of a file. */
	final AtomicInteger breaks = new AtomicInteger();

	volatile String checksum = "";

	volatile String commit = COMMIT;

	volatile String token = "";

	volatile boolean isSizeKnown = true;

	volatile int failure;

	/** How many more answers are failures. */
	final AtomicInteger failures = new AtomicInteger(Integer.MAX_VALUE);

	/** The seconds for which it wants to be left alone after a failure. */
	volatile String pause = "0";

	volatile boolean isSilent;

	volatile boolean isWhole;

	HubServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	URI address() {
		return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
				+ this.server.getAddress().getPort());
	}

	HubServer put(String file, byte[] content) {
		this.files.put(file, content);
		return this;
	}

	List<String> requests() {
		return this.requests;
	}

	List<String> requests(String part) {
		return this.requests.stream().filter((request) -> request.contains(part)).toList();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			String range = exchange.getRequestHeaders().getFirst("Range");
			String authorization = exchange.getRequestHeaders().getFirst("Authorization");
			this.requests.add(exchange.getRequestMethod() + " " + path + ((range != null) ? " " + range : "")
					+ ((authorization != null) ? " " + authorization : ""));
			if (this.failure != 0 && this.failures.getAndDecrement() > 0) {
				exchange.getResponseHeaders().set("Retry-After", this.pause);
				status(exchange, this.failure);
			}
			else if (path.startsWith("/content/")) {
				content(exchange, this.files.get(path.substring("/content/".length())), range);
			}
			else {
				describe(exchange, path);
			}
		}
	}

	private void describe(HttpExchange exchange, String path) throws IOException {
		if (!this.token.isEmpty()
				&& !("Bearer " + this.token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
			status(exchange, 401);
			return;
		}
		if (!path.startsWith("/" + MODEL + "/resolve/")) {
			status(exchange, 404);
			return;
		}
		if (!this.commit.isEmpty()) {
			exchange.getResponseHeaders().set("X-Repo-Commit", this.commit);
		}
		String revisionAndFile = path.substring(("/" + MODEL + "/resolve/").length());
		String file = revisionAndFile.substring(revisionAndFile.indexOf('/') + 1);
		byte[] content = this.files.get(file);
		if (content == null) {
			status(exchange, 404);
			return;
		}
		exchange.getResponseHeaders()
			.set("X-Linked-Etag", '"' + (this.checksum.isEmpty() ? sha256(content) : this.checksum) + '"');
		if (this.isSizeKnown) {
			exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
		}
		exchange.getResponseHeaders()
			.set("Location", address().toString().replace("127.0.0.1", "localhost") + "/content/" + file);
		status(exchange, 302);
	}

	private void content(HttpExchange exchange, byte[] content, String range) throws IOException {
		int start = (range != null && !this.isWhole)
				? Integer.parseInt(range.substring("bytes=".length(), range.length() - 1)) : 0;
		if (range != null && !this.isWhole) {
			exchange.getResponseHeaders()
				.set("Content-Range", "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
		}
		if (exchange.getRequestMethod().equals("HEAD")) {
			status(exchange, 200);
			return;
		}
		exchange.sendResponseHeaders((range != null && !this.isWhole) ? 206 : 200,
				this.isSizeKnown ? content.length - start : 0);
		OutputStream body = exchange.getResponseBody();
		if (this.isSilent) {
			body.write(content, start, 1);
			body.flush();
			awaitClosing();
		}
		if (this.breaks.getAndDecrement() > 0) {
			body.write(Arrays.copyOfRange(content, start, start + (content.length - start) / 2));
			body.flush();
			return;
		}
		body.write(content, start, content.length - start);
	}

	private void awaitClosing() {
		try {
			this.closing.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void status(HttpExchange exchange, int status) throws IOException {
		exchange.sendResponseHeaders(status, -1);
	}

	static String sha256(byte[] content) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.closing.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
