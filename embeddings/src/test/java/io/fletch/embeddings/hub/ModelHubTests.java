package io.fletch.embeddings.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.embeddings.TinyModel;
import io.fletch.embeddings.onnx.SentenceTransformers;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelHubTests {

	private static final String FILE = "onnx/model.onnx";

	@TempDir
	private Path cache;

	private HubServer server;

	private final byte[] content = new byte[300_000];

	private long maxBytes = HubSettings.DEFAULT_MAX_BYTES;

	@BeforeEach
	void serve() throws IOException {
		new Random(7).nextBytes(this.content);
		this.server = new HubServer().put(FILE, this.content).put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void keepsWhatItDownloadedUnderItsCommit() throws IOException {
		HubSnapshot snapshot = hub().snapshot(HubServer.MODEL, "main");
		assertThat(snapshot.commit()).isEqualTo(HubServer.COMMIT);
		assertThat(snapshot.find(FILE)).contains(
				this.cache.resolve("models--org--model").resolve("snapshots").resolve(HubServer.COMMIT).resolve(FILE));
		assertThat(snapshot.find(FILE).orElseThrow()).hasBinaryContent(this.content);
		assertThat(this.server.requests("GET /content")).hasSize(1);
		assertThat(leftovers()).isEmpty();
	}

	@Test
	void goesOnWhereABrokenConnectionEnded() throws IOException {
		this.server.breaks.set(2);
		assertThat(hub().snapshot(HubServer.MODEL, "main").find(FILE).orElseThrow()).hasBinaryContent(this.content);
		assertThat(this.server.requests("GET /content")).hasSize(3).last().asString().contains("bytes=225000-");
	}

	@Test
	void goesOnInAnotherProcessWhereOneEnded() throws IOException {
		this.server.breaks.set(100);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main").find(FILE))
			.withMessageStartingWith("The file org/model/onnx/model.onnx could not be downloaded from "
					+ this.server.address() + " to " + this.cache)
			.withMessageEndingWith("what has come is kept, and a new attempt goes on from there.");
		int before = this.server.requests().size();
		this.server.breaks.set(0);
		assertThat(hub().snapshot(HubServer.MODEL, "main").find(FILE).orElseThrow()).hasBinaryContent(this.content);
		assertThat(this.server.requests().subList(before, this.server.requests().size())).last()
			.asString()
			.contains("bytes=");
	}

	@Test
	void beginsAnewWhereTheServerKnowsNoRanges() throws IOException {
		this.server.breaks.set(1);
		this.server.isWhole = true;
		assertThat(hub().snapshot(HubServer.MODEL, "main").find(FILE).orElseThrow()).hasBinaryContent(this.content);
	}

	@Test
	void refusesContentWithAnotherChecksum() throws IOException {
		this.server.checksum = "f".repeat(64);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main").find(FILE))
			.withMessageStartingWith("The file org/model/onnx/model.onnx came with the SHA-256 checksum "
					+ HubServer.sha256(this.content) + ", but the hub names " + "f".repeat(64));
		assertThat(leftovers()).isEmpty();
	}

	@Test
	void remembersThatAModelLacksAFile() {
		assertThat(hub().snapshot(HubServer.MODEL, "main").find("modules.json")).isEmpty();
		int before = this.server.requests("modules.json").size();
		assertThat(hub().snapshot(HubServer.MODEL, "main").find("modules.json")).isEmpty();
		assertThat(this.server.requests("modules.json")).hasSize(before);
	}

	@Test
	void saysThatThereIsNoSuchModel() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot("org/other", "main"))
			.withMessage("The hub " + this.server.address() + " has no model org/other with the revision main. "
					+ "Check both; a private model needs the option 'hub-token'.");
	}

	@Test
	void saysWhatAGatedModelNeeds() {
		this.server.token = "secret";
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main"))
			.withMessageContaining("(status 401): the model is private or gated")
			.withMessageEndingWith("set the option 'hub-token'.");
	}

	@Test
	void givesItsTokenToTheHubAlone() {
		this.server.token = "secret";
		HubSettings settings = settings(false, "secret");
		assertThat(new ModelHub(settings).snapshot(HubServer.MODEL, "main").find(FILE)).isPresent();
		assertThat(this.server.requests("/resolve/")).allSatisfy((request) -> assertThat(request).contains("secret"));
		assertThat(this.server.requests("/content/")).isNotEmpty()
			.allSatisfy((request) -> assertThat(request).doesNotContain("secret"));
		assertThat(settings.toString()).doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "hf_secret\n", "hf_secret\r\nX-Other: 1", "hf secret", "hf_s\u00e9cret", "hf_\u0000secret" })
	void refusesATokenThatIsNoneWithoutShowingIt(String token) {
		EmbeddingOptions options = new EmbeddingOptions("mine", Map.of("hub-token", token));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> HubSettings.of(options))
			.withMessage("The option 'hub-token' of an embedding function holds a space, a line's end or another "
					+ "character that no key has: give the key alone")
			.withNoCause();
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void givesUpOnAServerThatFallsSilent() {
		this.server.isSilent = true;
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main").find(FILE))
			.withMessageContaining("the hub sent nothing for PT0.3S");
	}

	@Test
	void worksOfflineWithWhatIsThere() throws IOException {
		hub().snapshot(HubServer.MODEL, "main").find(FILE);
		int before = this.server.requests().size();
		HubSnapshot snapshot = new ModelHub(settings(true, null)).snapshot(HubServer.MODEL, "main");
		assertThat(snapshot.find(FILE).orElseThrow()).hasBinaryContent(this.content);
		assertThat(snapshot.find("tokenizer.json")).isEmpty();
		assertThat(this.server.requests()).hasSize(before);
	}

	@Test
	void saysOfflineThatAModelIsNotThere() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new ModelHub(settings(true, null)).snapshot(HubServer.MODEL, "main"))
			.withMessage("The model org/model with the revision main is not in the folder " + this.cache
					+ ", and the option 'offline' is true. Let it be downloaded once, or copy the folder from where it was.");
	}

	@Test
	void usesWhatIsThereIfTheHubCannotBeReached() throws IOException {
		hub().snapshot(HubServer.MODEL, "main").find(FILE);
		this.server.failure = 503;
		HubSnapshot snapshot = hub().snapshot(HubServer.MODEL, "main");
		assertThat(snapshot.commit()).isEqualTo(HubServer.COMMIT);
		assertThat(snapshot.find(FILE).orElseThrow()).hasBinaryContent(this.content);
	}

	@Test
	void saysThatTheHubCannotBeReached() {
		this.server.failure = 503;
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main"))
			.withMessage("The hub " + this.server.address() + " cannot be reached for org/model (the hub answered with "
					+ "status 503). Check the network and the option 'hub-url', or give a folder as the model.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 503 })
	void asksAHubAgainThatIsBusy(int status) throws IOException {
		this.server.failure = status;
		this.server.failures.set(4);
		HubSnapshot snapshot = hub().snapshot(HubServer.MODEL, "main");
		assertThat(this.server.requests("HEAD ")).hasSize(5);
		this.server.failures.set(4);
		assertThat(snapshot.find(FILE).orElseThrow()).hasBinaryContent(this.content);
	}

	@Test
	void asksAHubAgainThatDoesNotSayWhen() {
		this.server.failure = 500;
		this.server.pause = "soon";
		this.server.failures.set(1);
		assertThat(hub().snapshot(HubServer.MODEL, "main").commit()).isEqualTo(HubServer.COMMIT);
	}

	@Test
	void asksNoHubAgainThatWantsALongRest() {
		this.server.failure = 429;
		this.server.pause = "3600";
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main"))
			.withMessageContaining("(the hub answered with status 429 and wants to be left alone for PT1H)");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void stopsWaitingForABusyHubWhenInterrupted() {
		Attempts attempts = new Attempts(Duration.ofHours(2));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> attempts.make(() -> {
			throw new HubBusyException("busy", Duration.ofHours(1));
		})).withMessage("Interrupted while waiting for a hub that is busy");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void downloadsAFileOnceForManyWhoWantItAtOnce() throws Exception {
		List<Callable<Optional<Path>>> calls = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			calls.add(() -> hub().snapshot(HubServer.MODEL, HubServer.COMMIT).find(FILE));
		}
		try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
			for (Future<Optional<Path>> file : threads.invokeAll(calls)) {
				assertThat(file.get().orElseThrow()).hasBinaryContent(this.content);
			}
		}
		assertThat(this.server.requests("GET /content")).hasSize(1);
	}

	@Test
	void sharesItsFolderWithAnotherProcess() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Fetch.class.getName(), this.server.address().toString(),
				this.cache.toString(), FILE)
			.redirectErrorStream(true)
			.redirectOutput(this.cache.resolve("output.txt").toFile())
			.start();
		hub().snapshot(HubServer.MODEL, "main").find(FILE);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(this.cache.resolve("output.txt"))).isZero();
		assertThat(this.server.requests("GET /content")).hasSize(1);
	}

	@Test
	void tellsHowFarADownloadIs() {
		List<String> steps = new CopyOnWriteArrayList<>();
		HubSettings settings = new HubSettings(this.server.address(), this.cache, null, false, Duration.ofSeconds(10),
				HubSettings.DEFAULT_MAX_BYTES, (file, done, total) -> steps.add(file + " " + done + " " + total));
		new ModelHub(settings).snapshot(HubServer.MODEL, "main").find(FILE);
		assertThat(steps).last().isEqualTo("org/model/onnx/model.onnx 300000 300000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "org/../model", "../model", "org/model/more", "org//model", "/etc/passwd",
			"org/model?x", "org/%2e%2e", "org/mo del", "org\\model/x", "", "org/.." })
	void refusesNamesThatLeadElsewhere(String name) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(name, "main"))
			.withMessageStartingWith("The model of a hub is '" + name + "', but must be an organisation and a name");
		assertThat(this.server.requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", "../../x", "a//b", "/a", "a\0b", "a b" })
	void refusesRevisionsAndFilesThatLeadElsewhere(String path) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(HubServer.MODEL, path))
			.withMessageStartingWith("The revision of a hub is '" + path + "', but must be a branch");
		HubSnapshot snapshot = hub().snapshot(HubServer.MODEL, HubServer.COMMIT);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> snapshot.find(path))
			.withMessageStartingWith("The file of a hub is '" + path + "', but must be a relative path");
	}

	@Test
	void servesSentenceTransformers() throws IOException {
		this.server.put(FILE,
				TinyModel.tokens(TinyModel.INT64).output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3).bytes());
		Path tokenizer = TinyModel.empty().write(Files.createDirectory(this.cache.resolve("tiny")));
		this.server.put("tokenizer.json", Files.readAllBytes(tokenizer.resolve("tokenizer.json")));
		Map<String, String> options = Map.of("model", HubServer.MODEL, "hub-url", this.server.address().toString(),
				"cache-folder", this.cache.toString());
		try (EmbeddingFunction function = new SentenceTransformers().create("mine",
				new EmbeddingOptions("mine", options))) {
			assertThat(function.embedQuery("a")).containsExactly(1, 0, 0);
			assertThat(function.description().model()).isEqualTo("org/model@" + HubServer.COMMIT + ":" + FILE);
		}
	}

	@Test
	void saysOfflineThatAFileWasNotDownloaded() throws IOException {
		hub().snapshot(HubServer.MODEL, "main").find(FILE);
		Map<String, String> options = Map.of("model", HubServer.MODEL, "hub-url", this.server.address().toString(),
				"cache-folder", this.cache.toString(), "offline", "true", "file", "onnx/other.onnx");
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new SentenceTransformers().create("mine", new EmbeddingOptions("mine", options)))
			.withMessage("Model file onnx/other.onnx, which the option 'file' names, is missing in what was downloaded "
					+ "of org/model (the option 'offline' keeps the hub from being asked). Name one that is there, or "
					+ "leave the option out.");
	}

	@Test
	void saysThatAModelOfTheHubLacksAFile() {
		Map<String, String> options = Map.of("model", HubServer.MODEL, "hub-url", this.server.address().toString(),
				"cache-folder", this.cache.toString());
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> new SentenceTransformers().create("mine", new EmbeddingOptions("mine", options)))
			.withMessage("Model file tokenizer.json is missing in org/model of the hub. Choose another file by the "
					+ "function's options, or another model.");
	}

	@Test
	void describesAnotherFileOfTheSameCommitOtherwise() throws IOException {
		byte[] network = TinyModel.tokens(TinyModel.INT64)
			.output("last_hidden_state", TinyModel.FLOAT, -1, -1, 3)
			.bytes();
		this.server.put(FILE, network).put("onnx/model_quantized.onnx", network);
		Path tokenizer = TinyModel.empty().write(Files.createDirectory(this.cache.resolve("tiny")));
		this.server.put("tokenizer.json", Files.readAllBytes(tokenizer.resolve("tokenizer.json")));
		Map<String, String> options = Map.of("model", HubServer.MODEL, "hub-url", this.server.address().toString(),
				"cache-folder", this.cache.toString(), "file", "onnx/model_quantized.onnx");
		try (EmbeddingFunction function = new SentenceTransformers().create("mine",
				new EmbeddingOptions("mine", options))) {
			assertThat(function.description().model())
				.isEqualTo("org/model@" + HubServer.COMMIT + ":onnx/model_quantized.onnx");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void downloadsNoMoreThanIsAllowed(boolean isSizeKnown) throws IOException {
		this.server.isSizeKnown = isSizeKnown;
		this.maxBytes = 100_000;
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main").find(FILE))
			.withMessage("The file org/model/onnx/model.onnx has more than 100000 bytes. Choose a smaller one by the "
					+ "option 'file', or allow more by the option 'max-download-bytes'.");
		assertThat(this.server.requests("GET /content")).hasSize(isSizeKnown ? 0 : 1);
		assertThat(leftovers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "many", "20 GB" })
	void refusesSizesThatAreNone(String size) {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> HubSettings.of(new EmbeddingOptions("mine", Map.of("max-download-bytes", size))))
			.withMessage("The option 'max-download-bytes' is '" + size
					+ "', but must be a whole number of bytes, at least 1");
	}

	@Test
	void acceptsTheChecksumThatGitHasOfAFile() throws Exception {
		MessageDigest digest = MessageDigest.getInstance("SHA-1");
		digest.update("blob 300000\0".getBytes(StandardCharsets.US_ASCII));
		this.server.checksum = HexFormat.of().formatHex(digest.digest(this.content));
		assertThat(hub().snapshot(HubServer.MODEL, "main").find(FILE)).isPresent();
	}

	@Test
	void refusesContentOfWhichGitHasAnotherChecksum() throws IOException {
		this.server.checksum = "f".repeat(40);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main").find(FILE))
			.withMessageStartingWith("The file org/model/onnx/model.onnx came with the SHA-1 checksum ")
			.withMessageContaining(", but the hub names " + "f".repeat(40));
		assertThat(leftovers()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "main" })
	void keepsNoFilesOfABranchWhoseCommitTheHubDoesNotTell(String commit) throws IOException {
		this.server.commit = commit;
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> hub().snapshot(HubServer.MODEL, "main"))
			.withMessage("The hub " + this.server.address() + " does not tell of which commit the revision main of the "
					+ "model org/model is. Give the 40 digits of a commit as the option 'revision', or a folder as the "
					+ "model.");
		assertThat(hub().snapshot(HubServer.MODEL, HubServer.COMMIT).find(FILE).orElseThrow())
			.hasBinaryContent(this.content);
	}

	private ModelHub hub() {
		return new ModelHub(settings(false, null));
	}

	private HubSettings settings(boolean isOffline, @Nullable String token) {
		Duration timeout = this.server.isSilent ? Duration.ofMillis(300) : Duration.ofSeconds(20);
		return new HubSettings(this.server.address(), this.cache, token, isOffline, timeout, this.maxBytes,
				(file, done, total) -> {
				});
	}

	private List<Path> leftovers() throws IOException {
		try (Stream<Path> files = Files.walk(this.cache)) {
			return files.filter((file) -> file.toString().endsWith(".part")).toList();
		}
	}

	/**
	 * The other process.
	 */
	static final class Fetch {

		private Fetch() {
		}

		static void main(String[] arguments) {
			HubSettings settings = new HubSettings(URI.create(arguments[0]), Path.of(arguments[1]), null, false,
					Duration.ofSeconds(20), HubSettings.DEFAULT_MAX_BYTES, (file, done, total) -> {
					});
			new ModelHub(settings).snapshot(HubServer.MODEL, "main").find(arguments[2]);
		}

	}

}
