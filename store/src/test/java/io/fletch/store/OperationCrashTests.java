package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.fletch.store.error.StoreException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every call to the storage fails in turn, in every operation. Afterwards everything that
 * can be read is what was acknowledged, or that and what was under way, whole; it is
 * sound, and can be written.
 */
@ExtendWith(SeededRandom.class)
class OperationCrashTests {

	@ParameterizedTest
	@EnumSource
	void keepsWhatWasAcknowledgedWheneverThePowerFails(CrashScripts script, Random random, TestReporter reporter)
			throws IOException {
		List<Map<String, String>> expected = expected(script, random);
		FailurePoints.visit("the power failed in " + script, 50, reporter,
				(point) -> losesPowerAt(point, script, expected, random));
	}

	private static boolean losesPowerAt(int point, CrashScripts script, List<Map<String, String>> expected,
			Random random) {
		FaultyDatabase database = prepare(script, random);
		database.storage().failAt(point);
		int done = 0;
		try {
			while (done < script.steps().size()) {
				script.steps().get(done).operation().accept(database);
				done++;
			}
		}
		catch (StoreException ex) {
			assertThat(database.storage().hasFailed()).as("failed for another reason: " + ex).isTrue();
		}
		boolean failed = database.storage().hasFailed();
		database.restart();
		String when = "power failure at call " + point + " of " + script + at(script, done);
		requireState(script, expected, done, database.state(), when);
		database.requireSound(when);
		return failed;
	}

	@ParameterizedTest
	@EnumSource
	void goesOnWithTheSameObjectsAfterTheDiskWasFull(CrashScripts script, Random random, TestReporter reporter)
			throws IOException {
		List<Map<String, String>> expected = expected(script, random);
		FailurePoints.visit("the disk was full in " + script, 50, reporter,
				(point) -> isFullAt(point, script, expected, random));
	}

	private static boolean isFullAt(int point, CrashScripts script, List<Map<String, String>> expected, Random random) {
		FaultyDatabase database = prepare(script, random);
		database.storage().failOnceAt(point);
		for (int done = 0; done < script.steps().size(); done++) {
			String when = "full disk at call " + point + " of " + script + at(script, done);
			if (!succeeds(script.steps().get(done), database)) {
				assertThat(database.storage().hasFailed()).as("failed for another reason").isTrue();
				Map<String, String> state = database.state();
				requireState(script, expected, done, state, when);
				if (!state.equals(expected.get(done + 1))) {
					script.steps().get(done).operation().accept(database);
				}
				assertThat(database.state()).as(when + ", and again").isEqualTo(expected.get(done + 1));
			}
		}
		boolean failed = database.storage().hasFailed();
		database.storage().failNever();
		assertThat(database.state()).as("full disk at call " + point).isEqualTo(expected.getLast());
		database.requireSound("full disk at call " + point + " of " + script);
		return failed;
	}

	private static boolean succeeds(CrashScripts.Step step, FaultyDatabase database) {
		try {
			step.operation().accept(database);
			return true;
		}
		catch (StoreException ex) {
			return false;
		}
	}

	private static String at(CrashScripts script, int done) {
		return (done < script.steps().size()) ? ", in '" + script.steps().get(done).name() + "'" : "";
	}

	private static FaultyDatabase prepare(CrashScripts script, Random random) {
		FaultyDatabase database = new FaultyDatabase(random);
		script.before().forEach((step) -> step.operation().accept(database));
		return database;
	}

	/**
	 * Returns the state before each step and after the last.
	 */
	private static List<Map<String, String>> expected(CrashScripts script, Random random) {
		FaultyDatabase database = prepare(script, random);
		List<Map<String, String>> expected = new ArrayList<>(List.of(database.state()));
		for (CrashScripts.Step step : script.steps()) {
			step.operation().accept(database);
			expected.add(database.state());
		}
		return expected;
	}

	private static void requireState(CrashScripts script, List<Map<String, String>> expected, int done,
			Map<String, String> state, String when) {
		Map<String, String> before = expected.get(done);
		Map<String, String> after = expected.get(Math.min(done + 1, expected.size() - 1));
		if (done < script.steps().size() && script.steps().get(done).gradual()) {
			assertThat(before).as(when).containsAllEntriesOf(state);
			assertThat(state).as(when).containsAllEntriesOf(after);
		}
		else {
			assertThat(state).as(when).isIn(before, after);
		}
	}

}
