package io.fletch.embeddings.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFileTests {

	@TempDir
	private Path folder;

	private final AtomicInteger closed = new AtomicInteger();

	private ModelFile file;

	@BeforeEach
	void write() throws Exception {
		this.file = ModelFile.ofPath("model.onnx", Files.write(this.folder.resolve("model.onnx"), new byte[7]),
				"Take another.");
	}

	@Test
	void keepsOpenWhatIsGoneOnWith() {
		String result = this.file.with(this.closed::incrementAndGet, "a model", (opened) -> "done");
		assertThat(result).isEqualTo("done");
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void freesWhatCannotBeGoneOnWithWhateverTheReason() {
		for (Throwable reason : new Throwable[] { new EmbeddingException("bad"), new IllegalStateException("bad"),
				new OutOfMemoryError("bad") }) {
			this.closed.set(0);
			assertThatThrownBy(() -> goOn(reason)).hasMessageContaining("bad");
			assertThat(this.closed).as(reason.toString()).hasValue(1);
		}
	}

	@Test
	void namesTheFileThatCannotBeGoneOnWith() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> goOn(new IndexOutOfBoundsException("Index 5 out of bounds")))
			.withMessage("Model file " + this.folder.resolve("model.onnx")
					+ " of 7 bytes is not a model that can be used (Index 5 out of bounds). Take another.");
	}

	@Test
	void keepsWhatGoesWrongWhenFreeing() {
		AutoCloseable broken = () -> {
			throw new IllegalStateException("cannot be freed");
		};
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> this.file.with(broken, "a model", (opened) -> {
				throw new EmbeddingException("bad");
			}))
			.withMessage("bad")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
	}

	private void goOn(Throwable reason) {
		this.file.with(this.closed::incrementAndGet, "a model", (opened) -> {
			switch (reason) {
				case RuntimeException exception -> throw exception;
				case Error error -> throw error;
				default -> throw new IllegalArgumentException(reason);
			}
		});
	}

}
