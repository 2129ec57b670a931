package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.fletch.embeddings.Assets;
import io.fletch.embeddings.TinyModel;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.TextTokenizer;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.PartialEmbeddingException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * On a model that gives a picture the means of its colours, and a text the mean of its
 * words' vectors.
 */
class ClipFunctionTests {

	private static final Offset<Float> NEAR = Offset.offset(1e-5f);

	private static final String PREPROCESSING = """
			{"size": {"shortest_edge": 2}, "crop_size": {"height": 2, "width": 2}, "do_normalize": false}
			""";

	@TempDir
	private Path folder;

	@Test
	void embedsPicturesAndWordsIntoOneSpaceByTwoNetworks() throws IOException {
		separate();
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThat(function.dimensions()).isEqualTo(3);
			assertThat(function.embedImages(List.of(png(0xff0000), png(0x00ff00)))).satisfiesExactly(
					(red) -> assertThat(red).containsExactly(new float[] { 1, 0, 0 }, NEAR),
					(green) -> assertThat(green).containsExactly(new float[] { 0, 1, 0 }, NEAR));
			assertThat(function.embedQuery("a")).containsExactly(new float[] { 1, 0, 0 }, NEAR);
			assertThat(function.embedSources(List.of("b")))
				.satisfiesExactly((vector) -> assertThat(vector).containsExactly(new float[] { 0, 1, 0 }, NEAR));
		}
	}

	@Test
	void embedsPicturesAndWordsByOneNetworkThatWantsBoth() throws IOException {
		text(pictures(TinyModel.FLOAT)).write(this.folder, "model.onnx");
		put();
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThat(function.embedImages(List.of(png(0x0000ff))))
				.satisfiesExactly((blue) -> assertThat(blue).containsExactly(new float[] { 0, 0, 1 }, NEAR));
			assertThat(function.embedQuery("c")).containsExactly(new float[] { 0, 0, 1 }, NEAR);
		}
	}

	@Test
	void runsNetworksThatTakeHalfPrecision() throws IOException {
		separate();
		pictures(TinyModel.FLOAT16).write(this.folder, "image_model.onnx");
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThat(function.embedImages(List.of(png(0xff0000))))
				.satisfiesExactly((red) -> assertThat(red).containsExactly(new float[] { 1, 0, 0 }, NEAR));
		}
	}

	@Test
	void embedsPicturesThatAreDecoded() throws IOException {
		separate();
		try (ClipFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThat(function.embedPictures(List.of(picture(0x00ff00))))
				.satisfiesExactly((green) -> assertThat(green).containsExactly(new float[] { 0, 1, 0 }, NEAR));
		}
	}

	@Test
	void keepsTheOrderOfManyPictures() throws IOException {
		separate();
		List<ImageSource> pictures = IntStream.range(0, 100)
			.<ImageSource>mapToObj((i) -> png((i % 3 == 0) ? 0xff0000 : 0x0000ff))
			.toList();
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			List<float[]> vectors = function.embedImages(pictures);
			assertThat(vectors).hasSize(100);
			for (int i = 0; i < 100; i++) {
				assertThat(vectors.get(i)[0]).as("picture %d", i).isEqualTo((i % 3 == 0) ? 1 : 0);
			}
		}
	}

	@Test
	void namesThePictureThatCannotBeEmbedded() throws IOException {
		separate();
		ImageSource broken = new ImageSource.Content("no picture".getBytes(StandardCharsets.UTF_8));
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedImages(List.of(png(0), broken)))
				.withMessageStartingWith("Picture 2 of 2 cannot be embedded: its 10 bytes are no picture");
		}
	}

	@Test
	void embedsNothingForNothing() throws IOException {
		separate();
		try (ImageEmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThat(function.embedImages(List.of())).isEmpty();
			assertThat(function.embedSources(List.of())).isEmpty();
		}
	}

	@Test
	void refusesNetworksOfDifferentModels() throws IOException {
		separate();
		TinyModel.tokens(TinyModel.INT64)
			.mean("text_embeds", "last_hidden_state", 2)
			.output("text_embeds", TinyModel.FLOAT, -1, -1)
			.write(this.folder, "text_model.onnx");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> ClipFunction.ofFolder("mine", this.folder))
			.withMessage(
					"The model makes vectors of 3 dimensions of pictures, but of 1 of text: the files are not of one "
							+ "model");
	}

	@Test
	void namesTheFilesThatAreMissing() throws IOException {
		separate();
		Files.delete(this.folder.resolve("text_model.onnx"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> ClipFunction.ofFolder("mine", this.folder))
			.withMessageStartingWith("Model file text_model.onnx or onnx/text_model.onnx or ")
			.withMessageContaining("is missing in " + this.folder);
	}

	@Test
	void namesTheOptionOfAFileThatIsMissing() throws IOException {
		separate();
		for (String option : List.of("image-file", "text-file", "file")) {
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create(option, "nosuch.onnx"))
				.withMessage("Model file nosuch.onnx, which the option '" + option + "' names, is missing in "
						+ this.folder + ". Name one that is there, or leave the option out.");
		}
	}

	@Test
	void needsToKnowHowPicturesArePrepared() throws IOException {
		separate();
		Files.delete(this.folder.resolve("preprocessor_config.json"));
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> ClipFunction.ofFolder("mine", this.folder))
			.withMessage("Model file preprocessor_config.json is missing in " + this.folder + ". It says how pictures "
					+ "are prepared, and belongs to every export of CLIP: copy it from where the networks are from.");
	}

	@Test
	void refusesAModelThatGivesNoNumbers() throws IOException {
		separate();
		TinyModel.empty()
			.input("pixel_values", TinyModel.FLOAT, -1, 3, 2, 2)
			.mean("means", "pixel_values", 2, 3)
			.node("Log", "image_embeds", "means")
			.output("image_embeds", TinyModel.FLOAT, -1, 3)
			.write(this.folder, "image_model.onnx");
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> ClipFunction.ofFolder("mine", this.folder))
			.withMessageStartingWith("Model file " + this.folder.resolve("image_model.onnx") + " of ")
			.withMessageContaining("when it was tried, it gave NaN or infinite numbers");
	}

	@Test
	void saysWhichPictureOrTextIsNull() throws IOException {
		separate();
		try (ClipFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedImages(Arrays.asList(png(0), null)))
				.withMessage(
						"Picture 2 of 2 cannot be embedded: it is null. Leave it out, or give a picture in its place.");
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedPictures(Arrays.asList((BufferedImage) null)))
				.withMessageStartingWith("Picture 1 of 1 cannot be embedded: it is null.");
			assertThatExceptionOfType(EmbeddingException.class)
				.isThrownBy(() -> function.embedSources(Arrays.asList("a", null)))
				.withMessageStartingWith("Text 2 of 2 is null");
			assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedQuery(null))
				.withMessageStartingWith("Text 1 of 1 is null");
		}
	}

	@Test
	void namesTheFunctionWhoseOptionsAreWrong() throws IOException {
		separate();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> create("max-image-bytes", "0"))
			.withMessageStartingWith(
					"The option 'max-image-bytes' of the embedding function 'mine' is '0', but must be");
	}

	@Test
	void refusesToEmbedOnceClosed() throws IOException {
		separate();
		ClipFunction function = ClipFunction.ofFolder("mine", this.folder);
		function.close();
		function.close();
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> function.embedImages(List.of(png(0))))
			.withMessage("Embedding function 'mine' is closed");
	}

	@Test
	void describesTheModelAndWhatIsDoneToPictures() throws IOException {
		separate();
		try (EmbeddingFunction function = new Clip().create("mine",
				new EmbeddingOptions("mine", Map.of("model", this.folder.toString())))) {
			assertThat(function.description().model()).matches(this.folder.getFileName() + "@sha256:[0-9a-f]{16}");
			assertThat(function.description().settings()).containsOnlyKeys("pictures", "max-tokens");
		}
	}

	@Test
	void describesAnotherNetworkOfTextOrTokenizerOtherwise() throws IOException {
		separate();
		Set<ModelDescription> descriptions = new HashSet<>();
		descriptions.add(describe());
		Files.write(this.folder.resolve("tokenizer.json"), List.of(""), StandardOpenOption.APPEND);
		descriptions.add(describe());
		text(TinyModel.empty()).input("attention_mask", TinyModel.INT64, -1, -1).write(this.folder, "text_model.onnx");
		descriptions.add(describe());
		assertThat(descriptions).hasSize(3);
	}

	private ModelDescription describe() {
		try (EmbeddingFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			return function.description();
		}
	}

	@Test
	void keepsTheVectorsOfBatchesThatWereDone() throws IOException {
		separate();
		List<ImageSource> pictures = List.of(png(0xff0000), png(0x00ff00), png(0x0000ff),
				new ImageSource.Content(new byte[3]));
		EmbeddingOptions options = new EmbeddingOptions("mine",
				Map.of("model", this.folder.toString(), "batch-size", "2"));
		try (ImageEmbeddingFunction function = (ImageEmbeddingFunction) new Clip().create("mine", options)) {
			assertThatExceptionOfType(PartialEmbeddingException.class).isThrownBy(() -> function.embedImages(pictures))
				.withMessageStartingWith("Picture 4 of 4 cannot be embedded: its 3 bytes are no picture")
				.satisfies((ex) -> assertThat(ex.embedded()).containsOnlyKeys(0, 1)
					.hasEntrySatisfying(1,
							(green) -> assertThat(green).containsExactly(new float[] { 0, 1, 0 }, NEAR)));
		}
	}

	@Test
	void takesNoErrorOfTheJvmForADamagedPicture() throws IOException {
		separate();
		BufferedImage picture = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB) {
			@Override
			public int[] getRGB(int x, int y, int width, int height, int[] into, int offset, int step) {
				throw new OutOfMemoryError("Java heap space");
			}
		};
		try (ClipFunction function = ClipFunction.ofFolder("mine", this.folder)) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> function.embedPictures(List.of(picture)))
				.withMessage("Java heap space");
		}
	}

	@Test
	void encodesTextAsClipDoes() {
		Path folder = Assets.requireFile("models/clip-tokenizer/tokenizer.json").getParent();
		try (TextTokenizer tokenizer = TextTokenizer.load(ModelFiles.ofFolder(folder, "CLIP").require("tokenizer.json"),
				77)) {
			assertThat(tokenizer.encode(List.of("a photo of a cat", "  A  PHOTO of a cat ")))
				.allSatisfy((ids) -> assertThat(ids).containsExactly(49406, 320, 1125, 539, 320, 2368, 49407));
			long[] cut = tokenizer.encode(List.of("cat ".repeat(100))).getFirst();
			assertThat(cut).hasSize(77).startsWith(49406, 2368).endsWith(2368, 49407);
		}
	}

	private EmbeddingFunction create(String option, String value) {
		return new Clip().create("mine",
				new EmbeddingOptions("mine", Map.of("model", this.folder.toString(), option, value)));
	}

	private void separate() throws IOException {
		pictures(TinyModel.FLOAT).write(this.folder, "image_model.onnx");
		text(TinyModel.empty()).write(this.folder, "text_model.onnx");
		put();
	}

	private void put() throws IOException {
		Files.writeString(this.folder.resolve("preprocessor_config.json"), PREPROCESSING);
	}

	private static TinyModel pictures(int type) {
		return TinyModel.empty()
			.input("pixel_values", type, -1, 3, 2, 2)
			.cast("pixels", "pixel_values", TinyModel.FLOAT)
			.mean("image_embeds", "pixels", 2, 3)
			.output("image_embeds", TinyModel.FLOAT, -1, 3);
	}

	private static TinyModel text(TinyModel model) {
		return model.input("input_ids", TinyModel.INT64, -1, -1)
			.node("Gather", "vectors", "table", "input_ids")
			.mean("text_embeds", "vectors", 1)
			.output("text_embeds", TinyModel.FLOAT, -1, 3);
	}

	private static ImageSource png(int colour) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			ImageIO.write(picture(colour), "png", bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ImageSource.Content(bytes.toByteArray());
	}

	private static BufferedImage picture(int colour) {
		BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB);
		IntStream.range(0, 12).forEach((i) -> image.setRGB(i % 4, i / 4, colour));
		return image;
	}

}
