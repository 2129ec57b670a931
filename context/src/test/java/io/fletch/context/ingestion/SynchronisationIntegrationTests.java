package io.fletch.context.ingestion;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.context.HashedWords;
import io.fletch.context.hash.Sha256;
import io.fletch.context.ingestion.IngestionJob.State;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.ReadLimits;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SynchronisationIntegrationTests {

	@TempDir
	private Path folder;

	private Path sources;

	@BeforeEach
	void createFolders() throws IOException {
		this.sources = Files.createDirectories(this.folder.resolve("sources"));
		write("a.txt", "Apples are red.");
		write("sub/a.txt", "Other apples are green.");
	}

	@Test
	void addsChangesAndLeavesAlone() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(sync(workspace, SyncMode.INCREMENTAL))
				.isEqualTo(report(List.of("a.txt", "sub/a.txt"), List.of(), List.of()));
			write("a.txt", "Apples are sweet.");
			assertThat(sync(workspace, SyncMode.INCREMENTAL))
				.isEqualTo(report(List.of(), List.of("a.txt"), List.of("sub/a.txt")));
			SyncReport again = sync(workspace, SyncMode.INCREMENTAL);
			assertThat(again.isUnchanged()).isTrue();
			assertThat(again.unchanged()).hasSize(2);
			assertThat(workspace.function().embedded()).isEqualTo(3);
			assertThat(names(workspace)).containsExactlyInAnyOrder("a.txt", "sub/a.txt");
		}
	}

	@Test
	void removesNothingUnlessAskedTo() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.delete(this.sources.resolve("a.txt"));
			assertThat(sync(workspace, SyncMode.INCREMENTAL).removed()).isEmpty();
			assertThat(sync(workspace, SyncMode.NONE).removed()).isEmpty();
			assertThat(names(workspace)).hasSize(2);
		}
	}

	@Test
	void removesWhatIsGone() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("uploaded.txt", "Plums are blue.");
			sync(workspace, SyncMode.FULL);
			Files.delete(this.sources.resolve("a.txt"));
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.removed()).containsExactly("a.txt");
			assertThat(report.nothingRemoved()).isNull();
			assertThat(report.isUnchanged()).isFalse();
			assertThat(names(workspace)).containsExactlyInAnyOrder("uploaded.txt", "sub/a.txt");
			assertThat(workspace.countPassages()).isEqualTo(2);
			assertThat(workspace.files()).hasSize(2);
		}
	}

	@Test
	void removesWhatIsGoneBesideAFileThatIsBroken() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			byte[] ole = { (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1 };
			Files.write(this.sources.resolve("broken.docx"), Arrays.copyOf(ole, 600));
			sync(workspace, SyncMode.FULL);
			Files.delete(this.sources.resolve("a.txt"));
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.removed()).containsExactly("a.txt");
			assertThat(report.nothingRemoved()).isNull();
			assertThat(report.failed().get("broken.docx")).startsWith("'broken.docx' is damaged");
		}
	}

	@Test
	void takesWhatWasRemovedAgainWhenItIsBack() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.delete(this.sources.resolve("a.txt"));
			sync(workspace, SyncMode.FULL);
			write("a.txt", "Apples are red.");
			assertThat(sync(workspace, SyncMode.FULL).added()).containsExactly("a.txt");
		}
	}

	@Test
	void leavesOutWhatAUserDeletedUntilItChanges() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			workspace.pipeline().delete(DocumentName.of("a.txt").id());
			assertThat(sync(workspace, SyncMode.FULL).deletedByUser()).containsExactly("a.txt");
			assertThat(names(workspace)).containsExactly("sub/a.txt");
			write("a.txt", "Apples are new.");
			assertThat(sync(workspace, SyncMode.FULL).added()).containsExactly("a.txt");
		}
	}

	@Test
	void removesNothingWhereTheFolderIsGone() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.move(this.sources, this.folder.resolve("unmounted"));
			assertThatThrownBy(() -> sync(workspace, SyncMode.FULL)).isInstanceOf(UncheckedIOException.class)
				.hasMessageContaining("the folder is not there")
				.hasMessageContaining("Nothing was removed");
			Files.createFile(this.sources);
			assertThatThrownBy(() -> sync(workspace, SyncMode.FULL)).isInstanceOf(UncheckedIOException.class)
				.hasMessageContaining("NotDirectoryException");
			assertThat(names(workspace)).hasSize(2);
		}
	}

	@Test
	void removesNothingWhereTheFolderIsEmpty() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.move(this.sources, this.folder.resolve("unmounted"));
			Files.createDirectories(this.sources);
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.removed()).isEmpty();
			assertThat(report.nothingRemoved())
				.isEqualTo("The source holds no document any more, but held 2. If they are to go, delete them.");
			assertThat(names(workspace)).hasSize(2);
		}
	}

	@Test
	void removesNothingWhereTheListingBreaksOff() {
		DocumentSource breaking = source("s", Stream.of(document("a.txt", "Apples are red.")), () -> {
			throw new UncheckedIOException(new IOException("The network is down"));
		});
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline()
				.sync(source("s", Stream.of(document("a.txt", "Apples."), document("b.txt", "Pears.")), null),
						SyncMode.FULL);
			assertThatThrownBy(() -> workspace.pipeline().sync(breaking, SyncMode.FULL))
				.isInstanceOf(UncheckedIOException.class)
				.hasMessageStartingWith("The source 's' cannot be read completely (IOException: The network is down).");
			assertThat(names(workspace)).containsExactlyInAnyOrder("a.txt", "b.txt");
		}
	}

	@Test
	void removesNothingWhereSomethingFailedThatMayPass() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.move(this.sources.resolve("a.txt"), this.sources.resolve("renamed.txt"));
			workspace.function().failNext(2, new EmbeddingException("Unreachable"));
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.failed()).containsOnlyKeys("renamed.txt");
			assertThat(report.nothingRemoved()).contains("Unreachable");
			assertThat(workspace.texts(DocumentName.of("a.txt").id())).containsExactly("Apples are red.");
			SyncReport next = sync(workspace, SyncMode.FULL);
			assertThat(next.changed()).containsExactly("renamed.txt");
			assertThat(next.removed()).containsExactly("a.txt");
		}
	}

	@Test
	void isNotHeldUpByDamagedFilesAndReadsThemOnce() throws IOException {
		write("broken.pdf", "%PDF-1.4 nothing");
		try (Workspace workspace = new Workspace(this.folder)) {
			assertThat(sync(workspace, SyncMode.FULL).failed()).containsOnlyKeys("broken.pdf");
			Files.delete(this.sources.resolve("a.txt"));
			int jobs = workspace.pipeline().jobs().size();
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.removed()).containsExactly("a.txt");
			assertThat(report.failed().get("broken.pdf")).startsWith("'broken.pdf' is damaged");
			assertThat(workspace.pipeline().jobs()).hasSize(jobs);
		}
	}

	@Test
	void readsEverythingAnewWithoutRecords() {
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.NONE);
			SyncReport report = sync(workspace, SyncMode.NONE);
			assertThat(report.changed()).containsExactly("a.txt", "sub/a.txt");
			assertThat(workspace.countPassages()).isEqualTo(2);
		}
	}

	@Test
	void keepsSourcesApart() throws IOException {
		Path other = Files.createDirectories(this.folder.resolve("other"));
		Files.writeString(other.resolve("a.txt"), "Pears are green.");
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			SyncReport clash = workspace.pipeline().sync(FolderSource.of(other), SyncMode.FULL);
			assertThat(clash.failed().get("a.txt")).startsWith("'a.txt' belongs to the source '" + this.sources + "'");
			SyncReport apart = workspace.pipeline().sync(FolderSource.of(other).withPrefix("/other/"), SyncMode.FULL);
			assertThat(apart.added()).containsExactly("other/a.txt");
			assertThat(sync(workspace, SyncMode.FULL).removed()).isEmpty();
			assertThat(names(workspace)).containsExactlyInAnyOrder("a.txt", "sub/a.txt", "other/a.txt");
		}
	}

	@Test
	void takesNamesThatCannotBeUsedOrComeTwice() {
		DocumentSource source = source("s",
				Stream.of(document("..", "x"), document("a.exe", "x"), document("../../x\u202e.txt", "Apples."),
						document("x.txt", "Pears."), document("empty.txt", ""), document("\ud83d\ude00.txt", "Plums.")),
				null);
		try (Workspace workspace = new Workspace(this.folder)) {
			SyncReport report = workspace.pipeline().sync(source, SyncMode.FULL);
			assertThat(report.added()).containsExactly("x.txt", "\ud83d\ude00.txt");
			assertThat(report.failed()).containsOnlyKeys("..", "a.exe", "empty.txt", "x.txt");
			assertThat(report.failed().get("x.txt")).startsWith("The source has two documents of the name 'x.txt'");
		}
	}

	@Test
	void takesNothingForGoneThatFails() {
		SourceDocument tagged = new SourceDocument("a.txt", document("a.txt", "Apples.").content(), null,
				List.of("x".repeat(101)));
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(source("s", Stream.of(document("a.txt", "Apples.")), null), SyncMode.FULL);
			SyncReport report = workspace.pipeline()
				.sync(source("s", Stream.of(document("b.txt", "Pears."), tagged), null), SyncMode.FULL);
			assertThat(report.failed().get("a.txt")).startsWith("tags must have 1 to 100 characters");
			assertThat(report.removed()).isEmpty();
			assertThat(names(workspace)).containsExactlyInAnyOrder("a.txt", "b.txt");
		}
	}

	@Test
	void readsNothingOfItself() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			Files.writeString(this.folder.resolve("db").resolve("notes.txt"), "Notes.");
			workspace.ingest("uploaded.txt", "Plums are blue.");
			FolderSource all = FolderSource.of(this.folder);
			assertThat(workspace.pipeline().sync(all, SyncMode.FULL).added()).containsExactly("sources/a.txt",
					"sources/sub/a.txt");
			assertThat(workspace.pipeline().sync(all, SyncMode.FULL).unchanged()).hasSize(2);
			Path link = Files.createSymbolicLink(this.folder.resolve("link"), this.folder.resolve("files"));
			assertThatThrownBy(() -> workspace.pipeline().sync(FolderSource.of(link), SyncMode.FULL))
				.isInstanceOf(UncheckedIOException.class)
				.hasMessageContaining("the folder belongs to the pipeline or its database itself");
		}
	}

	@Test
	void givesDocumentsToASourceWhoseFolderHasMoved() throws IOException {
		Path moved = this.folder.resolve("moved");
		try (Workspace workspace = new Workspace(this.folder)) {
			sync(workspace, SyncMode.FULL);
			Files.move(this.sources, moved);
			FolderSource source = FolderSource.of(moved);
			assertThat(workspace.pipeline().sync(source, SyncMode.FULL).failed()).hasSize(2);
			assertThat(workspace.pipeline().renameSource(this.sources.toString(), source.name())).isEqualTo(2);
			assertThat(workspace.pipeline().sync(source, SyncMode.FULL).unchanged()).hasSize(2);
			assertThat(workspace.function().embedded()).isEqualTo(2);
		}
	}

	@Test
	void keepsTheDocumentsOfASourceWithAName() throws IOException {
		Path moved = this.folder.resolve("moved");
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(FolderSource.of(this.sources).named("fruit"), SyncMode.FULL);
			Files.move(this.sources, moved);
			SyncReport report = workspace.pipeline().sync(FolderSource.of(moved).named("fruit"), SyncMode.FULL);
			assertThat(report.unchanged()).hasSize(2);
		}
	}

	@Test
	void leavesWhatWasUploadedWithOtherContent() {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.txt", "Plums are blue.");
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.failed().get("a.txt")).startsWith("'a.txt' was submitted alone, with other content");
			assertThat(workspace.texts(DocumentName.of("a.txt").id())).containsExactly("Plums are blue.");
		}
	}

	@Test
	void readsAnewWhereTheReaderIsAllowedMore() {
		ReadLimits little = new ReadLimits(50_000_000, 20, Duration.ofSeconds(60));
		IngestionSettings settings = Workspace.settings(this.folder, IngestionWork.DEFAULT.withWorkers(1));
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(),
				settings.withReader(new DocumentReader(little)))) {
			assertThat(sync(workspace, SyncMode.FULL).failed()).containsOnlyKeys("sub/a.txt");
		}
		try (Workspace workspace = new Workspace(this.folder, new HashedWords(), settings)) {
			assertThat(sync(workspace, SyncMode.FULL).failed()).isEmpty();
			assertThat(names(workspace)).hasSize(2);
		}
	}

	@Test
	void endsWhenInterruptedWhileAnotherRunGoesOn() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(0))) {
			Thread first = Thread.ofVirtual().start(() -> sync(workspace, SyncMode.FULL));
			workspace.function().awaitReached();
			List<Throwable> thrown = new ArrayList<>();
			Thread second = Thread.ofPlatform().start(() -> {
				try {
					sync(workspace, SyncMode.FULL);
				}
				catch (CancelledException ex) {
					thrown.add(ex);
				}
			});
			Workspace.await(() -> second.getState() == Thread.State.WAITING);
			second.interrupt();
			Workspace.await(() -> !second.isAlive());
			assertThat(thrown).hasSize(1);
			workspace.function().release();
			Workspace.await(() -> !first.isAlive());
		}
	}

	@Test
	void opensNothingWhoseHashIsKnown() {
		SourceDocument remote = new SourceDocument("a.txt", () -> {
			throw new IOException("must not be opened");
		}, Sha256.hex("Apples."), List.of());
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.pipeline().sync(source("s", Stream.of(document("a.txt", "Apples.")), null), SyncMode.FULL);
			SyncReport report = workspace.pipeline().sync(source("s", Stream.of(remote), null), SyncMode.FULL);
			assertThat(report.unchanged()).containsExactly("a.txt");
		}
	}

	@Test
	void tagsDocumentsAndTagsThemAnew() {
		try (Workspace workspace = new Workspace(this.folder)) {
			FolderSource source = FolderSource.of(this.sources);
			workspace.pipeline().sync(source.withTags(List.of("lang=en")), SyncMode.FULL);
			SyncReport report = workspace.pipeline().sync(source.withTags(List.of("lang=de")), SyncMode.FULL);
			assertThat(report.unchanged()).hasSize(2);
			assertThat(workspace.pipeline().documents()).allMatch((each) -> each.tags().equals(List.of("lang=de")));
			assertThat(workspace.database().table(Passage.class).countRows("array_has(tags, 'lang=de')")).isEqualTo(2);
			assertThat(workspace.function().embedded()).isEqualTo(2);
		}
	}

	@Test
	void claimsWhatWasUploadedBefore() throws IOException {
		try (Workspace workspace = new Workspace(this.folder)) {
			workspace.ingest("a.txt", "Apples are red.");
			assertThat(sync(workspace, SyncMode.FULL).unchanged()).containsExactly("a.txt");
			Files.delete(this.sources.resolve("a.txt"));
			assertThat(sync(workspace, SyncMode.FULL).removed()).containsExactly("a.txt");
		}
	}

	@Test
	void goesOnAfterACrashInTheMiddle() throws IOException {
		Path crashed = this.folder.resolve("crashed");
		HashedWords waiting = HashedWords.waitingAt(2);
		try (Workspace workspace = new Workspace(this.folder.resolve("alive"), waiting)) {
			sync(workspace, SyncMode.FULL);
			Files.delete(this.sources.resolve("a.txt"));
			write("b.txt", "Pears are green.");
			Thread sync = Thread.ofVirtual().start(() -> sync(workspace, SyncMode.FULL));
			waiting.awaitReached();
			Workspace.copy(this.folder.resolve("alive"), crashed);
			waiting.release();
			Workspace.await(() -> !sync.isAlive());
			assertThat(names(workspace)).containsExactlyInAnyOrder("b.txt", "sub/a.txt");
		}
		try (Workspace workspace = new Workspace(crashed)) {
			assertThat(names(workspace)).containsExactlyInAnyOrder("a.txt", "b.txt", "sub/a.txt");
			workspace.pipeline().resume();
			SyncReport report = sync(workspace, SyncMode.FULL);
			assertThat(report.removed()).containsExactly("a.txt");
			assertThat(report.failed()).isEmpty();
			assertThat(names(workspace)).containsExactlyInAnyOrder("b.txt", "sub/a.txt");
		}
	}

	@Test
	void endsWhenInterruptedOrClosed() {
		try (Workspace workspace = new Workspace(this.folder, HashedWords.waitingAt(0))) {
			List<Throwable> thrown = new ArrayList<>();
			Thread sync = Thread.ofPlatform().start(() -> {
				try {
					sync(workspace, SyncMode.FULL);
				}
				catch (CancelledException ex) {
					thrown.add(ex);
				}
			});
			workspace.function().awaitReached();
			sync.interrupt();
			Workspace.await(() -> !sync.isAlive());
			assertThat(thrown).singleElement()
				.extracting(Throwable::getMessage)
				.asString()
				.contains("was interrupted. Nothing was removed");
			workspace.function().release();
			workspace.pipeline().close();
			assertThatThrownBy(() -> sync(workspace, SyncMode.FULL)).isInstanceOf(IllegalStateException.class)
				.hasMessage("The ingestion pipeline is closed");
		}
	}

	@RepeatedTest(20)
	void saysTheSameWhereverItIsInterrupted(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		Thread sync = Thread.currentThread();
		List<SourceDocument> many = IntStream.range(0, 60)
			.mapToObj((index) -> document("d" + index + ".txt", "Fruit number " + index))
			.toList();
		try (Workspace workspace = new Workspace(this.folder)) {
			Thread.ofPlatform().start(() -> {
				LockSupport.parkNanos(random.nextLong(20_000_000));
				sync.interrupt();
			});
			assertThatThrownBy(() -> workspace.pipeline().sync(source("s", many.stream(), () -> {
				Workspace.await(() -> Thread.currentThread().isInterrupted());
				return null;
			}), SyncMode.FULL)).isInstanceOf(CancelledException.class)
				.hasMessageContaining("was interrupted. Nothing was removed");
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void holdsOnlySomeJobsOpenAtOnce() {
		List<SourceDocument> many = new ArrayList<>();
		for (int index = 0; index < 300; index++) {
			many.add(document("d" + index + ".txt", "Fruit number " + index));
		}
		try (Workspace workspace = new Workspace(this.folder)) {
			List<Long> open = new ArrayList<>();
			workspace.pipeline().addListener((event) -> open.add(0L));
			SyncReport report = workspace.pipeline().sync(source("s", many.stream(), () -> {
				assertThat(workspace.pipeline().jobs()).filteredOn((job) -> !job.state().isFinal())
					.hasSizeLessThanOrEqualTo(64);
				return null;
			}), SyncMode.FULL);
			assertThat(report.added()).hasSize(300);
			assertThat(workspace.pipeline().jobs()).allMatch((job) -> job.state() == State.DONE);
		}
	}

	private SyncReport sync(Workspace workspace, SyncMode mode) {
		return workspace.pipeline().sync(FolderSource.of(this.sources), mode);
	}

	private void write(String name, String text) throws IOException {
		Path file = this.sources.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private static List<String> names(Workspace workspace) {
		return workspace.pipeline().documents().stream().map(IndexedDocument::name).toList();
	}

	private static SyncReport report(List<String> added, List<String> changed, List<String> unchanged) {
		return new SyncReport(added, changed, unchanged, List.of(), List.of(), Map.of(), null);
	}

	private static SourceDocument document(String name, String text) {
		return new SourceDocument(name, () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static DocumentSource source(String name, Stream<SourceDocument> documents, Supplier<SourceDocument> last) {
		return new DocumentSource() {

			@Override
			public String name() {
				return name;
			}

			@Override
			public Stream<SourceDocument> documents() {
				return (last != null)
						? Stream.concat(documents, Stream.generate(last).limit(1).filter((each) -> each != null))
						: documents;
			}

		};
	}

}
