package io.fletch.sample.login;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that keeps cookies as a browser does, follows no redirects, and comes from an
 * address that can be chosen.
 */
final class Visitor {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager();

	private final HttpClient http;

	private final String root;

	Visitor(int port) {
		this(port, "127.0.0.1");
	}

	Visitor(int port, String from) {
		this.root = "http://localhost:" + port;
		this.http = HttpClient.newBuilder()
			.cookieHandler(this.cookies)
			.localAddress(InetAddress.ofLiteral(from))
			.build();
	}

	static String basic(String name, String password) {
		return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	Reply get(String path, String... headers) {
		return send("GET", path, "", headers);
	}

	static String tokenOf(Reply page) {
		Matcher token = TOKEN.matcher(page.body());
		assertThat(token.find()).as(page.body()).isTrue();
		return token.group(1);
	}

	/** Fills in the form, and sends it. */
	Reply logIn(String name, String password) {
		Matcher token = TOKEN.matcher(get("/login").body());
		assertThat(token.find()).isTrue();
		return send("POST", "/login",
				"_csrf=" + encoded(token.group(1)) + "&username=" + encoded(name) + "&password=" + encoded(password),
				"Content-Type", "application/x-www-form-urlencoded");
	}

	/** Writes as the page does, with the cookie's token. */
	Reply write(String method, String path, String body) {
		return send(method, path, body, "Content-Type", "application/json", "X-CSRF-TOKEN", cookie("fletch-csrf"));
	}

	String cookie(String name) {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElse("none");
	}

	Reply send(String method, String path, String body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.root + path))
			.timeout(Duration.ofMinutes(1))
			.method(method, BodyPublishers.ofString(body));
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
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

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
