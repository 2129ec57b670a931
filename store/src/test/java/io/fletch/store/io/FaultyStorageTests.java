package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.fletch.store.SeededRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The storage that fails on purpose is a good one until it does.
 */
@ExtendWith(SeededRandom.class)
class FaultyStorageTests extends StorageContract {

	@Override
	Storage newStorage() {
		return new FaultyStorage(new Random(7));
	}

	@Test
	void aFileIsThereWholeOrNotWhereverThePowerFails(Random random) throws IOException {
		Set<String> outcomes = new TreeSet<>();
		for (int i = 0; i < 200; i++) {
			FaultyStorage storage = new FaultyStorage(random);
			storage.failAt(1 + i % 6);
			assertThatFailed(() -> storage.write("file", List.of(bytes("one"), bytes("two"))));
			storage.restart();
			outcomes.add(storage.exists("file") ? read(storage) : "none");
		}
		assertThat(outcomes).containsExactly("none", "onetwo");
	}

	@Test
	void anAppendLeavesAnyPartOfItsBytes(Random random) throws IOException {
		Set<Long> sizes = new TreeSet<>();
		for (int i = 0; i < 200; i++) {
			FaultyStorage storage = new FaultyStorage(random);
			storage.write("file", List.of(bytes("head")));
			Storage.AppendFile file = storage.open("file");
			storage.failAt(1 + i % 2);
			assertThatFailed(() -> file.write(4, new byte[] { 1, 2, 3 }));
			storage.restart();
			assertThat(read(storage)).startsWith("head");
			sizes.add(storage.map("file").byteSize());
		}
		assertThat(sizes).containsExactly(4L, 5L, 6L, 7L);
	}

	@Test
	void keepsWhatWasDoneBeforeThePowerFailed(Random random) throws IOException {
		FaultyStorage storage = new FaultyStorage(random);
		storage.createFolder("a/b");
		storage.write("a/b/one", List.of(bytes("one")));
		storage.move("a/b", "c");
		storage.replace("c/one", List.of(bytes("two")));
		storage.link("c/one", storage, "file");
		storage.restart();
		assertThat(storage.list("")).containsExactly("a", "c", "file");
		assertThat(read(storage)).isEqualTo("two");
	}

	@Test
	void aReplacedFileIsTheOldOrTheNewWhereverThePowerFails(Random random) throws IOException {
		Set<String> outcomes = new TreeSet<>();
		for (int i = 0; i < 200; i++) {
			FaultyStorage storage = new FaultyStorage(random);
			storage.replace("file", List.of(bytes("old")));
			storage.failAt(1 + i % 5);
			assertThatFailed(() -> storage.replace("file", List.of(bytes("new"))));
			storage.restart();
			outcomes.add(read(storage));
		}
		assertThat(outcomes).containsExactly("new", "old");
	}

	@Test
	void goesOnAfterTheDiskWasFullOnce(Random random) throws IOException {
		for (int call = 1; call <= 3; call++) {
			FaultyStorage storage = new FaultyStorage(random);
			storage.failOnceAt(call);
			assertThatIOException().isThrownBy(() -> storage.write("file", List.of(bytes("text"))))
				.withMessageContaining("No space left on device");
			assertThat(storage.list("")).isEmpty();
			storage.write("file", List.of(bytes("text")));
			assertThat(read(storage)).isEqualTo("text");
		}
	}

	@Test
	void filesOpenedBeforeAFailureAreDead(Random random) throws IOException {
		FaultyStorage storage = new FaultyStorage(random);
		storage.write("file", List.of());
		Storage.AppendFile file = storage.open("file");
		storage.restart();
		assertThatIOException().isThrownBy(() -> file.write(0, new byte[1])).withMessageContaining("no power");
	}

	private static void assertThatFailed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
		assertThatIOException().isThrownBy(call).withMessageContaining("power");
	}

	private static String read(Storage storage) throws IOException {
		return new String(storage.map("file").toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
	}

}
