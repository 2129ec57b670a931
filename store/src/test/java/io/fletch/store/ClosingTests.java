package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.fletch.store.error.StoreException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class ClosingTests {

	private final List<String> closed = new ArrayList<>();

	private final Closing closing = new Closing();

	@Test
	void closesTheRestAfterAFailureAndTellsAllFailures() {
		this.closing.close(() -> fail("one"));
		this.closing.close(() -> this.closed.add("two"));
		this.closing.close(() -> fail("three"));
		assertThat(this.closed).containsExactly("one", "two", "three");
		assertThatExceptionOfType(StoreException.class).isThrownBy(this.closing::finish)
			.withMessage("one")
			.satisfies(
					(ex) -> assertThat(ex.getSuppressed()).extracting(Throwable::getMessage).containsExactly("three"));
	}

	@Test
	void isSilentIfNothingFails() {
		this.closing.close(() -> this.closed.add("one"));
		assertThatNoException().isThrownBy(this.closing::finish);
	}

	private void fail(String what) {
		this.closed.add(what);
		throw new StoreException(what);
	}

}
