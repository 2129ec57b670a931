package io.fletch.sample.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PictureReaderTests {

	private final PictureReader reader = new PictureReader();

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif", "bmp" })
	void readsWhatTheContentIs(String format) throws IOException {
		PreparedPicture read = this.reader.read(Drawing.file(format, Drawing.halves(60, 40, Color.RED, Color.BLUE)));
		assertThat(read.content().type()).isEqualTo("image/png");
		BufferedImage image = shown(read.content());
		assertThat(near(image.getRGB(10, 20), Color.RED)).isTrue();
		assertThat(near(image.getRGB(50, 20), Color.BLUE)).isTrue();
		assertThat(read.width()).isEqualTo(60);
		assertThat(read.height()).isEqualTo(40);
	}

	@Test
	void readsWebp() {
		PreparedPicture read = this.reader.read(Base64.getDecoder().decode(Drawing.WEBP));
		assertThat(read.content().type()).isEqualTo("image/png");
		assertThat(read.width()).isEqualTo(1);
	}

	@Test
	void readsLossyWebp() throws IOException {
		PreparedPicture read = this.reader.read(Drawing.lossyWebp());
		assertThat(read.width()).isEqualTo(48);
		BufferedImage image = shown(read.content());
		assertThat(near(image.getRGB(8, 16), Color.RED)).isTrue();
		assertThat(near(image.getRGB(40, 16), Color.BLUE)).isTrue();
	}

	@Test
	void readsJpegOfPrinters() throws IOException {
		PreparedPicture read = this.reader.read(Drawing.cmyk(30, 20));
		assertThat(read.width()).isEqualTo(30);
		assertThat(shown(read.content()).getColorModel().getNumColorComponents()).isEqualTo(3);
	}

	@Test
	void readsTheFirstPictureOfAnAnimation() throws IOException {
		PreparedPicture read = this.reader.read(Drawing.animation(Drawing.halves(20, 20, Color.RED, Color.RED),
				Drawing.halves(20, 20, Color.BLUE, Color.BLUE)));
		assertThat(near(shown(read.content()).getRGB(5, 5), Color.RED)).isTrue();
	}

	@Test
	void keepsPixelsThatCannotBeSeen() throws IOException {
		BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
		image.setRGB(3, 3, 0x00123456);
		image.setRGB(4, 4, 0x80ff0000);
		BufferedImage kept = shown(this.reader.read(Drawing.file("png", image)).content());
		assertThat(kept.getRGB(3, 3)).isEqualTo(0x00123456);
		assertThat(kept.getRGB(4, 4)).isEqualTo(0x80ff0000);
	}

	@ParameterizedTest
	@CsvSource({ "1, 60, 40, red", "3, 60, 40, blue", "6, 40, 60, red", "8, 40, 60, blue" })
	void turnsPicturesUprightAndForgetsWhereTheyWereTaken(int orientation, int width, int height, String colour)
			throws IOException {
		byte[] file = Drawing.ofCamera(Drawing.halves(60, 40, Color.RED, Color.BLUE), orientation, "Oxvik 57.1 N");
		assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains("Oxvik");
		PreparedPicture read = this.reader.read(file);
		assertThat(read.width()).isEqualTo(width);
		assertThat(read.height()).isEqualTo(height);
		assertThat(near(shown(read.content()).getRGB(5, 5), colour.equals("red") ? Color.RED : Color.BLUE)).isTrue();
		for (ServedPicture served : new ServedPicture[] { read.content(), read.thumbnail() }) {
			assertThat(new String(served.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Oxvik", "Exif");
		}
	}

	@Test
	void makesLargePicturesSmaller() throws IOException {
		byte[] file = Drawing.ofCamera(Drawing.halves(4000, 1000, Color.RED, Color.BLUE), 6, "Oxvik");
		PreparedPicture read = this.reader.read(file);
		assertThat(read.content().type()).isEqualTo("image/jpeg");
		assertThat(read.width()).isEqualTo(400);
		assertThat(read.height()).isEqualTo(PictureReader.LONGEST_EDGE);
		assertThat(new String(read.content().bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("Oxvik", "Exif");
		BufferedImage thumbnail = shown(read.thumbnail());
		assertThat(thumbnail.getHeight()).isEqualTo(PictureReader.THUMBNAIL_EDGE);
		assertThat(thumbnail.getWidth()).isEqualTo(100);
	}

	@Test
	void makesLongPicturesSmaller() {
		PreparedPicture read = this.reader.read(Drawing.file("png", Drawing.halves(9000, 3, Color.RED, Color.BLUE)));
		assertThat(read.width()).isEqualTo(PictureReader.LONGEST_EDGE);
		assertThat(read.height()).isPositive();
	}

	@Test
	void refusesWhatIsNoPicture() {
		for (String text : new String[] { "Not a picture", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7",
				"GIF89a", "RIFF\0\0\0\0WEBP", "BM", "\u0000" }) {
			assertThatExceptionOfType(UnusablePictureException.class)
				.isThrownBy(() -> this.reader.read(text.getBytes(StandardCharsets.ISO_8859_1)))
				.withMessageContaining("PNG");
		}
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.file("tiff", Drawing.halves(6, 6, Color.RED, Color.RED))))
			.withMessageContaining("tif");
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif" })
	void refusesFilesThatWereCut(String format) {
		byte[] file = Drawing.file(format, noise());
		for (int length : new int[] { file.length / 10, file.length / 2, file.length * 9 / 10 }) {
			assertThatExceptionOfType(UnusablePictureException.class).as(format + " " + length)
				.isThrownBy(() -> this.reader.read(Arrays.copyOf(file, length)))
				.withMessageContaining("Save it anew");
		}
	}

	@Test
	void refusesBombsByTheirHeaders() {
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.pngOfSize(20_000, 20_000)))
			.withMessageContaining("20000 x 20000 pixels")
			.withMessageContaining("Make it smaller");
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.pngOfSize(Integer.MAX_VALUE, Integer.MAX_VALUE)))
			.withMessageContaining("smaller");
	}

	@Test
	void refusesLinesThatAreTooLong() {
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.pngOfSize(2_000_000, 20)))
			.withMessageContaining("2000000 x 20 pixels")
			.withMessageContaining("16384");
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.pngOfSize(1, 16_385)))
			.withMessageContaining("Make it smaller");
	}

	@Test
	void refusesBmpFilesThatHoldAnotherFile() {
		for (int compression : new int[] { 4, 5 }) {
			assertThatExceptionOfType(UnusablePictureException.class)
				.isThrownBy(() -> this.reader.read(Drawing.bmpOfCompression(compression)))
				.withMessageContaining("compression " + compression)
				.withMessageContaining("Save it anew");
		}
	}

	@Test
	void refusesLargeWebp() {
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.webpOfSize(6000, 4000)))
			.withMessageContaining("6000 x 4000 pixels")
			.withMessageContaining("as JPEG");
		assertThatExceptionOfType(UnusablePictureException.class)
			.isThrownBy(() -> this.reader.read(Drawing.webpOfFrame(16_000, 16_000)))
			.withMessageContaining("Save it anew");
	}

	@Test
	void refusesWhatNeedsMoreMemoryThanThereIs() throws IOException {
		assertThat(ReadsWithLittleMemory.outcome(this.folder)).contains("more memory than there is", "smaller",
				"Then: 60 x 40");
	}

	@Test
	void saysNothingWhereAReaderSaysNothing() {
		byte[] file = Drawing.file("png", noise());
		for (int at = 8; at < file.length; at += 17) {
			byte[] damaged = file.clone();
			damaged[at] ^= 0x55;
			try {
				this.reader.read(damaged);
			}
			catch (UnusablePictureException ex) {
				assertThat(ex).hasMessageContaining("PNG").message().doesNotContain("(null)");
			}
		}
	}

	private static BufferedImage noise() {
		BufferedImage image = new BufferedImage(90, 90, BufferedImage.TYPE_INT_RGB);
		Random random = new Random(7);
		for (int i = 0; i < 8100; i++) {
			image.setRGB(i % 90, i / 90, random.nextInt());
		}
		return image;
	}

	private static BufferedImage shown(ServedPicture picture) throws IOException {
		return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
	}

	private static boolean near(int rgb, Color colour) {
		Color seen = new Color(rgb);
		return Math.abs(seen.getRed() - colour.getRed()) + Math.abs(seen.getGreen() - colour.getGreen())
				+ Math.abs(seen.getBlue() - colour.getBlue()) < 60;
	}

}
