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
		return new MemoryStorage();
	}

	@Test
	void isPrivateToItsObject() throws IOException {
		new MemoryStorage().write("file", List.of());
		assertThat(new MemoryStorage().list("")).isEmpty();
	}

	@Test
	void linksIntoAnotherStorageByACopy() throws IOException {
		MemoryStorage from = new MemoryStorage();
		MemoryStorage to = new MemoryStorage();
		from.write("file", List.of(bytes("text")));
		from.link("file", to, "file");
		assertThat(to.map("file").byteSize()).isEqualTo(4);
	}

	@Test
	void filesCanBeReadInAlignedSteps() throws IOException {
		Storage storage = new MemoryStorage();
		storage.write("file", List.of(MemorySegment.ofArray(new long[] { 1, 2, 3 })));
		assertThat(storage.map("file").get(ValueLayout.JAVA_LONG, 16)).isEqualTo(3);
	}

}
