package io.fletch.embeddings.hub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Asks a hub about its files. The token goes to the hub alone, not to where it redirects.
 */
final class HubClient {

	private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

	private static final int MAX_REDIRECTS = 5;

	private static final int NOT_FOUND = 404;

	private final HubSettings settings;

	private final HttpClient client;

	private final Attempts attempts;

	HubClient(HubSettings settings) {
		this.settings = settings;
		this.attempts = new Attempts(settings.timeout());
		this.client = HttpClient.newBuilder()
			.connectTimeout(settings.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.build();
	}

	/**
	 * Finds the commit that a branch or tag stands for. Hubs say it with every file, and
	 * with every file that a commit lacks. Files of a branch cannot be kept without it,
	 * as they change.
	 */
	String commit(String model, String revision) throws IOException {
		Head head = this.attempts.make(() -> head(model, revision, "config.json"));
		if (head.commit != null && HubName.isCommit(head.commit)) {
			return head.commit;
		}
		if (head.status == NOT_FOUND) {
			throw new EmbeddingException("The hub " + this.settings.address() + " has no model " + model
					+ " with the revision " + revision + ". Check both; a private model needs the option 'hub-token'.");
		}
		throw new EmbeddingException("The hub " + this.settings.address() + " does not tell of which commit the "
				+ "revision " + revision + " of the model " + model + " is. Give the 40 digits of a commit as the "
				+ "option 'revision', or a folder as the model.");
	}

	Optional<RemoteFile> describe(String model, String revision, String file) throws IOException {
		Head head = this.attempts.make(() -> head(model, revision, file));
		if (head.status == NOT_FOUND) {
			return Optional.empty();
		}
		String tag = (head.tag != null) ? head.tag : revision;
		return Optional.of(new RemoteFile(model + "/" + file, address(model, revision, file), tag,
				Checksum.ofTag(head.tag), head.size));
	}

	private URI address(String model, String revision, String file) {
		String base = this.settings.address().toString();
		return URI.create((base.endsWith("/") ? base : base + "/") + model + "/resolve/" + revision + "/" + file);
	}

	private Head head(String model, String revision, String file) throws IOException {
		URI address = address(model, revision, file);
		Head head = new Head();
		for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
			HttpResponse<Void> response = exchange(request(address).timeout(this.settings.timeout()).HEAD().build(),
					HttpResponse.BodyHandlers.discarding(), () -> 0);
			head.take(response);
			if (!isRedirect(response.statusCode())) {
				requireReady(response);
				requireFound(response.statusCode(), model + "/" + file);
				return head;
			}
			URI next = redirect(response, address);
			if (head.size >= 0 && !isHub(next)) {
				return head;
			}
			address = next;
		}
		throw new IOException("more than " + MAX_REDIRECTS + " redirects");
	}

	/**
	 * Requests the bytes of a file from a position on.
	 * @param received how many bytes have come, to tell a slow server from a dead one
	 */
	HttpResponse<Void> get(RemoteFile file, long position, HttpResponse.BodyHandler<Void> handler, Received received)
			throws IOException {
		URI address = file.address();
		for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
			HttpRequest.Builder request = request(address);
			if (position > 0) {
				request.header("Range", "bytes=" + position + "-");
			}
			HttpResponse<Void> response = exchange(request.GET().build(), handler, received);
			if (!isRedirect(response.statusCode())) {
				requireFound(response.statusCode(), file.label());
				return response;
			}
			address = redirect(response, address);
		}
		throw new IOException("more than " + MAX_REDIRECTS + " redirects");
	}

	private HttpRequest.Builder request(URI address) {
		// Compressed on its way, a file would have neither the size nor the positions
		// that
		// the hub names.
		HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
		if (this.settings.token() != null && isHub(address)) {
			request.header("Authorization", "Bearer " + this.settings.token());
		}
		return request;
	}

	private boolean isHub(URI address) {
		URI hub = this.settings.address();
		return hub.getScheme().equals(address.getScheme()) && hub.getHost().equals(address.getHost())
				&& hub.getPort() == address.getPort();
	}

	private static boolean isRedirect(int status) {
		return status >= 300 && status < 400 && status != 304;
	}

	private static URI redirect(HttpResponse<?> response, URI from) throws IOException {
		String location = response.headers()
			.firstValue("Location")
			.orElseThrow(() -> new IOException("a redirect without a place"));
		try {
			URI to = from.resolve(location);
			if (to.getHost() != null && (to.getScheme().equals("https") || to.getScheme().equals(from.getScheme()))) {
				return to;
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("a redirect to a place that is no address", ex);
		}
		throw new IOException("a redirect from " + from.getScheme() + " to another scheme");
	}

	private static void requireReady(HttpResponse<?> response) throws HubBusyException {
		int status = response.statusCode();
		if (status == 429 || status >= 500) {
			Optional<Duration> pause = response.headers()
				.firstValue("Retry-After")
				.filter((value) -> SECONDS.matcher(value).matches())
				.map((value) -> Duration.ofSeconds(Long.parseLong(value)));
			throw new HubBusyException("the hub answered with status " + status
					+ pause.filter(Duration::isPositive)
						.map((wanted) -> " and wants to be left alone for " + wanted)
						.orElse(""),
					pause.orElse(null));
		}
	}

	private void requireFound(int status, String label) throws IOException {
		if (status == 401 || status == 403) {
			throw new EmbeddingException("The hub " + this.settings.address() + " does not give out " + label
					+ " (status " + status + "): the model is private or gated, or there is none of that name. "
					+ "Check the name, accept its terms there, and set the option 'hub-token'.");
		}
		if (status >= 400 && status != NOT_FOUND && status != 416) {
			throw new IOException("the hub answered with status " + status);
		}
	}

	private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler, Received received)
			throws IOException {
		CompletableFuture<HttpResponse<T>> response = this.client.sendAsync(request, handler);
		long before = -1;
		while (true) {
			try {
				return response.get(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException ex) {
				if (received.bytes() == before) {
					response.cancel(true);
					throw new IOException("the hub sent nothing for " + this.settings.timeout(), ex);
				}
				before = received.bytes();
			}
			catch (InterruptedException ex) {
				response.cancel(true);
				Thread.currentThread().interrupt();
				throw new EmbeddingException("Interrupted while downloading from " + this.settings.address(), ex);
			}
			catch (ExecutionException ex) {
				Throwable cause = Objects.requireNonNullElse(ex.getCause(), ex);
				throw new IOException((cause.getMessage() != null) ? cause.getMessage() : cause.toString(), cause);
			}
		}
	}

	/**
	 * How many bytes have come.
	 */
	interface Received {

		long bytes();

	}

	/**
	 * What the answers on the way to a file say about it.
	 */
	private static final class Head {

		private int status;

		private @Nullable String commit;

		private @Nullable String tag;

		private long size = -1;

		private void take(HttpResponse<?> response) {
			HttpHeaders headers = response.headers();
			this.status = response.statusCode();
			this.commit = headers.firstValue("X-Repo-Commit").orElse(this.commit);
			this.size = headers.firstValueAsLong("X-Linked-Size").orElse(this.size);
			if (this.tag == null || headers.firstValue("X-Linked-Etag").isPresent()) {
				this.tag = headers.firstValue("X-Linked-Etag")
					.or(() -> headers.firstValue("ETag"))
					.map((tag) -> tag.replaceFirst("^W/", "").replace("\"", ""))
					.orElse(this.tag);
			}
			if (this.size < 0 && !isRedirect(this.status)) {
				this.size = headers.firstValueAsLong("Content-Length").orElse(-1);
			}
		}

	}

}
