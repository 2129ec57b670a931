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
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ImageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

	@ParameterizedTest
	@ValueSource(strings = { "ftp", "file", "", "https,ftp", "HTTPS,FTP" })
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
	@ValueSource(strings = { "example.org", "example.org:8080, 10.0.0.5", "[fd00::1]:8080", "my_host", "" })
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
		assertRefused(web(), web("/away"), "the scheme file of file:/etc/passwd is not among those");
		assertThat(this.requests).doesNotContain("/private");
	}

	@Test
	void givesUpAfterManyRedirects() {
		this.redirect = "/away";
		assertRefused(web(), web("/away"), "it cannot be read (more than 5 redirects)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "example.org, *", "*.example.org" })
	void refusesPatternsOfHosts(String hosts) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> source("image-hosts", hosts))
			.withMessageStartingWith("The option 'image-hosts' of the embedding function 'clip' is '" + hosts
					+ "', but must be names or addresses of hosts in ASCII")
			.withMessageEndingWith("no schemes, no paths, no patterns");
	}

	@Test
	void allowsHostsWhateverTheirCase() {
		String port = ":" + this.server.getAddress().getPort();
		PictureSource source = source("image-hosts", "LocalHost" + port, "image-schemes", "HTTP");
		assertThat(source.read(new ImageSource.Location(URI.create("http://LOCALHOST" + port + "/a")))).hasSize(7);
	}

	@Test
	void tellsNoSecretsOfPlacesThatItRefuses() {
		URI place = URI.create("https://user:word@example.org:8443/a.png?signature=word#word");
		assertRefused(source(), place, "the host of https://example.org:8443/a.png is not among those");
		this.redirect = "http://user:word@other.example/b?signature=word";
		assertRefused(web(), web("/away"), "the host of http://other.example/b is not among those");
		this.redirect = "http://[word/?signature=word";
		assertRefused(web(), web("/away"), "it cannot be read (a redirect to a place that is no address)");
		this.redirect = "https://user:word@no_host/?signature=word";
		assertRefused(source("image-hosts", host(), "image-schemes", "http,https"), web("/away"),
				"the host of https:/ is not among those");
	}

	@Test
	@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void refusesWhatIsNoRegularFile() throws Exception {
		Path pipe = this.folder.resolve("pipe");
		assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "No pipes here");
		PictureSource source = source("image-folders", this.folder.toString());
		assertRefused(source, URI.create("pipe"), "it is no regular file, but a folder, pipe or device");
		assertRefused(source, this.folder.toUri(), "it is no regular file, but a folder, pipe or device");
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
			.withMessageStartingWith(message)
			.satisfies((ex) -> assertThat(Throwables.getStackTrace(ex)).doesNotContain("word"));
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
