package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.StoreException;
import io.fletch.store.error.TableNotFoundException;
import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

import static org.assertj.core.api.Assertions.assertThat;

class ChangeFeedTests {

	@TempDir
	private Path folder;

	private final List<Long> heard = Collections.synchronizedList(new ArrayList<>());

	private final List<TableVersion> versions = Collections.synchronizedList(new ArrayList<>(List.of(version(1))));

	private volatile boolean dropped;

	private volatile boolean unreadable;

	private final ChangeFeed feed = new ChangeFeed(new ChangeFeed.History() {

		@Override
		public TableVersion known() {
			return ChangeFeedTests.this.versions.getLast();
		}

		@Override
		public TableVersion look() {
			if (ChangeFeedTests.this.dropped) {
				throw new TableNotFoundException("dropped");
			}
			return known();
		}

		@Override
		public List<TableVersion> versions() {
			if (ChangeFeedTests.this.unreadable) {
				ChangeFeedTests.this.unreadable = false;
				throw new StoreException("unreadable for a moment");
			}
			return List.copyOf(ChangeFeedTests.this.versions);
		}

	});

	private static TableVersion version(long number) {
		return new TableVersion(number, Instant.ofEpochSecond(number), Operation.APPEND, RowCounts.NONE);
	}

	private static void await(BooleanSupplier condition) {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
			Thread.onSpinWait();
		}
	}

	private void make(long number) {
		this.versions.add(version(number));
		this.feed.offer(version(number));
	}

	private static List<Long> from2To(long last) {
		return LongStream.rangeClosed(2, last).boxed().toList();
	}

	@Test
	void aSlowListenerHearsOfEveryVersionThoughTheQueueIsFull() {
		CountDownLatch slow = new CountDownLatch(1);
		this.feed.add((version) -> {
			await(() -> slow.getCount() == 0);
			this.heard.add(version.version());
		});
		LongStream.rangeClosed(2, 3L * ChangeFeed.CAPACITY).forEach(this::make);
		slow.countDown();
		await(() -> this.heard.size() >= 3 * ChangeFeed.CAPACITY - 1);
		this.feed.stop();
		assertThat(this.heard).isEqualTo(from2To(3L * ChangeFeed.CAPACITY));
	}

	@Test
	void versionsThatAReopenedLogDidNotTellAreReadFromTheHistory() {
		this.feed.add((version) -> this.heard.add(version.version()));
		make(2);
		this.versions.add(version(3));
		this.versions.add(version(4));
		make(5);
		await(() -> this.heard.size() >= 4);
		this.versions.add(version(6));
		await(() -> this.heard.size() >= 5);
		this.feed.stop();
		assertThat(this.heard).isEqualTo(from2To(6));
	}

	@Test
	void aHistoryThatCannotBeReadForAMomentIsReadAgain() {
		this.feed.add((version) -> this.heard.add(version.version()));
		this.unreadable = true;
		this.versions.add(version(2));
		this.versions.add(version(3));
		make(4);
		await(() -> this.heard.size() >= 3);
		this.feed.stop();
		assertThat(this.unreadable).isFalse();
		assertThat(this.heard).isEqualTo(from2To(4));
	}

	@Test
	void aVersionThatIsMadeAgainIsToldAgain() {
		this.feed.add((version) -> this.heard.add(version.version()));
		make(2);
		make(3);
		this.feed.offer(new TableVersion(3, Instant.ofEpochSecond(9), Operation.DELETE, RowCounts.NONE));
		await(() -> this.heard.size() >= 3);
		this.feed.stop();
		assertThat(this.heard).containsExactly(2L, 3L, 3L);
	}

	@Test
	void endsWithTheTable() {
		this.feed.add((version) -> this.heard.add(version.version()));
		assertThat(this.feed.isRunning()).isTrue();
		this.dropped = true;
		await(() -> !this.feed.isRunning());
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aTableThatAnotherProcessDropsEndsItsFeed() {
		try (Database database = Database.open(this.folder); Database other = Database.open(this.folder)) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			table.onChange((version) -> this.heard.add(version.version()));
			ChangeFeed changes = table.opened().changes();
			assertThat(changes.isRunning()).isTrue();
			other.dropTable("t");
			await(() -> !changes.isRunning());
		}
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aListenerThatSwallowsTheInterruptDoesNotKeepTheThread() {
		CountDownLatch told = new CountDownLatch(1);
		List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
		this.feed.add((version) -> {
			threads.add(Thread.currentThread());
			told.countDown();
			await(Thread::interrupted);
		});
		make(2);
		await(() -> told.getCount() == 0);
		this.feed.stop();
		await(() -> !threads.getFirst().isAlive());
		assertThat(this.feed.isRunning()).isFalse();
	}

}
