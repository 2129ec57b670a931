package io.fletch.store;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.io.FileCache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionTests {

	@Test
	void countsWhatItKeeps() throws IOException {
		Session session = Session.withLimits(1000, 1000);
		session.indexes().get(new FileCache.Key("t", "index"), () -> "index", (value) -> 600);
		session.metadata().get(new FileCache.Key("t", "manifest"), () -> "manifest", (value) -> 30);
		assertThat(session.sizeBytes()).isEqualTo(630);
		assertThat(session.itemCount()).isEqualTo(2);
		assertThat(session).hasToString("Session[2 items, 630 bytes]");
	}

	@Test
	void isSharedByDatabasesThatAreOpenedWithIt(@TempDir Path folder) {
		Session session = Session.withLimits(0, 0);
		DatabaseOptions options = DatabaseOptions.defaults().withSession(session);
		try (Database first = Database.open(folder, options); Database second = Database.open("memory:", options)) {
			assertThat(first.options().session()).isSameAs(second.options().session());
		}
		try (Database other = Database.open(folder)) {
			assertThat(other.options().session()).isSameAs(Session.shared());
		}
	}

	@Test
	void refusesNegativeLimits() {
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Session.withLimits(-1, 0))
			.withMessageContaining("The indexCacheBytes of a session is -1; it must be at least 0");
		assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> Session.withLimits(0, -5))
			.withMessageContaining("metadataCacheBytes of a session is -5");
	}

}
