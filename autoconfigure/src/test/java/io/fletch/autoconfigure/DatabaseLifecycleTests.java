package io.fletch.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.activity.ActivityKind;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseLifecycleTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	private final CountDownLatch compacting = new CountDownLatch(1);

	private final AtomicReference<String> end = new AtomicReference<>("none");

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	/**
	 * Lets the first compaction take a time, or until it is stopped.
	 */
	private ApplicationContextRunner withCompactionOf(Duration time) {
		return this.runner.withBean(DatabaseOptionsCustomizer.class,
				() -> (name, options) -> options.withObserver((activity) -> {
					if (activity.kind() == ActivityKind.COMPACTION && this.compacting.getCount() > 0) {
						this.compacting.countDown();
						take(time);
					}
					return (outcome) -> {
					};
				}));
	}

	private void take(Duration time) {
		try {
			this.end.set(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS) ? "" : "finished");
		}
		catch (InterruptedException ex) {
			this.end.set("stopped");
			Thread.currentThread().interrupt();
		}
	}

	private void letUpkeepBegin(Database database) {
		TypedTable<Note> notes = database.table(Note.class);
		for (int i = 0; i < 200; i++) {
			notes.add(List.of(new Note("" + i)));
		}
		await(this.compacting);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@Timeout(60)
	void stopsUpkeepThatTakesLongerThanTheShutdownMay() {
		withCompactionOf(Duration.ofHours(1)).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1s")
			.run((context) -> letUpkeepBegin(context.getBean(Database.class)));
		assertThat(this.end).hasValue("stopped");
		assertThatAllNotesAreThere();
	}

	@Test
	@Timeout(60)
	void letsUpkeepFinishThatIsDoneInTime() {
		withCompactionOf(Duration.ofMillis(300)).run((context) -> letUpkeepBegin(context.getBean(Database.class)));
		assertThat(this.end).hasValue("finished");
		assertThatAllNotesAreThere();
	}

	@Test
	@Timeout(60)
	void stopsUpkeepOfAnApplicationThatFailsToStart() {
		withCompactionOf(Duration.ofHours(1)).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1s")
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("failing",
					SmartInitializingSingleton.class, () -> () -> fail(context.getBean(Database.class))))
			.run((context) -> assertThat(context).getFailure().hasMessage("not today"));
		assertThat(this.end).hasValue("stopped");
		assertThatAllNotesAreThere();
	}

	private void fail(Database database) {
		letUpkeepBegin(database);
		throw new IllegalStateException("not today");
	}

	private void assertThatAllNotesAreThere() {
		this.runner.run((context) -> {
			TypedTable<Note> notes = context.getBean(Database.class).table(Note.class);
			assertThat(notes.scan().rows()).containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, 200).mapToObj((i) -> new Note("" + i)).toList());
		});
	}

	@Test
	void goesOnAfterAStop() {
		this.runner.run((context) -> {
			Database database = context.getBean(Database.class);
			context.getSourceApplicationContext().stop();
			database.table(Note.class).add(List.of(new Note("while stopped")));
			context.getSourceApplicationContext().start();
			database.table(Note.class).add(List.of(new Note("after")));
			assertThat(database.table(Note.class).countRows()).isEqualTo(2);
		});
	}

	@Test
	void stopsAfterTheBeansOfTheApplication() {
		this.runner.run((context) -> assertThat(context.getBean(DatabaseLifecycle.class).getPhase())
			.isLessThan(Integer.MIN_VALUE + 2000));
	}

	@Test
	void takesTheTimeOfTheApplication() {
		this.runner.run((context) -> assertThat(DatabaseLifecycle.time(context.getEnvironment()))
			.isEqualTo(Duration.ofSeconds(24)));
		this.runner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=7s")
			.run((context) -> assertThat(DatabaseLifecycle.time(context.getEnvironment()))
				.isEqualTo(Duration.ofMillis(5600)));
	}

	@Test
	void anApplicationThatStartsAnewReadsAndWritesBesideTheOldOne() {
		this.runner.run((old) -> {
			old.getBean(Database.class).table(Note.class).add(List.of(new Note("old")));
			this.runner.run((anew) -> {
				TypedTable<Note> notes = anew.getBean(Database.class).table(Note.class);
				notes.add(List.of(new Note("new")));
				assertThat(notes.countRows()).isEqualTo(2);
			});
			assertThat(old.getBean(Database.class).table(Note.class).countRows()).isEqualTo(2);
		});
	}

	@Table("notes")
	record Note(@Id String id) {
	}

}
