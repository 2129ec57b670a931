package io.fletch.context.ingestion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderWatchIntegrationTests {

	private static final WatchTiming QUICK = new WatchTiming(Duration.ofMillis(40), Duration.ofMillis(400));

	@TempDir
	private Path folder;

	private Path watched;

	@BeforeEach
	void createFolder() throws IOException {
		this.watched = Files.createDirectories(this.folder.resolve("watched"));
	}

	@Test
	void takesWhatIsThereAndWhatComesChangesAndGoes() throws IOException {
		write("there.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("there.txt", "Apples are red."));
			write("new.txt", "Pears are green.");
			write("sub/deep/new.txt", "Plums are blue.");
			awaitTexts(workspace, Map.of("there.txt", "Apples are red.", "new.txt", "Pears are green.",
					"sub/deep/new.txt", "Plums are blue."));
			write("new.txt", "Pears are sweet.");
			Files.delete(this.watched.resolve("there.txt"));
			awaitTexts(workspace, Map.of("new.txt", "Pears are sweet.", "sub/deep/new.txt", "Plums are blue."));
			Files.move(this.watched.resolve("sub"), this.watched.resolve("moved"));
			awaitTexts(workspace, Map.of("new.txt", "Pears are sweet.", "moved/deep/new.txt", "Plums are blue."));
			write("moved/deep/late.txt", "Figs are brown.");
			awaitTexts(workspace, Map.of("new.txt", "Pears are sweet.", "moved/deep/new.txt", "Plums are blue.",
					"moved/deep/late.txt", "Figs are brown."));
			assertThat(watch.failure()).isEmpty();
		}
	}

	@Test
	void removesAtTheStartWhatWentWhileNobodyWatched() throws IOException {
		write("a.txt", "Apples are red.");
		write("b.txt", "Pears are green.");
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(FolderSource.of(this.watched), SyncMode.FULL);
		}
		Files.delete(this.watched.resolve("a.txt"));
		try (Workspace workspace = new Workspace(this.folder); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("b.txt", "Pears are green."));
			Workspace.await(() -> watch.lastReport().isPresent());
			assertThat(watch.lastReport().orElseThrow().removed()).containsExactly("a.txt");
			assertThat(workspace.function().embedded()).isZero();
		}
	}

	@Test
	void waitsUntilAFileStopsGrowing() throws Exception {
		WatchTiming timing = new WatchTiming(Duration.ofMillis(300), Duration.ofSeconds(10));
		try (Workspace workspace = new Workspace(this.folder);
				FolderWatch watch = workspace.pipeline().watch(FolderSource.of(this.watched), SyncMode.FULL, timing)) {
			Path file = this.watched.resolve("growing.txt");
			Files.writeString(file, "Begin.");
			long next = 0;
			for (int written = 0; written < 60;) {
				if (System.nanoTime() > next) {
					Files.writeString(file, " More.", StandardOpenOption.APPEND);
					next = System.nanoTime() + Duration.ofMillis(20).toNanos();
					written++;
				}
			}
			String whole = Files.readString(file);
			awaitTexts(workspace, Map.of("growing.txt", whole));
			// One, unless this thread was held up for longer than the file takes to
			// settle.
			assertThat(workspace.pipeline().jobs()).hasSizeLessThan(15);
			assertThat(watch.failure()).isEmpty();
		}
	}

	@Test
	void keepsAFileThatAnEditorReplaces() throws IOException {
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			for (int round = 0; round < 5; round++) {
				write("a.txt.tmp", "Apples are round " + round + ".");
				Files.delete(this.watched.resolve("a.txt"));
				Files.move(this.watched.resolve("a.txt.tmp"), this.watched.resolve("a.txt"));
			}
			awaitTexts(workspace, Map.of("a.txt", "Apples are round 4."));
			assertThat(watch.lastReport().orElseThrow().removed()).isEmpty();
		}
	}

	@Test
	void leavesOutWhatAUserDeletedUntilTheFileChanges() throws IOException {
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			workspace.pipeline().delete(DocumentName.of("a.txt").id());
			write("b.txt", "Pears are green.");
			awaitTexts(workspace, Map.of("b.txt", "Pears are green."));
			write("a.txt", "Apples are new.");
			awaitTexts(workspace, Map.of("a.txt", "Apples are new.", "b.txt", "Pears are green."));
			assertThat(watch.failure()).isEmpty();
		}
	}

	@Test
	void removesNothingWhileTheFolderIsGoneAndGoesOnWhenItIsBack() throws IOException {
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			Files.move(this.watched, this.folder.resolve("away"));
			Workspace.await(() -> watch.failure().isPresent());
			assertThat(watch.failure().orElseThrow()).contains("the folder is not there");
			assertThat(workspace.pipeline().documents()).hasSize(1);
			Files.move(this.folder.resolve("away"), this.watched);
			write("b.txt", "Pears are green.");
			awaitTexts(workspace, Map.of("a.txt", "Apples are red.", "b.txt", "Pears are green."));
			Workspace.await(() -> watch.failure().isEmpty());
		}
	}

	@Test
	void triesAgainWhatFailedFromTimeToTime() throws IOException {
		HashedWords function = new HashedWords();
		function.failNext(2, new EmbeddingException("Unreachable"));
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder, function); FolderWatch watch = watch(workspace)) {
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			assertThat(watch.failure()).isEmpty();
		}
	}

	@Test
	void triesAgainByTheClockHoweverBusyTheFolderIs() throws IOException {
		HashedWords function = new HashedWords();
		function.failNext(2, new EmbeddingException("Unreachable"));
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder, function);
				FolderWatch watch = workspace.pipeline()
					.watch(FolderSource.of(this.watched), SyncMode.FULL,
							new WatchTiming(Duration.ofMillis(40), Duration.ofSeconds(1)))) {
			Workspace.await(() -> {
				touch("left-out.tmp");
				return texts(workspace).equals(Map.of("a.txt", "Apples are red."));
			});
			assertThat(watch.failure()).isEmpty();
		}
	}

	@Test
	void losesNoChangeWhereARunBreaksOff() throws IOException {
		write("a.txt", "Apples are red.");
		AtomicInteger runs = new AtomicInteger();
		try (Workspace workspace = new Workspace(this.folder)) {
			FolderSource source = FolderSource.of(this.watched);
			FolderWatch watch = new FolderWatch(new Sources(workspace.pipeline(), Set.of()),
					(documents, mode, stopped, kept) -> {
						if (runs.getAndIncrement() == 0) {
							try (Stream<SourceDocument> all = documents.documents()) {
								assertThat(all.toList()).hasSize(1);
							}
							catch (IOException ex) {
								throw new UncheckedIOException(ex);
							}
							throw new StoreException("The disk is full");
						}
						return workspace.pipeline().sync(documents, mode);
					}, source, SyncMode.FULL, QUICK);
			watch.start();
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			Workspace.await(() -> watch.failure().isEmpty());
			watch.close();
		}
	}

	@Test
	void tellsOfErrorsAndGoesOn() throws IOException {
		write("a.txt", "Apples are red.");
		AtomicBoolean broken = new AtomicBoolean(true);
		try (Workspace workspace = new Workspace(this.folder)) {
			FolderWatch watch = new FolderWatch(new Sources(workspace.pipeline(), Set.of()),
					(documents, mode, stopped, kept) -> {
						if (broken.get()) {
							throw new StackOverflowError("Too deep");
						}
						return workspace.pipeline().sync(documents, mode);
					}, FolderSource.of(this.watched), SyncMode.FULL, QUICK);
			watch.start();
			Workspace.await(() -> watch.failure().isPresent());
			assertThat(watch.failure()).contains("Too deep");
			broken.set(false);
			awaitTexts(workspace, Map.of("a.txt", "Apples are red."));
			watch.close();
		}
	}

	@Test
	void removesWhatIsGoneAlthoughAFileNeverPauses() throws IOException {
		write("gone.txt", "Apples are red.");
		write("there.txt", "Plums are blue.");
		write("busy.txt", "Pears are green.");
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(FolderSource.of(this.watched), SyncMode.FULL);
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			Files.delete(this.watched.resolve("gone.txt"));
			AtomicBoolean over = new AtomicBoolean();
			Thread writer = Thread.ofPlatform().start(() -> {
				while (!over.get()) {
					touch("busy.txt");
				}
			});
			try (FolderWatch watch = watch(workspace)) {
				Workspace.await(() -> watch.lastReport().isPresent());
				assertThat(watch.lastReport().orElseThrow().removed()).containsExactly("gone.txt");
				assertThat(texts(workspace)).containsOnlyKeys("there.txt", "busy.txt");
			}
			finally {
				over.set(true);
				Workspace.await(() -> !writer.isAlive());
			}
		}
	}

	@Test
	void refusesTwoSourcesOfOneName() throws IOException {
		write("a.txt", "Apples are red.");
		write("b.md", "Pears are green.");
		FolderSource texts = FolderSource.of(this.watched).including("*.txt");
		FolderSource pages = FolderSource.of(this.watched).including("*.md");
		try (Workspace workspace = new Workspace(this.folder);
				FolderWatch watch = workspace.pipeline().watch(texts, SyncMode.FULL, QUICK)) {
			assertThatThrownBy(() -> workspace.pipeline().watch(pages, SyncMode.FULL, QUICK))
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("is watched already")
				.hasMessageContaining("named()");
			assertThatThrownBy(() -> workspace.pipeline().sync(pages, SyncMode.FULL))
				.isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("with other patterns or another prefix");
			assertThat(workspace.pipeline().sync(texts.including("*.txt"), SyncMode.FULL).failed()).isEmpty();
			try (FolderWatch second = workspace.pipeline().watch(pages.named("pages"), SyncMode.FULL, QUICK)) {
				awaitTexts(workspace, Map.of("a.txt", "Apples are red.", "b.md", "Pears are green."));
				Files.delete(this.watched.resolve("a.txt"));
				write("c.txt", "Figs are brown.");
				awaitTexts(workspace, Map.of("c.txt", "Figs are brown.", "b.md", "Pears are green."));
				assertThat(second.failure()).isEmpty();
			}
			watch.close();
			workspace.pipeline().watch(texts, SyncMode.FULL, QUICK);
		}
	}

	private void touch(String name) {
		try {
			Files.writeString(this.watched.resolve(name), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void readsEverythingAnewOnceWithoutRecords() throws IOException {
		write("a.txt", "Apples are red.");
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(FolderSource.of(this.watched), SyncMode.FULL);
			FolderWatch watch = workspace.pipeline().watch(FolderSource.of(this.watched), SyncMode.NONE, QUICK);
			Workspace.await(() -> watch.lastReport().isPresent());
			assertThat(watch.lastReport().orElseThrow().changed()).containsExactly("a.txt");
			write("b.txt", "Pears are green.");
			Workspace.await(() -> watch.lastReport().orElseThrow().added().equals(List.of("b.txt")));
			assertThat(watch.lastReport().orElseThrow().unchanged()).containsExactly("a.txt");
		}
	}

	@Test
	void doesNothingMoreOnceClosed() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			FolderWatch watch = watch(workspace);
			Workspace.await(() -> watch.lastReport().isPresent());
			watch.close();
			watch.close();
			write("late.txt", "Pears are green.");
			assertThat(workspace.ingest("other.txt", "Apples are red.").error()).isNull();
			assertThat(workspace.pipeline().documents()).hasSize(1);
		}
	}

	@Test
	void closesWithThePipelineWhileItIsBusy() throws IOException {
		write("a.txt", "Apples are red.");
		HashedWords waiting = HashedWords.waitingAt(0);
		try (Workspace workspace = new Workspace(this.folder, waiting)) {
			FolderWatch watch = watch(workspace);
			waiting.awaitReached();
			Thread closing = Thread.ofPlatform().start(() -> workspace.pipeline().close());
			waiting.release();
			Workspace.await(() -> !closing.isAlive());
			assertThat(watch.failure()).isEmpty();
			assertThatThrownBy(() -> watch(workspace)).isInstanceOf(IllegalStateException.class)
				.hasMessage("The ingestion pipeline is closed");
		}
	}

	@Test
	void namesTheTimeThatIsOutOfRange() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WatchTiming(Duration.ZERO, Duration.ofSeconds(1)))
			.withMessage("settling must be positive, but was PT0S");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new WatchTiming(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
			.withMessage("rescan must be positive, but was PT-1S");
	}

	private FolderWatch watch(Workspace workspace) {
		return workspace.pipeline().watch(FolderSource.of(this.watched), SyncMode.FULL, QUICK);
	}

	private void write(String name, String text) throws IOException {
		Path file = this.watched.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private static void awaitTexts(Workspace workspace, Map<String, String> expected) {
		Workspace.await(() -> texts(workspace).equals(expected));
	}

	private static Map<String, String> texts(Workspace workspace) {
		Map<String, String> texts = new TreeMap<>();
		for (IndexedDocument document : workspace.pipeline().documents()) {
			List<String> passages = workspace.texts(document.id());
			texts.put(document.name(), String.join(" ", passages));
		}
		return texts;
	}

}
