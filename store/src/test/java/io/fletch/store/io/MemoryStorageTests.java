package io.fletch.store.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemoryStorageTests extends StorageContract {

	@Override
	Storage newStorage() {
		return new MemoryStorage(new FileCache(1000));
	}

	@Test
	void isPrivateToItsObject() throws IOException {
		new MemoryStorage(new FileCache(1000)).write("file", List.of());
		assertThat(new MemoryStorage(new FileCache(1000)).list("")).isEmpty();
	}

	@Test
	void linksIntoAnotherStorageByACopy() throws IOException {
		MemoryStorage from = new MemoryStorage(new FileCache(1000));
		MemoryStorage to = new MemoryStorage(new FileCache(1000));
		from.write("file", List.of(bytes("text")));
		from.link("file", to, "file");
		assertThat(to.map("file").byteSize()).isEqualTo(4);
	}

	@Test
	void filesCanBeReadInAlignedSteps() throws IOException {
		Storage storage = new MemoryStorage(new FileCache(1000));
		storage.write("file", List.of(MemorySegment.ofArray(new long[] { 1, 2, 3 })));
		assertThat(storage.map("file").get(ValueLayout.JAVA_LONG, 16)).isEqualTo(3);
	}

}
