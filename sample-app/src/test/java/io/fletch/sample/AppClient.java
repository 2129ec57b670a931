package io.fletch.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Talks to a running application over HTTP, as another program would.
 */
public final class AppClient {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String BOUNDARY = "----part-of-a-test";

	private final HttpClient http = HttpClient.newHttpClient();

	private final int port;

	private final String root;

	public AppClient(int port) {
		this.port = port;
		this.root = "http://localhost:" + port;
	}

	public Reply get(String path) {
		return send(request(path).GET());
	}

	/** What is no text. */
	public HttpResponse<byte[]> bytes(String path) {
		try {
			return this.http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new AssertionError("The application did not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for the application", ex);
		}
	}

	public Reply delete(String path) {
		return send(request(path).DELETE());
	}

	/** Deletes all collections but the one that always is, and the documents of that. */
	public void deleteCollectionsAndDocuments() {
		for (JsonNode collection : get("/api/collections").json()) {
			if (!collection.get("id").asString().equals("default")) {
				delete("/api/collections/" + collection.get("id").asString());
			}
		}
		for (JsonNode document : get("/api/documents").json()) {
			delete("/api/documents/" + document.get("id").asString());
		}
	}

	public Reply post(String path, String contentType, String body) {
		return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
	}

	/** Sends JSON without saying how much, in chunks. */
	public Reply chunked(String path, byte[] body) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
	}

	public Reply change(String method, String path, String body) {
		return send(
				request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body)));
	}

	public Reply upload(String fileName, byte[] content) {
		return upload("file", fileName, content);
	}

	public Reply upload(String part, String fileName, byte[] content) {
		return multipart(List.of(new Part(part, fileName, content)));
	}

	public Reply multipart(List<Part> parts) {
		return multipart("/api/documents", parts);
	}

	public Reply multipart(String path, List<Part> parts) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (Part part : parts) {
			String file = (part.fileName() != null)
					? "; filename=\"" + part.fileName() + "\"\r\nContent-Type: application/octet-stream" : "";
			String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + part.name() + "\"" + file
					+ "\r\n\r\n";
			body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
			body.writeBytes(part.content());
			body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
		}
		body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
		return send(request(path).header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
			.POST(BodyPublishers.ofByteArray(body.toByteArray())));
	}

	/** Uploads, and returns the job once it is done. */
	public JsonNode ingest(String fileName, String content) {
		return ingest(fileName, content.getBytes(StandardCharsets.UTF_8));
	}

	public JsonNode ingest(String fileName, byte[] content) {
		Reply accepted = upload(fileName, content);
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		return awaitJob(accepted);
	}

	/** Returns the job of an accepted upload once it has ended. */
	public JsonNode awaitJob(Reply accepted) {
		String place = accepted.header("Location");
		String job = place.isEmpty() ? "/api/jobs/" + accepted.json().get("id").asString() : place;
		await().atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.until(() -> List.of("DONE", "FAILED", "CANCELLED").contains(get(job).json().get("state").asString()));
		return get(job).json();
	}

	/** Asks, and returns all events of the answer. */
	public List<Event> ask(String message, @Nullable String conversationId) {
		Reply reply = post("/api/chat", "application/json", question(message, conversationId));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return events(reply.body());
	}

	public static String question(String message, @Nullable String conversationId) {
		var body = JSON.createObjectNode().put("message", message);
		if (conversationId != null) {
			body.put("conversationId", conversationId);
		}
		return body.toString();
	}

	public static String textOf(List<Event> events) {
		StringBuilder text = new StringBuilder();
		events.stream()
			.filter((event) -> event.name().equals("token"))
			.forEach((event) -> text.append(event.data().get("text").asString()));
		return text.toString();
	}

	public static JsonNode only(List<Event> events, String name) {
		List<Event> named = events.stream().filter((event) -> event.name().equals(name)).toList();
		assertThat(named).as(name + " in " + events).hasSize(1);
		return named.get(0).data();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.root + path)).timeout(Duration.ofMinutes(2));
	}

	public Reply send(String path, String... headers) {
		return send(request(path).headers(headers).POST(BodyPublishers.noBody()));
	}

	/** Sends a request as it is written, without a body: what no HTTP client would. */
	public Reply raw(String requestLine, String... headers) {
		String request = String.join("\r\n", requestLine + " HTTP/1.0", String.join("\r\n", headers), "", "");
		try (Socket socket = new Socket("localhost", this.port)) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new AssertionError("The application did not answer", ex);
		}
	}

	private static Reply reply(String response) {
		int end = response.indexOf("\r\n\r\n");
		assertThat(end).as(response).isPositive();
		List<String> head = response.substring(0, end).lines().toList();
		Map<String, List<String>> headers = head.stream()
			.skip(1)
			.map((line) -> line.split(": ", 2))
			.collect(Collectors.groupingBy((line) -> line[0],
					Collectors.mapping((line) -> line[1], Collectors.toList())));
		return new Reply(Integer.parseInt(head.get(0).split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true),
				response.substring(end + 4));
	}

	private Reply send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.build(),
					BodyHandlers.ofString(StandardCharsets.UTF_8));
			return new Reply(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new AssertionError("The application did not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for the application", ex);
		}
	}

	/** Reads the events of an answer. */
	public static List<Event> events(String body) {
		List<Event> events = new ArrayList<>();
		for (String block : body.split("\n\n")) {
			String name = "";
			StringBuilder data = new StringBuilder();
			for (String line : block.split("\n")) {
				if (line.startsWith("event:")) {
					name = line.substring(6).strip();
				}
				else if (line.startsWith("data:")) {
					data.append(line.substring(5));
				}
			}
			if (!data.isEmpty()) {
				events.add(new Event(name, JSON.readTree(data.toString())));
			}
		}
		return events;
	}

	/**
	 * A part of a multipart body: a file if it has a file name, else a field.
	 */
	public record Part(String name, @Nullable String fileName, byte[] content) {
	}

	/**
	 * One server-sent event.
	 */
	public record Event(String name, JsonNode data) {
	}

	/**
	 * What the application answered.
	 */
	public record Reply(int status, HttpHeaders headers, String body) {

		public String header(String name) {
			return this.headers.firstValue(name).orElse("");
		}

		public JsonNode json() {
			return JSON.readTree(body());
		}

	}

}
