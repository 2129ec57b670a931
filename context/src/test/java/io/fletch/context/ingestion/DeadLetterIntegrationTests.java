package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.context.HashedWords;
import io.fletch.context.enrichment.Enricher;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.language.LanguageModelException;
import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.splitting.Chunk;
import io.fletch.context.splitting.Splitter;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class DeadLetterIntegrationTests {

	@TempDir
	private Path folder;

	@Test
	void triesAgainWhatMayPass() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failNext(1, new EmbeddingException("Too many requests"));
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(job.error()).isNull();
			IndexedDocument document = workspace.pipeline().document(job.documentId()).orElseThrow();
			assertThat(document.attempts()).isZero();
			assertThat(document.error()).isNull();
			assertThat(workspace.pipeline().deadLetters()).isEmpty();
		}
	}

	@Test
	void triesAgainWhatTheDiskRefused() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failNext(1, new UncheckedIOException(new IOException("The disk is busy")));
			assertThat(workspace.ingest("a.txt", "Apples are red.").state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void triesOnlyOnceWhatWillNotPass() {
		Splitter broken = new Splitter() {

			@Override
			public List<Chunk> split(ParsedDocument document) {
				throw new IllegalStateException("A bug");
			}

			@Override
			public String description() {
				return "broken";
			}

		};
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(),
				settings(IngestionWork.DEFAULT).withSplitter(broken))) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			assertThat(job.state()).isEqualTo(State.FAILED);
			assertThat(job.attempts()).isEqualTo(1);
			DeadLetter letter = workspace.pipeline().deadLetters().getFirst();
			assertThat(letter).isEqualTo(new DeadLetter(job.documentId(), "a.txt", "UNEXPECTED",
					"'a.txt' could not be ingested: A bug. Retry it, or add it again.", 1, letter.failedAt()));
		}
	}

	@Test
	void triesAgainWhateverAModelThrows() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failNext(1, new IllegalStateException("No session"));
			assertThat(workspace.ingest("a.txt", "Apples are red.").state()).isEqualTo(State.DONE);
			workspace.function().failNext(2, new IllegalStateException("No session"));
			workspace.ingest("b.txt", "Pears are green.");
			assertThat(workspace.pipeline().deadLetters()).singleElement().satisfies((letter) -> {
				assertThat(letter.reason()).isEqualTo("EMBEDDING");
				assertThat(letter.message()).contains("hashed-words", "No session");
			});
		}
	}

	@Test
	void losesNoPassageWhereAFunctionGivesOtherVectorsThanItShould() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().spoilNext((vectors) -> vectors.subList(0, vectors.size() - 1));
			IngestionJob job = workspace.ingest("a.md", Workspace.sections("apple", 40));
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(workspace.texts(job.documentId())).hasSize(40);
			assertThat(letter(workspace, "few.md", (vectors) -> vectors.subList(1, vectors.size())))
				.contains("gave 31 vectors for 32 texts");
			assertThat(letter(workspace, "short.md", (vectors) -> Collections.nCopies(32, new float[3])))
				.contains("gave a vector of 3 dimensions instead of 64 for text 0 of 32");
			float[] infinite = new float[64];
			infinite[7] = Float.POSITIVE_INFINITY;
			assertThat(letter(workspace, "infinite.md", (vectors) -> Collections.nCopies(32, infinite)))
				.contains("gave a vector with Infinity for text 0 of 32");
		}
	}

	private static String letter(Workspace workspace, String name, UnaryOperator<List<float[]>> spoiler) {
		workspace.function().spoil(spoiler);
		IngestionJob job = workspace.ingest(name, Workspace.sections("pear", 40));
		workspace.function().spoil((vectors) -> vectors);
		assertThat(job.state()).isEqualTo(State.FAILED);
		assertThat(workspace.texts(job.documentId())).isEmpty();
		return job.error();
	}

	@Test
	void losesNoContextWhileAModelIsDown() {
		AtomicInteger asked = new AtomicInteger();
		Enricher enricher = enricher(() -> {
			if (asked.getAndIncrement() == 0) {
				throw new LanguageModelException("down", null);
			}
			return "Fruit";
		});
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(),
				settings(IngestionWork.DEFAULT.withAttempts(2, Duration.ofMillis(1))).withEnricher(enricher))) {
			IngestionJob job = workspace.ingest("a.txt", "Apples are red.");
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(workspace.pipeline().passages(job.documentId())).extracting(Passage::context)
				.containsExactly("Fruit");
			assertThat(Failure.isPassing("MODEL")).isTrue();
		}
	}

	@Test
	void cancellingInterruptsAModelThatIsAsked() {
		CountDownLatch reached = new CountDownLatch(1);
		Enricher enricher = enricher(() -> {
			reached.countDown();
			try {
				new CountDownLatch(1).await();
				return "never";
			}
			catch (InterruptedException ex) {
				throw new LanguageModelException("stopped", ex);
			}
		});
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(),
				settings(IngestionWork.DEFAULT.withWorkers(1)).withEnricher(enricher))) {
			IngestionJob job = workspace.submit("a.txt", "Apples are red.");
			Workspace.await(() -> reached.getCount() == 0);
			assertThat(workspace.pipeline().job(job.id()).orElseThrow().total()).isEqualTo(1);
			workspace.pipeline().cancel(job.id());
			assertThat(workspace.ingest("broken.pdf", "%PDF-1.4 nothing").state()).isEqualTo(State.FAILED);
		}
	}

	private static Enricher enricher(Supplier<String> answers) {
		return new Enricher() {

			@Override
			public List<String> contexts(ParsedDocument document, List<Chunk> chunks) {
				return chunks.stream().map((chunk) -> answers.get()).toList();
			}

			@Override
			public String description() {
				return "test";
			}

		};
	}

	@Test
	void namesTheReasonOfUnreadableFiles() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("blank.md", " \n ");
			workspace.ingest("broken.pdf", "%PDF-1.4 nothing");
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::name, DeadLetter::reason)
				.containsExactlyInAnyOrder(tuple("blank.md", "EMPTY"), tuple("broken.pdf", "DAMAGED"));
		}
	}

	@Test
	void countsAttemptsBeyondARestart() throws IOException {
		IngestionWork patient = IngestionWork.DEFAULT.withWorkers(1).withAttempts(3, Duration.ofHours(1));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings(patient))) {
			workspace.function().failing(true);
			IngestionJob job = workspace.submit("a.txt", "Apples are red.");
			Workspace.await(() -> workspace.pipeline().job(job.id()).orElseThrow().attempts() == 1);
			IngestionJob waiting = workspace.pipeline().job(job.id()).orElseThrow();
			assertThat(waiting.state()).isEqualTo(State.QUEUED);
			assertThat(waiting.error()).contains("The model broke");
		}
		IngestionWork quick = patient.withAttempts(3, Duration.ofMillis(1));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings(quick))) {
			workspace.function().failing(true);
			IngestionJob job = workspace.await(workspace.pipeline().resume().getFirst());
			assertThat(job.state()).isEqualTo(State.FAILED);
			assertThat(job.attempts()).isEqualTo(3);
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::attempts).containsExactly(3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "Apple, 0, 6", "Apples, 1, 7", "Apples, -1, 5", "Apples are red. , 0, 16", "Apples, 4, 1" })
	void storesNothingThatDoesNotStandInTheDocument(String text, int start, int end) {
		IngestionSettings settings = settings(IngestionWork.DEFAULT).withSplitter(new Splitter() {

			@Override
			public List<Chunk> split(ParsedDocument document) {
				return List.of(new Chunk(text, start, end, null, null));
			}

			@Override
			public String description() {
				return "wrong";
			}

		});
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings)) {
			assertThat(workspace.ingest("a.txt", "Apples are red.").error())
				.contains("The splitter 'wrong' gave a chunk that is not the text from " + start + " to ");
			assertThat(workspace.countPassages()).isZero();
		}
	}

	@Test
	void keepsDeadLettersBeyondARestartUntilTheyAreRetried() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failing(true);
			workspace.ingest("a.txt", "Apples are red.");
			workspace.ingest("b.txt", "Pears are green.");
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(workspace.pipeline().resume()).isEmpty();
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::name, DeadLetter::reason)
				.containsExactlyInAnyOrder(tuple("a.txt", "EMBEDDING"), tuple("b.txt", "EMBEDDING"));
			List<IngestionJob> jobs = workspace.pipeline().retryAll();
			assertThat(jobs).extracting(IngestionJob::attempts).containsExactly(0, 0);
			jobs.forEach((job) -> assertThat(workspace.await(job).state()).isEqualTo(State.DONE));
			assertThat(workspace.pipeline().deadLetters()).isEmpty();
			assertThat(workspace.countPassages()).isEqualTo(2);
		}
	}

	@Test
	void retriesOneDeadLetter() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failing(true);
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			workspace.function().failing(false);
			IngestionJob job = workspace.pipeline().retry(id).orElseThrow();
			assertThat(workspace.await(job).state()).isEqualTo(State.DONE);
			assertThat(workspace.pipeline().retry(id)).isEmpty();
			assertThat(workspace.pipeline().retry("unknown")).isEmpty();
		}
	}

	@Test
	void saysThatTheFileOfADeadLetterIsGone() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function().failing(true);
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			Files.delete(this.folder.resolve("files").resolve(id + ".txt"));
			IngestionJob job = workspace.pipeline().retry(id).orElseThrow();
			assertThat(job.error()).isEqualTo("The file of 'a.txt' is gone. Add it again.");
			assertThat(workspace.pipeline().deadLetters()).extracting(DeadLetter::reason).containsExactly("FILE_GONE");
		}
	}

	@Test
	void discardsDeadLettersOnly() {
		try (Workspace workspace = new Workspace(this.folder)) {
			String kept = workspace.ingest("kept.txt", "Pears are green.").documentId();
			workspace.function().failing(true);
			String id = workspace.ingest("a.txt", "Apples are red.").documentId();
			assertThat(workspace.pipeline().discard(id)).isTrue();
			assertThat(workspace.pipeline().discard(id)).isFalse();
			assertThat(workspace.pipeline().discard(kept)).isFalse();
			assertThat(workspace.pipeline().documents()).extracting(IndexedDocument::id).containsExactly(kept);
			assertThat(workspace.files()).containsExactly(kept + ".txt");
		}
	}

	@Test
	void paysForNothingTwiceWherePartOfABatchWasEmbedded() {
		Map<Integer, float[]> some = new HashMap<>();
		for (int index : new int[] { 0, 1, 2, 5 }) {
			some.put(index, new HashedWords().embedQuery("Heading " + index));
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.function()
				.failNext(1, new PartialEmbeddingException("4 of 10", new IOException("The line broke"), some));
			IngestionJob job = workspace.ingest("a.md", Workspace.sections("apple", 10));
			assertThat(job.state()).isEqualTo(State.DONE);
			assertThat(workspace.function().embedded()).isEqualTo(7);
			assertThat(workspace.texts(job.documentId())).hasSize(10);
		}
	}

	private IngestionSettings settings(IngestionWork work) {
		return IngestionSettings.in(this.folder.resolve("files")).withWork(work);
	}

}
