package io.fletch.sample.chat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server on this machine that speaks the streaming protocols of OpenAI's chat
 * completions and of Ollama's chat, with answers that a test prepares, and makes vectors
 * as Ollama does.
 */
final class ModelServer implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpServer server;

	private final BlockingQueue<Script> scripts = new LinkedBlockingQueue<>();

	private final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();

	private volatile CountDownLatch clientLeft = new CountDownLatch(1);

	ModelServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/v1/chat/completions", (exchange) -> answer(exchange, new OpenAi()));
		this.server.createContext("/api/chat", (exchange) -> answer(exchange, new Ollama()));
		this.server.createContext("/api/embed", ModelServer::embed);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.start();
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/** The next request is answered by these pieces. */
	void says(String... pieces) {
		this.scripts.add(new Script(200, List.of(pieces), Ending.FINISHED));
	}

	/**
	 * The next request is answered by these pieces, and then the connection is closed.
	 */
	void isCutAfter(String... pieces) {
		this.scripts.add(new Script(200, List.of(pieces), Ending.CUT));
	}

	/**
	 * The next request is answered by the same piece until the client leaves, or by
	 * nothing but space where the whole answer is wanted at once.
	 */
	void neverStopsSaying(String piece) {
		this.scripts.add(new Script(200, List.of(piece), Ending.NEVER));
	}

	/** The next request is answered by nothing, not even a status. */
	void staysSilent() {
		this.scripts.add(new Script(200, List.of(), Ending.SILENT));
	}

	/** The next request is refused. */
	void refuses(int status, String body) {
		this.scripts.add(new Script(status, List.of(body), Ending.FINISHED));
	}

	void forget() {
		this.scripts.clear();
		this.requests.clear();
		this.clientLeft = new CountDownLatch(1);
	}

	JsonNode nextRequest() throws InterruptedException {
		JsonNode request = this.requests.poll(10, TimeUnit.SECONDS);
		if (request == null) {
			throw new AssertionError("The model was not asked");
		}
		return request;
	}

	/** Says whether there is another request within some seconds. */
	boolean isAskedAgain() throws InterruptedException {
		return this.requests.poll(5, TimeUnit.SECONDS) != null;
	}

	boolean clientLeft() throws InterruptedException {
		return this.clientLeft.await(20, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/** The vector of a text has the numbers of its letters. */
	private static void embed(HttpExchange exchange) throws IOException {
		try (exchange) {
			var answer = JSON.createObjectNode();
			var vectors = answer.putArray("embeddings");
			for (JsonNode text : JSON.readTree(exchange.getRequestBody().readAllBytes()).get("input")) {
				int[] counts = new int[26];
				text.asString()
					.chars()
					.filter((each) -> each >= 'a' && each <= 'z')
					.forEach((each) -> counts[each - 'a']++);
				var vector = vectors.addArray();
				for (int count : counts) {
					vector.add(count);
				}
			}
			byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private void answer(HttpExchange exchange, Protocol protocol) throws IOException {
		try (exchange) {
			JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
			this.requests.add(request);
			Script script = this.scripts.remove();
			if (script.ending() == Ending.SILENT) {
				awaitEnd();
				return;
			}
			if (script.status() != 200) {
				byte[] body = script.pieces().get(0).getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().set("Content-Type", "application/json");
				exchange.sendResponseHeaders(script.status(), body.length);
				exchange.getResponseBody().write(body);
				return;
			}
			if (request.path("stream").asBoolean(false)) {
				stream(exchange, protocol, script);
			}
			else if (script.ending() == Ending.NEVER) {
				exchange.sendResponseHeaders(200, 0);
				repeat(exchange.getResponseBody(), " ");
			}
			else {
				sendWhole(exchange, protocol.whole(String.join("", script.pieces())));
			}
		}
	}

	private void awaitEnd() {
		try {
			this.clientLeft.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void sendWhole(HttpExchange exchange, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	private void stream(HttpExchange exchange, Protocol protocol, Script script) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", protocol.of("", true).contentType());
		exchange.sendResponseHeaders(200, 0);
		OutputStream body = exchange.getResponseBody();
		for (String piece : script.pieces()) {
			write(body, protocol.of(piece, false).text());
		}
		if (script.ending() == Ending.FINISHED) {
			write(body, protocol.of("", true).text());
		}
		else if (script.ending() == Ending.NEVER) {
			repeat(body, protocol.of(script.pieces().get(0), false).text());
		}
	}

	private void repeat(OutputStream body, String text) {
		try {
			while (!this.clientLeft.await(20, TimeUnit.MILLISECONDS)) {
				write(body, text);
			}
		}
		catch (IOException ex) {
			this.clientLeft.countDown();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void write(OutputStream body, String text) throws IOException {
		body.write(text.getBytes(StandardCharsets.UTF_8));
		body.flush();
	}

	private enum Ending {

		FINISHED, CUT, NEVER, SILENT

	}

	private record Script(int status, List<String> pieces, Ending ending) {
	}

	private record Text(String contentType, String text) {
	}

	/**
	 * How a provider writes answers.
	 */
	private interface Protocol {

		/** A piece of a stream. */
		Text of(String piece, boolean last);

		/** A whole answer. */
		String whole(String text);

	}

	private static final class OpenAi implements Protocol {

		@Override
		public Text of(String piece, boolean last) {
			ObjectNode chunk = body("chat.completion.chunk", "delta", piece, last);
			String end = "data: " + usage() + "\n\ndata: [DONE]\n\n";
			return new Text("text/event-stream", "data: " + chunk + "\n\n" + (last ? end : ""));
		}

		@Override
		public String whole(String text) {
			ObjectNode whole = body("chat.completion", "message", text, true);
			whole.putObject("usage").put("prompt_tokens", 31).put("completion_tokens", 7).put("total_tokens", 38);
			return whole.toString();
		}

		private static ObjectNode body(String kind, String field, String text, boolean last) {
			ObjectNode body = head(kind);
			ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
			choice.putObject(field).put("role", "assistant").put("content", text);
			if (last) {
				choice.put("finish_reason", "stop");
			}
			else {
				choice.putNull("finish_reason");
			}
			return body;
		}

		/** What the last piece of a stream is where tokens are asked to be counted. */
		private static ObjectNode usage() {
			ObjectNode chunk = head("chat.completion.chunk");
			chunk.putArray("choices");
			chunk.putObject("usage").put("prompt_tokens", 210).put("completion_tokens", 12).put("total_tokens", 222);
			return chunk;
		}

		private static ObjectNode head(String kind) {
			return JSON.createObjectNode()
				.put("id", "chatcmpl-1")
				.put("object", kind)
				.put("created", 1)
				.put("model", "test-gpt");
		}

	}

	private static final class Ollama implements Protocol {

		@Override
		public Text of(String piece, boolean last) {
			ObjectNode line = JSON.createObjectNode();
			line.put("model", "test-llama").put("created_at", "2026-01-01T00:00:00Z").put("done", last);
			line.putObject("message").put("role", "assistant").put("content", piece);
			if (last) {
				line.put("done_reason", "stop").put("total_duration", 1L);
				line.put("eval_count", 12).put("prompt_eval_count", 210);
			}
			return new Text("application/x-ndjson", line + "\n");
		}

		@Override
		public String whole(String text) {
			return of(text, true).text();
		}

	}

}
