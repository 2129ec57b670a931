package io.fletch.embeddings.clip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ImageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PictureSourceTests {

	@TempDir
	private Path folder;

	private HttpServer server;

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private String redirect = "";

	@BeforeEach
	void serve() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			try (exchange) {
				this.requests.add(exchange.getRequestURI().getPath());
				if (exchange.getRequestURI().getPath().equals("/away")) {
					exchange.getResponseHeaders().set("Location", this.redirect);
					exchange.sendResponseHeaders(302, -1);
					return;
				}
				exchange.sendResponseHeaders(200, 0);
				exchange.getResponseBody()
					.write(new byte[exchange.getRequestURI().getPath().equals("/large") ? 101 : 7]);
			}
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void readsNoPlaceUnlessItIsAllowed() throws IOException {
		Path file = Files.write(this.folder.resolve("a.png"), new byte[5]);
		assertThat(source().read(new ImageSource.Content(new byte[9]))).hasSize(9);
		assertRefused(source(), file.toUri(),
				"there is no such file below the folders [], which the option " + "'image-folders' allows");
		assertRefused(source(), URI.create("https://example.org/a.png"),
				"the host of https://example.org/a.png is not among those that the option 'image-hosts' allows: []");
		assertRefused(source(), web("/a"), "the scheme http of " + web("/a")
				+ " is not among those that the option 'image-schemes' allows: [https]");
	}

	@Test
	void readsFilesBelowTheFoldersThatAreAllowed() throws IOException {
		Path file = Files.write(this.folder.resolve("a.png"), new byte[5]);
		PictureSource source = source("image-folders", this.folder.toString());
		assertThat(source.read(new ImageSource.Location(file.toUri()))).hasSize(5);
		assertThat(source.read(new ImageSource.Location(URI.create("a.png")))).hasSize(5);
	}

	@Test
	void followsNoLinkOutOfTheFolder(@TempDir Path outside) throws IOException {
		Path secret = Files.write(outside.resolve("secret"), new byte[5]);
		Files.createSymbolicLink(this.folder.resolve("link"), secret);
		PictureSource source = source("image-folders", this.folder.toString());
		assertRefused(source, URI.create("link"), "there is no such file below the folders");
		assertRefused(source, URI.create("../" + outside.getFileName() + "/secret"), "there is no such file below");
		assertRefused(source, secret.toUri(), "there is no such file below the folders");
	}

	@Test
	void namesTheFileThatIsNotThere() {
		PictureSource source = source("image-folders", this.folder.toString());
		assertRefused(source, URI.create("no/such.png"), "there is no such file below the folders [" + this.folder
				+ "], which the option 'image-folders' allows: no/such.png");
		assertRefused(source, URI.create("file:///etc/passwd"), "there is no such file below the folders ["
				+ this.folder + "], which the option 'image-folders' allows: /etc/passwd");
	}

	@Test
	void saysThatNobodyAnswers() {
		this.server.stop(0);
		assertRefused(web(), web("/a"),
				"it cannot be read (no connection to 127.0.0.1). Check its place, or give its ");
	}

	@Test
	void saysThatAnAddressIsPrivate() {
		PictureSource source = source("image-hosts", "*", "image-schemes", "http");
		assertRefused(source, web("/a"), "the host of " + web("/a")
				+ " is not among those that the option 'image-hosts' "
				+ "allows: [*], where * stands for public addresses: this one is private. Name the host if it is meant.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ftp", "file", "", "https,ftp", "HTTPS" })
	void refusesSchemesThatItCannotFetchBy(String schemes) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> source("image-schemes", schemes))
			.withMessage("The option 'image-schemes' of the embedding function 'clip' is '" + schemes
					+ "', but must be https, http or both, separated by a comma");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://x", "*.example.org", "example.org/a", "::1", "a b", "example.org:port", "*:80" })
	void refusesHostsThatAreNone(String host) {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> source("image-hosts", "example.org," + host))
			.withMessageStartingWith("The option 'image-hosts' of the embedding function 'clip' is 'example.org," + host
					+ "', but must be names or addresses of hosts");
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.org", "example.org:8080, 10.0.0.5", "[fd00::1]:8080", "*", "my_host", "" })
	void takesHostsThatMayBe(String hosts) {
		assertThat(source("image-hosts", hosts)).isNotNull();
	}

	@Test
	void refusesFoldersThatAreNotThere() throws IOException {
		Path file = Files.write(this.folder.resolve("a.png"), new byte[5]);
		for (String none : List.of(this.folder.resolve("none").toString(), file.toString(), "a\0b")) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> source("image-folders", this.folder + "," + none))
				.withMessageStartingWith("The option 'image-folders' of the embedding function 'clip' is '"
						+ this.folder + "," + none + "', but must be folders that are there, separated by commas");
		}
	}

	@Test
	void fetchesFromHostsThatAreAllowed() {
		assertThat(web().read(new ImageSource.Location(web("/a")))).hasSize(7);
	}

	@Test
	void followsRedirectsToAllowedHostsOnly() {
		this.redirect = "/b";
		assertThat(web().read(new ImageSource.Location(web("/away")))).hasSize(7);
		this.redirect = "http://localhost:" + this.server.getAddress().getPort() + "/private";
		assertRefused(web(), web("/away"), "the host of " + this.redirect + " is not among those");
		this.redirect = "file:///etc/passwd";
		assertRefused(web(), web("/away"), "the scheme file of file:///etc/passwd is not among those");
		assertThat(this.requests).doesNotContain("/private");
	}

	@Test
	void givesUpAfterManyRedirects() {
		this.redirect = "/away";
		assertRefused(web(), web("/away"), "it cannot be read (more than 5 redirects)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254",
			"[fd00::1]", "100.64.0.1", "0.0.0.0", "[::ffff:127.0.0.1]" })
	void fetchesFromNoPrivateHostWhereAllPublicOnesAreAllowed(String host) {
		PictureSource source = source("image-hosts", "*", "image-schemes", "http,https");
		String place = "http://" + host + ":" + this.server.getAddress().getPort() + "/a";
		assertRefused(source, URI.create(place), "the host of " + place + " is not among those");
		assertThat(this.requests).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "8.8.8.8", "2001:4860:4860::8888", "192.0.78.9" })
	void tellsPublicAddressesFromPrivateOnes(String address) throws IOException {
		assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
	}

	@Test
	void refusesFilesThatAreTooLarge() throws IOException {
		Files.write(this.folder.resolve("large"), new byte[101]);
		PictureSource source = source("image-folders", this.folder.toString(), "max-image-bytes", "100");
		String message = "it has more than 100 bytes. Make it smaller, or allow more by the option 'max-image-bytes'.";
		assertRefused(source, URI.create("large"), message);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> source.read(new ImageSource.Content(new byte[101])))
			.withMessage(message);
	}

	@Test
	void stopsFetchingWhatIsTooLarge() {
		PictureSource source = source("image-hosts", host(), "image-schemes", "http", "max-image-bytes", "100");
		assertRefused(source, web("/large"), "it cannot be read (");
	}

	private static void assertRefused(PictureSource source, URI place, String message) {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> source.read(new ImageSource.Location(place)))
			.withMessageStartingWith(message);
	}

	private URI web(String path) {
		return URI.create("http://" + host() + path);
	}

	private String host() {
		return "127.0.0.1:" + this.server.getAddress().getPort();
	}

	private PictureSource web() {
		return source("image-hosts", host(), "image-schemes", "http");
	}

	private static PictureSource source(String... options) {
		Map<String, String> values = new TreeMap<>();
		for (int i = 0; i < options.length; i += 2) {
			values.put(options[i], options[i + 1]);
		}
		return new PictureSource(PictureLimits.of(new EmbeddingOptions("clip", values)));
	}

}
