package io.fletch.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.activity.ActivityKind;

import static org.assertj.core.api.Assertions.assertThat;

class PausedUpkeepTests {

	@TempDir
	private Path folder;

	private final CountDownLatch compacting = new CountDownLatch(1);

	@Test
	@Timeout(60)
	void whatIsStoppedChangesNothingAndIsDoneLater() throws InterruptedException {
		try (Database database = open(true)) {
			Table table = database.createTable("t", DatabaseTests.ITEMS);
			addUntilCompactionIsDue(table);
			assertThat(this.compacting.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(database.pauseUpkeep(Duration.ZERO)).isFalse();
			assertThat(table.countRows()).isEqualTo(400);
			assertThat(table.verify().problems()).isEmpty();
			table.add(List.of(DatabaseTests.row(1000, "x")));
			database.resumeUpkeep();
		}
		try (Database database = open(false)) {
			Table table = database.openTable("t");
			assertThat(table.scan().rows()).hasSize(401);
			int before = table.statistics().fragments().count();
			table.add(List.of(DatabaseTests.row(1001, "x")));
			assertThat(database.pauseUpkeep(Duration.ofSeconds(30))).isTrue();
			assertThat(table.statistics().fragments().count()).isLessThan(before);
			assertThat(table.countRows()).isEqualTo(402);
		}
	}

	/**
	 * Opens a database.
	 * @param isSlow whether its first compaction waits until it is told to stop
	 */
	private Database open(boolean isSlow) {
		return Database.open(this.folder, DatabaseOptions.defaults().withObserver((activity) -> {
			if (isSlow && activity.kind() == ActivityKind.COMPACTION) {
				this.compacting.countDown();
				waitToBeStopped();
			}
			return (outcome) -> {
			};
		}));
	}

	private static void waitToBeStopped() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void addUntilCompactionIsDue(Table table) {
		LongStream.range(0, 400).forEach((id) -> table.add(List.of(DatabaseTests.row(id, "x"))));
	}

}
