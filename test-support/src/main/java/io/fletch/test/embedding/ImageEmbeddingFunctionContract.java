package io.fletch.test.embedding;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every embedding function of pictures keeps to, beside what those of text do.
 */
public abstract class ImageEmbeddingFunctionContract extends EmbeddingFunctionContract {

	private static final int EDGE = 48;

	private static final List<ImageSource> PICTURES = List.of(stripes(0xff0000, 0xffffff, 8),
			stripes(0x0000ff, 0x0000ff, 1), stripes(0x00aa00, 0x000000, 24), stripes(0xffff00, 0x884400, 3));

	@Override
	protected abstract ImageEmbeddingFunction function();

	@Test
	void givesOneVectorOfTheStatedLengthForEachPicture() {
		assertThat(function().embedImages(PICTURES)).hasSize(PICTURES.size())
			.allSatisfy((vector) -> assertThat(vector).hasSize(function().dimensions()))
			.allSatisfy((vector) -> assertThat(Cosine.of(vector, vector)).isBetween(0.999, 1.001));
	}

	@Test
	void givesNoVectorForNoPicture() {
		assertThat(function().embedImages(List.of())).isEmpty();
	}

	@Test
	void keepsTheOrderOfManyPictures() {
		List<float[]> alone = PICTURES.stream().map((picture) -> single(function(), picture)).toList();
		List<ImageSource> pictures = IntStream.range(0, 50).mapToObj((i) -> PICTURES.get((i * 7 / 2) % 4)).toList();
		List<float[]> vectors = function().embedImages(pictures);
		for (int i = 0; i < pictures.size(); i++) {
			assertThat(Cosine.of(vectors.get(i), alone.get((i * 7 / 2) % 4))).as("picture %d", i)
				.isGreaterThan(sameness());
		}
	}

	@Test
	void tellsPicturesApart() {
		List<float[]> vectors = function().embedImages(PICTURES);
		for (int i = 1; i < vectors.size(); i++) {
			assertThat(Cosine.of(vectors.getFirst(), vectors.get(i))).as("picture %d", i).isLessThan(sameness());
		}
	}

	@Test
	void namesThePictureThatIsNone() {
		ImageSource none = new ImageSource.Content("no picture".getBytes(StandardCharsets.UTF_8));
		List<ImageSource> pictures = List.of(PICTURES.getFirst(), none, PICTURES.getLast());
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function().embedImages(pictures))
			.withMessageContaining("2");
	}

	@Test
	void changesNoVectorOfAPictureThatItHandedOut() {
		float[] vector = single(function(), PICTURES.getFirst());
		float[] before = vector.clone();
		function().embedImages(PICTURES.reversed());
		assertThat(vector).containsExactly(before);
	}

	private static float[] single(ImageEmbeddingFunction function, ImageSource picture) {
		return function.embedImages(List.of(picture)).getFirst();
	}

	private static ImageSource stripes(int colour, int other, int width) {
		BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < EDGE; y++) {
			for (int x = 0; x < EDGE; x++) {
				image.setRGB(x, y, (x / width % 2 == 0) ? colour : other);
			}
		}
		try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
			ImageIO.write(image, "png", bytes);
			return new ImageSource.Content(bytes.toByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
