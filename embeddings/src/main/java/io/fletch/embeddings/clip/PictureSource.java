package io.fletch.embeddings.clip;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.ImageSource;

/**
 * Reads the bytes of pictures from where they may be read. Places come from rows, so they
 * may have been written by anybody.
 */
final class PictureSource implements AutoCloseable {

	private static final int MAX_REDIRECTS = 5;

	private final PictureLimits limits;

	private final HttpClient client;

	PictureSource(PictureLimits limits) {
		this.limits = limits;
		this.client = HttpClient.newBuilder()
			.connectTimeout(limits.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.build();
	}

	byte[] read(ImageSource image) {
		byte[] bytes = switch (image) {
			case ImageSource.Content content -> content.bytes();
			case ImageSource.Location location -> read(location.uri());
		};
		if (bytes.length > this.limits.maxBytes()) {
			throw tooLarge();
		}
		return bytes;
	}

	private EmbeddingException tooLarge() {
		return new EmbeddingException("it has more than " + this.limits.maxBytes()
				+ " bytes. Make it smaller, or allow more by the option 'max-image-bytes'.");
	}

	private byte[] read(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "file";
		try {
			return scheme.equals("file") ? file(uri) : fetched(uri);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new EmbeddingException(
					"it cannot be read (" + ex.getMessage() + "). Check its place, or give its bytes.", ex);
		}
	}

	private byte[] file(URI uri) throws IOException {
		for (Path folder : this.limits.folders()) {
			Path file = (uri.getScheme() != null) ? Path.of(uri) : folder.resolve(uri.getPath());
			// Links are followed before the check, as they may lead out of the folder.
			if (Files.exists(file) && file.toRealPath().startsWith(folder.toRealPath())) {
				return bounded(file.toRealPath());
			}
		}
		throw new EmbeddingException("there is no such file below the folders " + this.limits.folders()
				+ ", which the option 'image-folders' allows: "
				+ Objects.requireNonNullElse(uri.getPath(), uri.getSchemeSpecificPart()));
	}

	private byte[] bounded(Path file) throws IOException {
		if (!Files.isRegularFile(file)) {
			throw new EmbeddingException(
					"it is no regular file, but a folder, pipe or device. Give the place of a file.");
		}
		try (InputStream stream = Files.newInputStream(file)) {
			return stream.readNBytes(this.limits.maxBytes() + 1);
		}
	}

	private byte[] fetched(URI uri) throws IOException {
		URI place = uri;
		for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
			requireAllowed(place);
			HttpResponse<byte[]> response = exchange(place);
			int status = response.statusCode();
			if (status == 200) {
				return response.body();
			}
			if (status < 300 || status >= 400) {
				throw new IOException("status " + status);
			}
			place = redirect(place, response.headers().firstValue("Location").orElse(""));
		}
		throw new IOException("more than " + MAX_REDIRECTS + " redirects");
	}

	private static URI redirect(URI from, String location) throws IOException {
		try {
			return from.resolve(location);
		}
		catch (IllegalArgumentException ex) {
			// Without its cause, which tells the place with all that is secret in it.
			throw new IOException("a redirect to a place that is no address");
		}
	}

	/**
	 * Each place on the way is checked, since an allowed host may redirect to one that
	 * only this machine can reach.
	 */
	private void requireAllowed(URI place) {
		String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
		if (!this.limits.schemes().contains(scheme) || !(scheme.equals("https") || scheme.equals("http"))) {
			throw new EmbeddingException("the scheme " + scheme + " of " + shown(place)
					+ " is not among those that the option 'image-schemes' allows: " + this.limits.schemes());
		}
		String host = String.valueOf(place.getHost()).toLowerCase(Locale.ROOT);
		if (!this.limits.hosts().contains(host) && !this.limits.hosts().contains(host + ":" + place.getPort())) {
			throw new EmbeddingException("the host of " + shown(place)
					+ " is not among those that the option 'image-hosts' allows: " + this.limits.hosts());
		}
	}

	/**
	 * Leaves out what may be secret: users with passwords, and signatures in queries.
	 */
	private static String shown(URI place) {
		String host = (place.getHost() != null) ? "//" + place.getHost() : "";
		String port = (place.getPort() >= 0) ? ":" + place.getPort() : "";
		return place.getScheme() + ":" + host + port + ((place.getRawPath() != null) ? place.getRawPath() : "");
	}

	private HttpResponse<byte[]> exchange(URI place) throws IOException {
		HttpRequest request = HttpRequest.newBuilder(place).timeout(this.limits.timeout()).GET().build();
		CompletableFuture<HttpResponse<byte[]>> response = this.client.sendAsync(request,
				HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), this.limits.maxBytes()));
		try {
			return response.get(this.limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			response.cancel(true);
			throw new IOException("it did not come within " + this.limits.timeout(), ex);
		}
		catch (InterruptedException ex) {
			response.cancel(true);
			Thread.currentThread().interrupt();
			throw new EmbeddingException("the thread was interrupted", ex);
		}
		catch (ExecutionException ex) {
			Throwable cause = Objects.requireNonNullElse(ex.getCause(), ex);
			throw new IOException(
					(cause.getMessage() != null) ? cause.getMessage() : "no connection to " + place.getHost(), cause);
		}
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
