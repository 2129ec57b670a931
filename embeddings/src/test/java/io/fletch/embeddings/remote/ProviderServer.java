package io.fletch.embeddings.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on this machine that answers as a provider does, or fails as told.
 */
final class ProviderServer implements AutoCloseable {

	static final String KEY = "sk-1234-secret-5678";

	private static final JsonMapper JSON = new JsonMapper();

	private final Dialect dialect;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch closing = new CountDownLatch(1);

	private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

	private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());

	private int mostTexts = Integer.MAX_VALUE;

	ProviderServer(Dialect dialect) throws IOException {
		this.dialect = dialect;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<JsonNode> requests() {
		return this.requests;
	}

	ProviderServer takesAtMost(int texts) {
		this.mostTexts = texts;
		return this;
	}

	ProviderServer first(Fault fault) {
		this.faults.add(fault);
		return this;
	}

	ProviderServer always(Fault fault) {
		for (int i = 0; i < 50; i++) {
			this.faults.add(fault);
		}
		return this;
	}

	/**
	 * Answers an error, with headers such as {@code retry-after: 5}.
	 */
	static Fault status(int status, String body, String... headers) {
		return (exchange, texts) -> {
			for (String header : headers) {
				String[] parts = header.split(": ", 2);
				exchange.getResponseHeaders().add(parts[0], parts[1]);
			}
			send(exchange, status, body);
		};
	}

	/**
	 * Answers as it should, with vectors that are not what they should be.
	 */
	Fault vectors(UnaryOperator<List<float[]>> change) {
		return (exchange, texts) -> send(exchange, 200,
				this.dialect.answer(change.apply(new ArrayList<>(texts.stream().map(Dialect::vector).toList()))));
	}

	Fault replaced(String part, String by) {
		return (exchange, texts) -> send(exchange, 200, right(texts).replaceFirst(part, by));
	}

	/** Announces all of an answer and sends half of it. */
	Fault cutOff() {
		return (exchange, texts) -> {
			byte[] bytes = right(texts).getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, bytes.length);
			OutputStream body = exchange.getResponseBody();
			body.write(bytes, 0, bytes.length / 2);
			body.flush();
			exchange.close();
		};
	}

	/** Sends half of an answer as if it were all. */
	Fault halved() {
		return (exchange, texts) -> send(exchange, 200, right(texts).substring(0, right(texts).length() / 2));
	}

	/** Closes the connection without an answer. */
	static Fault reset() {
		return (exchange, texts) -> exchange.close();
	}

	/** Answers when this server is closed. */
	Fault silence() {
		return (exchange, texts) -> {
			try {
				this.closing.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		};
	}

	private String right(List<String> texts) {
		return this.dialect.answer(texts.stream().map(Dialect::vector).toList());
	}

	private void handle(HttpExchange exchange) throws IOException {
		JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
		this.requests.add(request);
		List<String> texts = this.dialect.texts(request);
		Fault fault = this.faults.poll();
		String path = exchange.getRequestURI().toString();
		if (fault != null) {
			fault.answer(exchange, texts);
		}
		else if (!path.equals(this.dialect.path()) || !"POST".equals(exchange.getRequestMethod())) {
			send(exchange, 404, "{\"error\": {\"message\": \"no such path: " + path + "\"}}");
		}
		else if (!this.dialect.hasKey(exchange)) {
			send(exchange, 401, "{\"error\": {\"message\": \"Incorrect API key provided: " + KEY + "\"}}");
		}
		else if (texts.size() > this.mostTexts) {
			send(exchange, this.dialect.tooLarge(), "{\"error\": {\"message\": \"Too many inputs in batch\"}}");
		}
		else {
			send(exchange, 200, right(texts));
		}
	}

	private static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	@Override
	public void close() {
		this.closing.countDown();
		this.server.stop(0);
		this.threads.close();
	}

	/**
	 * Something else than the right answer.
	 */
	interface Fault {

		void answer(HttpExchange exchange, List<String> texts) throws IOException;

	}

}
