package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.store.embedding.EmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Pillow 9.4.0 makes of the same picture is the oracle.
 */
class PicturePreparationTests {

	private static final String PLAIN = "\"do_center_crop\": false, \"do_rescale\": false, \"do_normalize\": false}";

	@ParameterizedTest
	@CsvSource({ "0, 302de4 7a55a8 c4a56c 467dea 90a5ae daf572", "1, 2121ad 7751b1 d59e5e 3a808b 98b7be c58164",
			"2, 2b2eaa 7a5aa8 c99668 417e93 90a5ae c2856e", "3, 2425ac 7854ad cf9b64 3e818d 94b1b7 c4816a",
			"4, 1e2b9e 7a58a8 d7965d 3a8f7b 96bcb0 b36565", "5, 2526ab 7851a8 cb9c64 3f8490 92aeae c37e6a" })
	void makesPicturesSmallerAsPillowDoes(int filter, String expected) {
		assertThat(pixels(prepare("{\"size\": {\"height\": 2, \"width\": 3}, \"resample\": " + filter + "," + PLAIN)))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0000ff 2505e1 2505e1 4a14c3 6f2da5 6f2da5 945087 b97d69 b97d69 deb44b",
			"1, 0000ff 0f00ff 2f05d4 4710c3 6221af 7a359b 954f86 ad6c72 cd9558 dfac49",
			"2, 0000ff 1403ef 2e09da 4813c4 6224af 7c399b 965286 b07271 ca965b deb44b",
			"3, 0000ff 1000f9 2d05d8 4710c4 6120b0 7b359b 954f86 af6e71 cc9759 dfb449",
			"4, 0000ff 2505e1 2505e1 4a14c3 6f2da5 6f2da5 945087 b97d69 b97d69 deb44b",
			"5, 0000ff 1703ed 2806df 4a14c3 6828ab 76349f 945087 b67a6b c7925d deb44b" })
	void makesPicturesLargerAsPillowDoes(int filter, String firstRow) {
		assertThat(pixels(prepare("{\"size\": {\"height\": 8, \"width\": 10}, \"resample\": " + filter + "," + PLAIN)))
			.startsWith(firstRow);
	}

	@Test
	void makesTheShorterEdgeAsLongAsTheFileSaysAndCutsTheMiddleOut() {
		PicturePreparation.Prepared prepared = prepare("{\"size\": {\"shortest_edge\": 5}, \"crop_size\": "
				+ "{\"height\": 1, \"width\": 3}, \"do_rescale\": false, \"do_normalize\": false}");
		assertThat(prepared.height()).isEqualTo(1);
		assertThat(pixels(prepared)).isEqualTo(pixel(2, 2) + " " + pixel(3, 2) + " " + pixel(4, 2));
	}

	@Test
	void takesSizesAsNumbersToo() {
		PicturePreparation.Prepared prepared = prepare("{\"size\": 3, \"crop_size\": 2}");
		assertThat(prepared.colours()).hasSize(3 * 2 * 2);
	}

	@Test
	void putsBlackAroundPicturesThatAreSmallerThanTheCut() {
		PicturePreparation.Prepared prepared = prepare("{\"do_resize\": false, \"crop_size\": {\"height\": 5, "
				+ "\"width\": 9}, \"do_rescale\": false, \"do_normalize\": false}");
		assertThat(pixels(prepared)).startsWith("000000 0000ff").contains("deb44b 000000 000000");
	}

	@Test
	void scalesAndShiftsColours() {
		PicturePreparation.Prepared prepared = prepare("{\"do_resize\": false, \"crop_size\": {\"height\": 1, "
				+ "\"width\": 1}, \"rescale_factor\": 0.5, \"image_mean\": [1, 2, 3], \"image_std\": [2, 4, 8]}");
		assertThat(prepared.colours()).containsExactly(
				new float[] { (0x85 * 0.5f - 1) / 2, (0x7d * 0.5f - 2) / 4, (0xab * 0.5f - 3) / 8 },
				Offset.offset(1e-4f));
	}

	@Test
	void preparesAsClipDoesWhereNothingIsSaid() {
		PicturePreparation.Prepared prepared = PicturePreparation.of(new JsonMapper().missingNode())
			.prepare(Picture.upright(new BufferedImage(300, 400, BufferedImage.TYPE_INT_RGB)));
		assertThat(prepared.colours()).hasSize(3 * 224 * 224).startsWith(-0.48145466f / 0.26862954f);
	}

	@ParameterizedTest
	@CsvSource({ "1000000, 1", "1, 9000000", "65537, 400", "601, 2" })
	void refusesPicturesFarFromASquareWhateverTheyBecome(int width, int height) {
		Picture line = Picture.upright(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY));
		for (String json : List.of("{}", "{\"size\": {\"height\": 224, \"width\": 224}}", "{\"do_resize\": false}")) {
			PicturePreparation preparation = PicturePreparation.of(new JsonMapper().readTree(json));
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> preparation.prepare(line))
				.withMessage("its " + width + " x " + height + " pixels are too far from a square: no edge may be "
						+ "longer than 65536 pixels, or 300 times the other. Cut out what is of interest.");
		}
	}

	@Test
	void readsOnlyTheRowsThatAreSeen() {
		Set<Integer> rows = new TreeSet<>();
		BufferedImage image = new BufferedImage(1000, 1000, BufferedImage.TYPE_BYTE_GRAY) {
			@Override
			public int[] getRGB(int x, int y, int width, int height, int[] into, int offset, int step) {
				rows.add(y);
				return super.getRGB(x, y, width, height, into, offset, step);
			}
		};
		PicturePreparation.of(new JsonMapper().readTree("{\"size\": 100, \"crop_size\": 2, \"resample\": 2}"))
			.prepare(Picture.upright(image));
		assertThat(rows).hasSizeBetween(20, 40).allSatisfy((row) -> assertThat(row).isBetween(480, 520));
	}

	@Test
	void cutsOutWhatResizingTheWholePictureWouldShowThere() {
		PicturePreparation.Prepared whole = prepare("{\"size\": {\"height\": 8, \"width\": 10}, " + PLAIN);
		PicturePreparation.Prepared cut = prepare("{\"size\": {\"height\": 8, \"width\": 10}, \"crop_size\": "
				+ "{\"height\": 4, \"width\": 6}, \"do_rescale\": false, \"do_normalize\": false}");
		String[] all = pixels(whole).split(" ");
		assertThat(pixels(cut).split(" ")).hasSize(24)
			.startsWith(Arrays.copyOfRange(all, 22, 28))
			.endsWith(Arrays.copyOfRange(all, 52, 58));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"size\": 0}", "{\"size\": 1000000000}", "{\"crop_size\": {\"height\": -5, \"width\": 2}}",
					"{\"crop_size\": {\"height\": 5, \"width\": 1e300}}", "{\"size\": {\"shortest_edge\": 0}}" })
	void refusesSizesThatNoModelHas(String json) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> prepare(json))
			.withMessageStartingWith("The model's preprocessor_config.json names the size ")
			.withMessageEndingWith(", but must name one from 1 to 4096. Correct the file.");
	}

	@Test
	void describesColoursAndSizes() {
		assertThat(
				PicturePreparation.of(new JsonMapper().readTree("{\"size\": 8, \"crop_size\": 6, \"rescale_factor\": "
						+ "0.5, \"image_mean\": [1, 2, 3], \"image_std\": [2, 4, 8]}"))
					.settings())
			.isEqualTo("bicubic Size[height=8, width=0] Size[height=6, width=0] mean [1.0, 2.0, 3.0] "
					+ "deviation [2.0, 4.0, 8.0] scale 0.5");
	}

	@Test
	void refusesFiltersThatThereAreNot() {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> prepare("{\"resample\": 6}"))
			.withMessage(
					"The model's preprocessor_config.json names the filter 6 under resample, but must name one from 0 "
							+ "to 5");
	}

	private static PicturePreparation.Prepared prepare(String json) {
		JsonNode config = new JsonMapper().readTree(json);
		BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < 5; y++) {
			for (int x = 0; x < 7; x++) {
				image.setRGB(x, y, Integer.parseInt(pixel(x, y), 16));
			}
		}
		return PicturePreparation.of(config).prepare(Picture.upright(image));
	}

	private static String pixel(int x, int y) {
		return hex((x * 37 + y * 11) % 256, (x * x * 5 + y * 40) % 256, (255 - x * 30 + y * 3) % 256);
	}

	private static String pixels(PicturePreparation.Prepared prepared) {
		int size = prepared.height() * prepared.width();
		float[] colours = prepared.colours();
		return IntStream.range(0, size)
			.mapToObj((i) -> hex((int) colours[i], (int) colours[size + i], (int) colours[2 * size + i]))
			.collect(Collectors.joining(" "));
	}

	private static String hex(int... colours) {
		return Arrays.stream(colours)
			.mapToObj((colour) -> String.format(Locale.ROOT, "%02x", colour))
			.collect(Collectors.joining());
	}

}
