package io.fletch.store.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class FileCacheTests {

	private final AtomicInteger reads = new AtomicInteger();

	private String get(FileCache cache, Object owner, long bytes) throws IOException {
		return cache.get(owner, () -> "read " + this.reads.incrementAndGet(), (value) -> bytes);
	}

	@Test
	void readsAFileOnce() throws IOException {
		FileCache cache = new FileCache(100);
		assertThat(get(cache, "t", 10)).isEqualTo("read 1");
		assertThat(get(cache, "t", 10)).isEqualTo("read 1");
		assertThat(get(cache, "u", 10)).isEqualTo("read 2");
		assertThat(cache.itemCount()).isEqualTo(2);
		assertThat(cache.byteSize()).isEqualTo(20);
	}

	@Test
	void keepsNoMoreThanItMay() throws IOException {
		FileCache cache = new FileCache(100);
		List<Object> owners = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			owners.add(new Object());
			get(cache, owners.getLast(), 10);
			assertThat(cache.byteSize()).isLessThanOrEqualTo(100);
		}
		get(cache, "large", 3L << 31);
		assertThat(cache.byteSize()).isLessThanOrEqualTo(100);
	}

	@Test
	void keepsNothingIfToldSo() throws IOException {
		FileCache cache = new FileCache(0);
		get(cache, "t", 10);
		assertThat(cache.itemCount()).isZero();
	}

	@Test
	void forgetsAnOwner() throws IOException {
		FileCache cache = new FileCache(100);
		get(cache, "t", 10);
		get(cache, "u", 10);
		cache.forget("t");
		assertThat(cache.itemCount()).isEqualTo(1);
		assertThat(get(cache, "u", 10)).isEqualTo("read 2");
	}

	@Test
	void aPartForgetsWhatWasReadByIt() throws IOException {
		FileCache whole = new FileCache(100);
		FileCache part = whole.part();
		get(whole, "t", 10);
		get(part, "u", 10);
		get(part, "t", 10);
		assertThat(whole.itemCount()).isEqualTo(2);
		part.forgetAll();
		assertThat(whole.itemCount()).isEqualTo(1);
		assertThat(get(whole, "t", 10)).isEqualTo("read 1");
		assertThat(get(part, "u", 10)).isEqualTo("read 3");
	}

	@Test
	void keepsNothingOfAFileThatCannotBeRead() throws IOException {
		FileCache cache = new FileCache(100);
		assertThatIOException().isThrownBy(() -> cache.get("t", () -> {
			throw new IOException("the disk is gone");
		}, (value) -> 1)).withMessage("the disk is gone");
		assertThat(get(cache, "t", 10)).isEqualTo("read 1");
	}

}
