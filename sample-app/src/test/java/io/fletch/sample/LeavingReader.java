package io.fletch.sample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Asks a question, and leaves when it is closed, in the middle of the answer.
 */
public final class LeavingReader implements AutoCloseable {

	private final HttpClient http;

	private final InputStream answer;

	private LeavingReader(HttpClient http, InputStream answer) {
		this.http = http;
		this.answer = answer;
	}

	public static LeavingReader ask(int port, String question) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/chat"))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(question))
			.build();
		HttpClient http = HttpClient.newHttpClient();
		return new LeavingReader(http, http.send(request, BodyHandlers.ofInputStream()).body());
	}

	/** Reads until some text has come. */
	public void awaits(String text) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(text) < 0) {
			int next = this.answer.read();
			assertThat(next).as(read::toString).isNotNegative();
			read.append((char) next);
		}
	}

	@Override
	public void close() throws IOException {
		this.answer.close();
		this.http.shutdownNow();
	}

}
