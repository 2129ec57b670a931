package io.fletch.embeddings.cache;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddingCacheTests {

	private static final long MUCH = 1 << 24;

	/** 40 bytes around 32 floats, and a checksum. */
	private static final int RECORD_BYTES = 40 + 4 * CountingFunction.DIMENSIONS + 4;

	@TempDir
	private Path folder;

	private final CountingFunction counting = new CountingFunction("model");

	private static List<String> texts(int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> "text " + i).toList();
	}

	private static float[][] vectors(List<String> texts) {
		return texts.stream().map((text) -> CountingFunction.vector("models:" + text)).toArray(float[][]::new);
	}

	@Test
	void asksForEachTextOnce() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			EmbeddingFunction function = cache.wrap(this.counting);
			function.embedSources(List.of("a", "b"));
			assertThat(function.embedSources(List.of("c", "b", "a"))).containsExactly(vectors(List.of("c", "b", "a")));
			assertThat(this.counting.asked).containsExactly("s:a", "s:b", "s:c");
			assertThat(cache.statistics()).isEqualTo(new CacheStatistics(2, 3, 0, 3, 8 + 3 * RECORD_BYTES));
		}
	}

	@Test
	void asksOnceForATextThatComesTwiceInACall() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			List<float[]> vectors = cache.wrap(this.counting).embedSources(List.of("a", "b", "a"));
			assertThat(vectors).containsExactly(vectors(List.of("a", "b", "a")));
			assertThat(vectors.get(0)).isNotSameAs(vectors.get(2));
			assertThat(this.counting.asked).containsExactly("s:a", "s:b");
		}
	}

	@Test
	void keepsQuestionsAndPassagesApart() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			EmbeddingFunction function = cache.wrap(this.counting);
			function.embedSources(List.of("a"));
			assertThat(function.embedQuery("a")).containsExactly(CountingFunction.vector("modelq:a"));
			assertThat(function.embedQuery("a")).containsExactly(CountingFunction.vector("modelq:a"));
			assertThat(this.counting.asked).containsExactly("s:a", "q:a");
		}
	}

	@Test
	void keepsModelsApart() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedQuery("a");
			assertThat(cache.wrap(new CountingFunction("other")).embedQuery("a"))
				.containsExactly(CountingFunction.vector("otherq:a"));
		}
	}

	@Test
	void givesBackEveryBit() {
		float[] odd = { -0f, Float.MIN_VALUE, Float.MAX_VALUE, 0.1f, -1 / 3f };
		EmbeddingFunction function = new CountingFunction("odd") {

			@Override
			public int dimensions() {
				return odd.length;
			}

			@Override
			public List<float[]> embedSources(List<String> sources) {
				assertThat(this.asked).isEmpty();
				this.asked.addAll(sources);
				return List.of(odd);
			}
		};
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(function).embedSources(List.of("a"));
			float[] found = cache.wrap(function).embedSources(List.of("a")).getFirst();
			for (int i = 0; i < odd.length; i++) {
				assertThat(Float.floatToRawIntBits(found[i])).isEqualTo(Float.floatToRawIntBits(odd[i]));
			}
		}
	}

	@Test
	void tellsTextsApartThatDifferInHalvesOfPairs() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedSources(List.of("a\uD83D", "a?", "a\uDE00", ""));
			assertThat(this.counting.asked).hasSize(4);
		}
	}

	@Test
	void keepsVectorsUntilItIsOpenedAgain() {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedSources(texts(0, 100));
		}
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			assertThat(cache.wrap(this.counting).embedSources(texts(0, 100))).containsExactly(vectors(texts(0, 100)));
			assertThat(this.counting.asked).hasSize(100);
			assertThat(cache.statistics().hits()).isEqualTo(100);
		}
	}

	@Test
	void findsWhatAnotherWroteMeanwhile() {
		try (EmbeddingCache one = EmbeddingCache.open(this.folder, MUCH);
				EmbeddingCache other = EmbeddingCache.open(this.folder, MUCH)) {
			one.wrap(this.counting).embedSources(texts(0, 10));
			other.wrap(this.counting).embedSources(texts(5, 20));
			one.wrap(this.counting).embedSources(texts(0, 20));
			assertThat(this.counting.asked).hasSize(20);
		}
	}

	@Test
	void passesOverARecordThatWasNotWrittenToItsEnd() throws IOException {
		fill(10);
		Path file = files().getFirst();
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.truncate(channel.size() - 5);
		}
		assertFinds(9, 10);
	}

	@Test
	void passesOverWhatFollowsTheLastRecord() throws IOException {
		fill(10);
		byte[] garbage = new byte[1000];
		new Random(1).nextBytes(garbage);
		Files.write(files().getFirst(), garbage, StandardOpenOption.APPEND);
		assertFinds(10, 10);
	}

	@Test
	void embedsAgainWhatIsDamaged() throws IOException {
		fill(10);
		try (FileChannel channel = FileChannel.open(files().getFirst(), StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[] { 1, 2, 3 }), 8 + 4 * RECORD_BYTES + 60);
		}
		assertFinds(9, 10);
	}

	@Test
	void passesOverFilesOfAnotherKindOrVersion() throws IOException {
		fill(10);
		try (FileChannel channel = FileChannel.open(files().getFirst(), StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(new byte[] { 2 }), 4);
		}
		Files.writeString(this.folder.resolve("notes.txt"), "mine");
		assertFinds(0, 10);
		assertThat(this.folder.resolve("notes.txt")).exists();
	}

	private void fill(int count) {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedSources(texts(0, count));
		}
		this.counting.asked.clear();
	}

	private void assertFinds(int found, int all) {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			assertThat(cache.wrap(this.counting).embedSources(texts(0, all))).containsExactly(vectors(texts(0, all)));
			assertThat(this.counting.asked).hasSize(all - found);
			assertThat(cache.wrap(this.counting).embedSources(texts(0, all))).containsExactly(vectors(texts(0, all)));
			assertThat(this.counting.asked).hasSize(all - found);
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.filter((file) -> SegmentName.of(file).isPresent()).toList();
		}
	}

	private long bytes() throws IOException {
		long bytes = 0;
		for (Path file : files()) {
			bytes += Files.size(file);
		}
		return bytes;
	}

	@Test
	void givesUpWhatWasNotUsedForTheLongestTime() throws IOException {
		long bound = 500L * RECORD_BYTES;
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, bound)) {
			EmbeddingFunction function = cache.wrap(this.counting);
			function.embedSources(texts(0, 450));
			function.embedSources(texts(0, 100));
			function.embedSources(texts(450, 600));
			assertThat(bytes()).isLessThanOrEqualTo(bound);
			assertThat(cache.statistics().bytes()).isEqualTo(bytes());
			this.counting.asked.clear();
			function.embedSources(texts(0, 100));
			function.embedSources(texts(450, 600));
			assertThat(this.counting.asked).isEmpty();
			function.embedSources(texts(100, 150));
			assertThat(this.counting.asked).hasSize(50);
		}
	}

	@Test
	void staysWithinItsBoundAndTrueToItsFunctionWhateverIsAsked() throws IOException {
		Random random = new Random(42);
		long bound = 400L * RECORD_BYTES;
		try (EmbeddingCache one = EmbeddingCache.open(this.folder, bound);
				EmbeddingCache other = EmbeddingCache.open(this.folder, bound)) {
			for (int round = 0; round < 300; round++) {
				int from = random.nextInt(900);
				List<String> texts = texts(from, from + 1 + random.nextInt(40));
				EmbeddingFunction function = (random.nextBoolean() ? one : other).wrap(this.counting);
				assertThat(function.embedSources(texts)).containsExactly(vectors(texts));
				// The other's file is left alone while it grows.
				assertThat(bytes()).isLessThanOrEqualTo(bound + bound / 16 + RECORD_BYTES);
			}
			assertThat(one.statistics().hits() + other.statistics().hits()).isGreaterThan(1000);
		}
	}

	@Test
	void joinsTheShortFilesOfManyRuns() throws IOException {
		for (int run = 0; run < 60; run++) {
			try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
				cache.wrap(this.counting).embedQuery("question " + run);
			}
		}
		assertThat(files()).hasSizeLessThan(20);
		this.counting.asked.clear();
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			IntStream.range(0, 60).forEach((run) -> cache.wrap(this.counting).embedQuery("question " + run));
		}
		assertThat(this.counting.asked).isEmpty();
	}

	@Test
	void servesSeveralThreadsAtOnce() throws Exception {
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, 400L * RECORD_BYTES);
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			EmbeddingFunction function = cache.wrap(this.counting);
			List<Future<List<float[]>>> calls = IntStream.range(0, 40)
				.mapToObj((i) -> threads.submit(() -> function.embedSources(texts(i * 10, i * 10 + 30))))
				.toList();
			for (int i = 0; i < calls.size(); i++) {
				assertThat(calls.get(i).get()).containsExactly(vectors(texts(i * 10, i * 10 + 30)));
			}
		}
	}

	@Test
	void keepsWhatWasEmbeddedBeforeAFunctionFailed() {
		EmbeddingFunction failing = new CountingFunction("model") {
			@Override
			public List<float[]> embedSources(List<String> sources) {
				Thread.currentThread().interrupt();
				throw new PartialEmbeddingException("Two of " + sources.size() + ".", new IOException("reset"),
						Map.of(1, ask("s:" + sources.get(1)), 2, ask("s:" + sources.get(2))));
			}
		};
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedSources(List.of("a"));
			assertThatExceptionOfType(PartialEmbeddingException.class)
				.isThrownBy(() -> cache.wrap(failing).embedSources(List.of("a", "b", "c", "d")))
				.withMessage("Two of 3. 3 of 4 are in the cache now.")
				.satisfies((ex) -> assertThat(ex.embedded().keySet()).containsExactly(0, 2, 3));
			assertThat(Thread.interrupted()).isTrue();
			this.counting.asked.clear();
			cache.wrap(this.counting).embedSources(List.of("a", "b", "c", "d"));
			assertThat(this.counting.asked).containsExactly("s:b");
		}
	}

	@Test
	void keepsTheVectorsOfTokens() {
		CountingFunction.OfTokens tokens = new CountingFunction.OfTokens();
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			MultiVectorEmbeddingFunction function = (MultiVectorEmbeddingFunction) cache.wrap(tokens);
			float[][] first = function.embedSourceTokens(List.of("a")).getFirst();
			assertThat(function.embedSourceTokens(List.of("a")).getFirst()).isEqualTo(first).hasDimensions(2, 32);
			assertThat(function.embedQueryTokens("a")).isEqualTo(function.embedQueryTokens("a"));
			function.embedSources(List.of("a"));
			assertThat(tokens.asked).containsExactly("st:a", "st:a2", "qt:a", "qt:a2", "s:a");
		}
	}

	@Test
	void keepsTheVectorsOfPicturesThatItSees() {
		CountingFunction.OfImages images = new CountingFunction.OfImages();
		ImageSource here = new ImageSource.Content(new byte[] { 1, 2, 3 });
		ImageSource elsewhere = new ImageSource.Location(URI.create("file:/cat.png"));
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			ImageEmbeddingFunction function = (ImageEmbeddingFunction) cache.wrap(images);
			function.embedImages(List.of(here));
			function.embedImages(List.of(here));
			function.embedImages(List.of(elsewhere));
			function.embedImages(List.of(elsewhere));
			assertThat(images.asked).containsExactly("i:3", "i:file:/cat.png", "i:file:/cat.png");
		}
	}

	@Test
	void asksAgainForVectorsOfAnotherLength() {
		EmbeddingFunction shorter = new CountingFunction("model") {

			@Override
			public int dimensions() {
				return 2;
			}

			@Override
			public List<float[]> embedSources(List<String> sources) {
				return sources.stream().map((source) -> new float[] { 1, 2 }).toList();
			}
		};
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			cache.wrap(this.counting).embedSources(List.of("a"));
			assertThat(cache.wrap(shorter).embedSources(List.of("a", "b"))).containsOnly(new float[] { 1, 2 });
		}
	}

	@Test
	void passesOnBadVectorsAndKeepsNone() {
		List<float[]> bad = Arrays.asList(null, new float[] { 1 }, new float[CountingFunction.DIMENSIONS],
				CountingFunction.vector("good"));
		bad.get(2)[5] = Float.NaN;
		EmbeddingFunction function = new CountingFunction("model") {

			@Override
			public List<float[]> embedSources(List<String> sources) {
				this.asked.addAll(sources);
				return sources.stream().map((source) -> bad.get(source.charAt(0) - 'a')).toList();
			}
		};
		try (EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH)) {
			assertThat(cache.wrap(function).embedSources(List.of("a", "b", "c", "d"))).containsExactlyElementsOf(bad);
			assertThat(cache.statistics().entries()).isEqualTo(1);
			assertThat(cache.wrap(this.counting).embedSources(List.of("a", "b", "c")))
				.containsExactly(vectors(List.of("a", "b", "c")));
		}
	}

	@Test
	void isPassedByWhenItIsClosed() {
		EmbeddingCache cache = EmbeddingCache.open(this.folder, MUCH);
		EmbeddingFunction function = cache.wrap(this.counting);
		cache.close();
		cache.close();
		function.embedSources(List.of("a"));
		assertThat(function.embedSources(List.of("a"))).containsExactly(vectors(List.of("a")));
		assertThat(this.counting.asked).hasSize(2);
	}

	@Test
	void leavesNoLockBehind() throws IOException {
		fill(1);
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".lock"))).isEmpty();
		}
	}

	@Test
	void refusesAFolderThatIsNone() throws IOException {
		Path file = Files.writeString(this.folder.resolve("file"), "text");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> EmbeddingCache.open(file, MUCH))
			.withMessageContainingAll("The cache of vectors in " + file + " cannot be opened", "read and write");
	}

	@Test
	void refusesABoundThatHoldsNothing() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> EmbeddingCache.open(this.folder, 1000))
			.withMessageContaining("A cache of vectors of 1000 bytes is too small: allow at least 65536");
	}

}
