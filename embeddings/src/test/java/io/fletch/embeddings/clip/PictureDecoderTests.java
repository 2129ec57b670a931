package io.fletch.embeddings.clip;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PictureDecoderTests {

	private static final int RED = 0xffff0000;

	private static final int BLUE = 0xff0000ff;

	private final PictureDecoder decoder = new PictureDecoder(10_000);

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif", "bmp" })
	void decodesCommonFormats(String format) throws IOException {
		Picture image = decode(write(halves(), format));
		assertThat(image.width()).isEqualTo(32);
		assertThat(image.height()).isEqualTo(16);
		assertThat(isRed(image, 2, 8)).isTrue();
		assertThat(isRed(image, 29, 8)).isFalse();
	}

	@Test
	void refusesAPictureOfManyPixelsByItsHeaderAlone() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> decode(bomb()))
			.withMessage("it has 60000 x 60000 pixels, more than 10000. Make it smaller, or allow more by the option "
					+ "'max-image-pixels'.");
	}

	@Test
	void refusesBytesThatAreNoPicture() {
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> decode("<svg/>".getBytes(StandardCharsets.UTF_8)))
			.withMessageStartingWith("its 6 bytes are no picture in a known format. Use one of PNG, JPEG");
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif", "bmp", "tiff" })
	void refusesAFileThatWasCut(String format) throws IOException {
		byte[] whole = write(halves(), format);
		assertThatExceptionOfType(EmbeddingException.class)
			.isThrownBy(() -> decode(Arrays.copyOf(whole, whole.length * 2 / 3)))
			.withMessageStartingWith("its file is damaged, or of a kind that is not read (");
	}

	@Test
	void seesThatAPhotographWithAPreviewWasCut() throws IOException {
		byte[] cut = previewed(write(halves(), "jpg"));
		assertThat(decode(cut).width()).isEqualTo(32);
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> decode(Arrays.copyOf(cut, cut.length - 2)))
			.withMessage("its file is damaged, or of a kind that is not read (it is a JPEG file without its end). "
					+ "Save it anew as PNG or JPEG.");
	}

	@Test
	void readsAPhotographWithMoreBehindItsEnd() throws IOException {
		byte[] whole = write(halves(), "jpg");
		assertThat(decode(Arrays.copyOf(whole, whole.length + 100)).width()).isEqualTo(32);
	}

	@Test
	void neverFailsButByItsOwnExceptionOnDamagedFiles() throws IOException {
		Random random = new Random(11);
		for (String format : new String[] { "png", "jpg", "gif", "bmp" }) {
			byte[] whole = write(halves(), format);
			for (int i = 0; i < 200; i++) {
				byte[] damaged = Arrays.copyOf(whole, 8 + random.nextInt(whole.length - 8));
				for (int j = 0; j < 3; j++) {
					damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
				}
				assertThat(decodesOrRefuses(damaged)).isTrue();
			}
		}
	}

	private boolean decodesOrRefuses(byte[] bytes) {
		try {
			return decode(bytes).width() > 0;
		}
		catch (EmbeddingException ex) {
			return ex.getMessage().contains(". ");
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 2, 8, 29, 8", "2, 29, 8, 2, 8", "3, 29, 8, 2, 8", "4, 2, 8, 29, 8", "5, 8, 2, 8, 29",
			"6, 8, 2, 8, 29", "7, 8, 29, 8, 2", "8, 8, 29, 8, 2" })
	void turnsPhotographsUpright(int orientation, int redX, int redY, int blueX, int blueY) throws IOException {
		Picture image = decode(turned(write(halves(), "jpg"), orientation));
		assertThat(isRed(image, redX, redY)).isTrue();
		assertThat(isRed(image, blueX, blueY)).isFalse();
	}

	@Test
	void turnsAPhotographWithoutACopyOfIt() throws IOException {
		Picture image = decode(turned(write(halves(), "jpg"), 6));
		assertThat(image.image().getWidth()).isEqualTo(32);
		assertThat(image.width()).isEqualTo(16);
		assertThat(image.height()).isEqualTo(32);
	}

	@Test
	void refusesPixelsOfManyBytes() throws IOException {
		byte[] deep = write(samples(DataBuffer.TYPE_USHORT, 4, 100, 60), "tiff");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> decode(deep))
			.withMessage(
					"its 6000 pixels have 8 bytes each, more than 40000 in all. Save it anew with 8 bits a colour, "
							+ "make it smaller, or allow more by the option 'max-image-pixels'.");
		assertThat(decode(write(samples(DataBuffer.TYPE_USHORT, 4, 100, 50), "tiff")).width()).isEqualTo(100);
	}

	@Test
	void holdsNoMorePixelsAtOnceThanTheGreatestPictureHas() throws Exception {
		byte[] file = write(new BufferedImage(60, 100, BufferedImage.TYPE_INT_RGB), "png");
		AtomicInteger held = new AtomicInteger();
		Callable<Integer> call = () -> this.decoder.decode(file, (picture) -> {
			int now = held.incrementAndGet();
			Thread.yield();
			held.decrementAndGet();
			return now;
		});
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (Future<Integer> most : threads.invokeAll(Collections.nCopies(400, call))) {
				assertThat(most.get()).isEqualTo(1);
			}
		}
	}

	@Test
	void givesBackTheMemoryOfPicturesThatCannotBeUsed() throws IOException {
		byte[] file = write(new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB), "png");
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> this.decoder.decode(file, (picture) -> {
					throw new EmbeddingException("no");
				}))
				.withMessage("no");
		}
		assertThat(decode(file).width()).isEqualTo(100);
	}

	@Test
	void readsAPhotographWhoseExifSegmentIsDamaged() throws IOException {
		byte[] photograph = turned(write(halves(), "jpg"), 6);
		photograph[16] = (byte) 0xff;
		assertThat(decode(photograph).width()).isEqualTo(32);
	}

	private static BufferedImage halves() {
		BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < 16; y++) {
			for (int x = 0; x < 32; x++) {
				image.setRGB(x, y, (x < 16) ? RED : BLUE);
			}
		}
		return image;
	}

	private Picture decode(byte[] bytes) {
		return this.decoder.decode(bytes, (picture) -> picture);
	}

	private static BufferedImage samples(int type, int bands, int width, int height) {
		ColorSpace colours = ColorSpace.getInstance(ColorSpace.CS_sRGB);
		ColorModel model = new ComponentColorModel(colours, bands > 3, false,
				(bands > 3) ? Transparency.TRANSLUCENT : Transparency.OPAQUE, type);
		return new BufferedImage(model, model.createCompatibleWritableRaster(width, height), false, null);
	}

	private static boolean isRed(Picture image, int x, int y) {
		int[] row = new int[image.width()];
		image.read(y, row);
		return (row[x] >> 16 & 0xff) > (row[x] & 0xff);
	}

	private static byte[] write(BufferedImage image, String format) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		assertThat(ImageIO.write(image, format, bytes)).isTrue();
		return bytes.toByteArray();
	}

	/**
	 * Puts an Exif segment with nothing but the orientation behind the first marker.
	 */
	private static byte[] turned(byte[] jpeg, int orientation) {
		ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 36);
		bytes.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
		bytes.put("Exif\0\0MM".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 42).putInt(8);
		bytes.putShort((short) 1).putShort((short) 274).putShort((short) 3).putInt(1);
		bytes.putShort((short) orientation).putShort((short) 0).putInt(0);
		return bytes.put(jpeg, 2, jpeg.length - 2).array();
	}

	/**
	 * Puts a segment with an end of its own behind the first marker, and a byte to fill.
	 */
	private static byte[] previewed(byte[] jpeg) {
		ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 9);
		bytes.put(jpeg, 0, 2).put((byte) 0xff).putShort((short) 0xffe5).putShort((short) 6);
		return bytes.putInt(0x0000ffd9).put(jpeg, 2, jpeg.length - 2).array();
	}

	/**
	 * A PNG file whose header promises 3.6 thousand million pixels.
	 */
	private static byte[] bomb() {
		ByteBuffer header = ByteBuffer.allocate(17);
		header.put("IHDR".getBytes(StandardCharsets.ISO_8859_1)).putInt(60_000).putInt(60_000);
		header.put(new byte[] { 8, 2, 0, 0, 0 });
		CRC32 checksum = new CRC32();
		checksum.update(header.array());
		ByteBuffer file = ByteBuffer.allocate(33);
		file.put(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }).putInt(13);
		return file.put(header.array()).putInt((int) checksum.getValue()).array();
	}

}
