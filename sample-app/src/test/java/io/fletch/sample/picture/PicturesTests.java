package io.fletch.sample.picture;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.store.Database;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PicturesTests {

	@TempDir
	Path folder;

	private Database database;

	private Pictures pictures;

	@BeforeEach
	void open() {
		EmbeddingFunctionRegistry functions = new EmbeddingFunctionRegistry()
			.register(new ColourModel().create(Pictures.FUNCTION, null));
		this.database = Database.open(this.folder, functions);
		this.pictures = new Pictures(this.database, functions, 2);
	}

	@AfterEach
	void close() {
		this.pictures.close();
		this.database.close();
	}

	@Test
	void takesNoMoreThanItMayUntilThereIsRoom() throws IOException {
		String red = add(Color.RED).picture().id();
		add(Color.GREEN);
		assertThat(add(Color.RED).isNew()).as("it is there").isFalse();
		assertThatExceptionOfType(GalleryFullException.class).isThrownBy(() -> add(Color.BLUE))
			.withMessageContaining("There are 2 pictures")
			.withMessageContaining("Delete some first");
		assertThat(this.pictures.count("")).isEqualTo(2);
		this.pictures.delete(List.of(red));
		assertThat(add(Color.BLUE).isNew()).isTrue();
	}

	private AddedPicture add(Color colour) throws IOException {
		return this.pictures.add(colour + ".png", () -> Drawing.png(colour));
	}

}
