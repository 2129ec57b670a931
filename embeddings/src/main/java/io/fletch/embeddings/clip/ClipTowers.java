package io.fletch.embeddings.clip;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;

import io.fletch.embeddings.onnx.ModelFile;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxModel;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.embeddings.onnx.TextModel;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.embeddings.onnx.TokenVectors;
import io.fletch.embeddings.onnx.UnitLength;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * The two networks of a model of pictures and text, or the one that is both.
 */
final class ClipTowers implements AutoCloseable {

	static final String USE = "a model of pictures and text";

	private static final String PIXELS = "pixel_values";

	private static final List<String> IMAGE_FILES = List.of("image_model.onnx", "vision_model.onnx",
			"onnx/vision_model.onnx", "onnx/image_model.onnx", "vision_model_quantized.onnx",
			"onnx/vision_model_quantized.onnx");

	private static final List<String> TEXT_FILES = List.of("text_model.onnx", "onnx/text_model.onnx",
			"text_model_quantized.onnx", "onnx/text_model_quantized.onnx");

	private static final List<String> FILES = List.of("model.onnx", "onnx/model.onnx", "model_quantized.onnx",
			"onnx/model_quantized.onnx");

	private static final List<String> IMAGE_OUTPUTS = List.of("image_embeds", "image_embeddings", "image_features",
			"pooler_output");

	private static final List<String> TEXT_OUTPUTS = List.of("text_embeds", "text_embeddings", "text_features",
			"pooler_output");

	private static final int PICTURES_RANK = 4;

	private final OnnxModel images;

	private final String pixels;

	private final String imageOutput;

	private final TextModel texts;

	private final String textOutput;

	private final String resolved;

	private ClipTowers(OnnxModel images, TextModel texts, boolean isOne, OnnxModel textNetwork, String resolved) {
		this.images = images;
		this.pixels = pixels(images);
		this.imageOutput = output(images, IMAGE_OUTPUTS, isOne);
		this.texts = texts;
		this.textOutput = output(textNetwork, TEXT_OUTPUTS, isOne);
		this.resolved = resolved;
	}

	static List<EmbeddingOption> options() {
		return List.of(
				EmbeddingOption.optional("image-file",
						"the ONNX file of the network of pictures within the model; "
								+ "image_model.onnx or vision_model.onnx by default"),
				EmbeddingOption.optional("text-file",
						"the ONNX file of the network of text within the model; text_model.onnx by default"),
				EmbeddingOption.optional("file", "the ONNX file of both, where they are one; model.onnx by default"));
	}

	static ClipTowers load(ModelFiles files, EmbeddingOptions options, PicturePreparation.Prepared blank) {
		Optional<ModelFile> image = imageFile(files, options);
		ModelFile vocabulary = files.require("tokenizer.json");
		TokenLayout layout = TokenLayout.read(files, options, 77);
		OnnxSettings settings = OnnxSettings.of(options);
		if (image.isEmpty()) {
			return one(files, files.requireNetwork(options, "file", FILES),
					new Rest(vocabulary, layout, settings, blank));
		}
		ModelFile text = files.requireNetwork(options, "text-file", TEXT_FILES);
		String resolved = files.resolved(vocabulary, image.get(), text);
		return image.get()
			.with(OnnxModel.load(image.get(), settings), USE,
					(images) -> text.with(OnnxModel.load(text, settings), USE, (texts) -> {
						texts.requireInputs(TextModel.INPUT_IDS, TextModel.INPUTS, USE);
						return text.with(TextModel.of(texts, vocabulary, layout, settings, OnnxModel.NO_OTHERS), USE,
								(model) -> new ClipTowers(images, model, false, texts, resolved));
					}));
	}

	/**
	 * Finds the network of pictures, unless one file is both.
	 */
	private static Optional<ModelFile> imageFile(ModelFiles files, EmbeddingOptions options) {
		if (options.find("file") != null) {
			return Optional.empty();
		}
		return (options.find("image-file") != null)
				? Optional.of(files.requireNetwork(options, "image-file", IMAGE_FILES))
				: files.findNetwork(IMAGE_FILES);
	}

	/**
	 * A network that is both wants text with each picture and a picture with each text:
	 * it gets a blank one.
	 */
	private static ClipTowers one(ModelFiles files, ModelFile file, Rest rest) {
		String resolved = files.resolved(rest.vocabulary, file);
		return file.with(OnnxModel.load(file, rest.settings), USE, (both) -> {
			String pixels = pixels(both);
			both.requireInputs(TextModel.INPUT_IDS,
					Stream.concat(TextModel.INPUTS.stream(), Stream.of(pixels)).collect(Collectors.toSet()), USE);
			OnnxModel.TensorSource blank = (environment, tensors) -> tensors.put(pixels,
					pictures(environment, List.of(rest.blank), both.input(pixels).type));
			return file.with(TextModel.of(both, rest.vocabulary, rest.layout, rest.settings, blank), USE,
					(model) -> new ClipTowers(both, model, true, both, resolved));
		});
	}

	private static String pixels(OnnxModel network) {
		return network.inputs()
			.entrySet()
			.stream()
			.filter((input) -> input.getValue().getShape().length == PICTURES_RANK)
			.map(Map.Entry::getKey)
			.sorted((a, b) -> a.equals(PIXELS) ? -1 : b.equals(PIXELS) ? 1 : a.compareTo(b))
			.findFirst()
			.orElseThrow(() -> new EmbeddingException("The model's inputs are " + network.inputs().keySet()
					+ ", none of which has the shape [pictures, colours, rows, columns]. Use an export of " + USE
					+ "."));
	}

	private static String output(OnnxModel network, List<String> names, boolean isOne) {
		return network.output(names, 2)
			.filter((name) -> !isOne || names.contains(name))
			.orElseThrow(() -> network.withoutOutput(USE, "[pictures or texts, dimensions] and a name among " + names));
	}

	/**
	 * Returns what a table remembers of the model.
	 */
	String resolved() {
		return this.resolved;
	}

	/**
	 * Returns the file of the network of pictures.
	 */
	ModelFile file() {
		return this.images.file();
	}

	/**
	 * Returns where texts are cut.
	 */
	int maxTokens() {
		return this.texts.maxTokens();
	}

	List<float[]> texts(List<String> texts) {
		return this.texts.run(this.texts.tokens(texts), this.textOutput, ClipTowers::unit);
	}

	private static float[] unit(TokenVectors vectors) {
		return UnitLength.scale(vectors.vector(0));
	}

	List<float[]> images(List<PicturePreparation.Prepared> pictures) {
		PicturePreparation.Prepared first = pictures.getFirst();
		for (PicturePreparation.Prepared picture : pictures) {
			if (picture.height() != first.height() || picture.width() != first.width()) {
				throw new EmbeddingException("The model's preprocessor_config.json leaves pictures of different sizes: "
						+ "it must give a crop_size, or a size with height and width");
			}
		}
		return this.images.run((environment, tensors) -> {
			tensors.put(this.pixels, pictures(environment, pictures, this.images.input(this.pixels).type));
			words(environment, tensors, this.images);
		}, this.imageOutput, (tensor) -> rows(tensor, pictures.size()));
	}

	/**
	 * Checks the vectors of a text and a picture that were made when the model was tried.
	 */
	void requireNumbers(float[] ofText, float[] ofPicture) {
		this.texts.requireNumbers(ofText);
		this.images.requireNumbers(ofPicture);
	}

	private static List<float[]> rows(OnnxTensor tensor, int count) {
		FloatBuffer buffer = TextModel.floats(tensor);
		int dimensions = (int) tensor.getInfo().getShape()[1];
		float[][] rows = new float[count][dimensions];
		for (float[] row : rows) {
			buffer.get(row);
			UnitLength.scale(row);
		}
		return List.of(rows);
	}

	private static OnnxTensor pictures(OrtEnvironment environment, List<PicturePreparation.Prepared> pictures,
			OnnxJavaType type) throws OrtException {
		PicturePreparation.Prepared first = pictures.getFirst();
		long[] shape = { pictures.size(), 3, first.height(), first.width() };
		int size = first.colours().length;
		if (type == OnnxJavaType.FLOAT16) {
			short[] halves = new short[pictures.size() * size];
			for (int i = 0; i < halves.length; i++) {
				halves[i] = Float.floatToFloat16(pictures.get(i / size).colours()[i % size]);
			}
			return OnnxTensor.createTensor(environment, ShortBuffer.wrap(halves), shape, OnnxJavaType.FLOAT16);
		}
		FloatBuffer buffer = FloatBuffer.allocate(pictures.size() * size);
		pictures.forEach((picture) -> buffer.put(picture.colours()));
		return OnnxTensor.createTensor(environment, buffer.flip(), shape);
	}

	private static void words(OrtEnvironment environment, Map<String, OnnxTensor> tensors, OnnxModel network)
			throws OrtException {
		Set<String> names = network.inputs()
			.keySet()
			.stream()
			.filter(TextModel.INPUTS::contains)
			.collect(Collectors.toSet());
		for (String name : names) {
			long[] shape = Arrays.stream(network.input(name).getShape()).map((size) -> Math.max(size, 1)).toArray();
			long[] ones = new long[(int) (shape[0] * shape[1])];
			Arrays.fill(ones, name.equals("attention_mask") ? 1 : 0);
			tensors.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape));
		}
	}

	@Override
	public void close() {
		try {
			this.texts.close();
		}
		finally {
			this.images.close();
		}
	}

	/**
	 * What beside the network makes a model.
	 *
	 * @param vocabulary the file of the tokenizer
	 * @param layout how tokens are laid before the network
	 * @param settings how it is run
	 * @param blank a picture of nothing
	 */
	private record Rest(ModelFile vocabulary, TokenLayout layout, OnnxSettings settings,
			PicturePreparation.Prepared blank) {

	}

}
