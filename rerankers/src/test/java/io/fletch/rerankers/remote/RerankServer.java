package io.fletch.rerankers.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on this machine that answers as a provider does, or fails as told. The score
 * of a text is the number at its end, divided by 100.
 */
final class RerankServer implements AutoCloseable {

	static final String KEY = "sk-1234-secret-5678";

	private static final String TOKEN = "token-of-the-key";

	private static final JsonMapper JSON = new JsonMapper();

	private final Dialect dialect;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch closing = new CountDownLatch(1);

	private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

	private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger tokens = new AtomicInteger();

	private volatile int tokenStatus = 200;

	private volatile String tokenAnswer = "{\"access_token\": \"" + TOKEN + "\", \"expires_in\": 3600}";

	private int mostTexts = Integer.MAX_VALUE;

	RerankServer(Dialect dialect) throws IOException {
		this.dialect = dialect;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.createContext("/identity/token", this::token);
		this.server.start();
	}

	String address() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	List<JsonNode> requests() {
		return this.requests;
	}

	int tokens() {
		return this.tokens.get();
	}

	RerankServer refusesKeys(int status) {
		this.tokenStatus = status;
		return this;
	}

	/** Answers that for the key, where {@code TOKEN} stands for the token. */
	RerankServer exchanges(String answer) {
		this.tokenAnswer = answer.replace("TOKEN", TOKEN);
		return this;
	}

	RerankServer takesAtMost(int texts) {
		this.mostTexts = texts;
		return this;
	}

	RerankServer first(Fault fault) {
		this.faults.add(fault);
		return this;
	}

	RerankServer always(Fault fault) {
		for (int i = 0; i < 50; i++) {
			this.faults.add(fault);
		}
		return this;
	}

	/** Waits until somebody asks. */
	void awaitRequest() throws InterruptedException {
		this.asked.await();
	}

	static Fault status(int status, String body, String... headers) {
		return (exchange, texts) -> {
			for (String header : headers) {
				String[] parts = header.split(": ", 2);
				exchange.getResponseHeaders().add(parts[0], parts[1]);
			}
			send(exchange, status, body);
		};
	}

	/** Answers these scores, whatever was asked. */
	Fault entries(Dialect.Entry... entries) {
		return status(200, this.dialect.answerOf(Arrays.asList(entries)));
	}

	Fault halved() {
		return (exchange, texts) -> send(exchange, 200, right(texts).substring(0, right(texts).length() / 2));
	}

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

	static double score(String text) {
		return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1)) / 100.0;
	}

	private String right(List<String> texts) {
		return this.dialect.answer(texts.stream().map(RerankServer::score).toList());
	}

	private void handle(HttpExchange exchange) throws IOException {
		JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
		this.requests.add(request);
		this.asked.countDown();
		List<String> texts = this.dialect.texts(request);
		Fault fault = this.faults.poll();
		String expected = "Bearer " + ((this.dialect == Dialect.WATSONX) ? TOKEN : KEY);
		if (fault != null) {
			fault.answer(exchange, texts);
		}
		else if (!exchange.getRequestURI().toString().equals(this.dialect.path())) {
			send(exchange, 404, "{\"message\": \"no such path\"}");
		}
		else if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
			send(exchange, 401, "{\"message\": \"invalid api token " + KEY + "\"}");
		}
		else if (texts.size() > this.mostTexts) {
			send(exchange, 400, "{\"message\": \"too many documents\"}");
		}
		else {
			send(exchange, 200, right(texts));
		}
	}

	private void token(HttpExchange exchange) throws IOException {
		String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.tokens.incrementAndGet();
		if (this.tokenStatus != 200 || !form.contains("apikey=" + KEY) || !form.contains("grant_type=urn%3Aibm%3A")) {
			send(exchange, (this.tokenStatus != 200) ? this.tokenStatus : 400,
					"{\"message\": \"no such key " + KEY + "\"}");
		}
		else {
			send(exchange, 200, this.tokenAnswer);
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
