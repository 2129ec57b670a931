package io.fletch.embeddings.onnx;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.TokenSpans;

/**
 * Runs a network on texts, in batches. Safe for use by several threads at once, but not
 * while it is being closed.
 */
public final class TextModel implements AutoCloseable {

	/** What a network of texts must take. */
	public static final String INPUT_IDS = "input_ids";

	/** What a network of texts may take. */
	public static final Set<String> INPUTS = Set.of(INPUT_IDS, "attention_mask", "token_type_ids", "position_ids");

	private static final int TOKEN_VECTORS_RANK = 3;

	/** Both sizes together fit an array. */
	private static final int MAX_FIXED = 32_768;

	private final OnnxModel model;

	private final TextTokenizer tokenizer;

	private final TokenLayout layout;

	private final OnnxSettings settings;

	private final int maxTokens;

	private final long[] shape;

	private final OnnxModel.TensorSource others;

	private TextModel(OnnxModel model, ModelFile vocabulary, TokenLayout layout, OnnxSettings settings,
			OnnxModel.TensorSource others) {
		this.model = model;
		this.layout = layout;
		this.settings = settings;
		this.others = others;
		this.shape = shape(model);
		this.maxTokens = (this.shape[1] > 0) ? (int) Math.min(this.shape[1], layout.maxTokens()) : layout.maxTokens();
		this.tokenizer = TextTokenizer.load(vocabulary, this.maxTokens);
	}

	/**
	 * Joins a network with its tokenizer.
	 * @param model the network, which is closed with the result
	 * @param vocabulary the file of the tokenizer
	 * @param layout how tokens are laid before the network
	 * @param settings how it is run
	 * @param others makes the inputs that are no tokens
	 * @return the model
	 * @throws EmbeddingException if the tokenizer's file is none; the network is still
	 * open then
	 */
	public static TextModel of(OnnxModel model, ModelFile vocabulary, TokenLayout layout, OnnxSettings settings,
			OnnxModel.TensorSource others) {
		return new TextModel(model, vocabulary, layout, settings, others);
	}

	/**
	 * Returns where texts are cut.
	 * @return the length in tokens, special tokens included
	 */
	public int maxTokens() {
		return this.maxTokens;
	}

	/**
	 * A size that the export fixed is there; one that it left open is -1.
	 */
	private static long[] shape(OnnxModel model) {
		TensorInfo info = model.inputs().get(INPUT_IDS);
		long[] shape = (info != null && info.getShape().length == 2) ? info.getShape() : new long[] { -1, -1 };
		if (shape[0] > MAX_FIXED || shape[1] > MAX_FIXED) {
			throw new EmbeddingException("The model's input " + INPUT_IDS + " has the fixed shape "
					+ Arrays.toString(shape) + ", but may have at most " + MAX_FIXED
					+ " texts and tokens. Export it with sizes that are left open.");
		}
		return shape;
	}

	/**
	 * Checks a vector that was made when the network was tried.
	 * @param vector the vector
	 * @throws EmbeddingException if some of its numbers are none
	 */
	public void requireNumbers(float[] vector) {
		this.model.requireNumbers(vector);
	}

	/**
	 * Encodes texts.
	 * @param texts the texts
	 * @return the tokens of each
	 * @throws EmbeddingException if one is {@code null}, with its number in the list
	 */
	public List<TokenIds> tokens(List<String> texts) {
		return this.tokenizer.encode(requireTexts(texts)).stream().map(this::atLeastOne).toList();
	}

	/**
	 * Finds the tokens of a text of any length, special tokens left out.
	 * @param text the text
	 * @return where they lie
	 */
	public TokenSpans spans(String text) {
		return this.tokenizer.spans(text);
	}

	static List<String> requireTexts(List<String> texts) {
		for (int i = 0; i < texts.size(); i++) {
			if (texts.get(i) == null) {
				throw new EmbeddingException("Text " + (i + 1) + " of " + texts.size()
						+ " is null: leave it out, or give a text in its place");
			}
		}
		return texts;
	}

	/**
	 * Encodes pairs of texts.
	 * @param first the first text of every pair
	 * @param seconds the second texts
	 * @return the tokens of each pair
	 */
	public List<TokenIds> pairs(String first, List<String> seconds) {
		return this.tokenizer.encodePairs(first, seconds);
	}

	/**
	 * Where a tokenizer adds no special tokens, nothing is left of blank text.
	 */
	private TokenIds atLeastOne(long[] ids) {
		return new TokenIds((ids.length > 0) ? ids : new long[] { this.layout.padding() });
	}

	/**
	 * Runs the network on texts of any number. Ends early if the thread is interrupted.
	 * @param texts the tokens of each
	 * @param output the output that is wanted
	 * @param reader reads what was made of one text
	 * @param <R> what is read
	 * @return what was read, in the order of the texts
	 * @throws EmbeddingException if the network fails or the thread is interrupted
	 */
	public <R> List<R> run(List<TokenIds> texts, String output, Function<TokenVectors, R> reader) {
		@Nullable Object[] read = new Object[texts.size()];
		int maxTexts = (this.shape[0] > 0) ? (int) this.shape[0] : this.settings.batchSize();
		for (List<Integer> batch : BatchPlan.of(texts, maxTexts, this.settings.batchTokens())) {
			if (Thread.currentThread().isInterrupted()) {
				throw new EmbeddingException("Interrupted while embedding " + texts.size() + " texts");
			}
			List<TokenIds> rows = batch.stream().map(texts::get).toList();
			this.model.run((environment, tensors) -> fill(environment, tensors, rows), output, (tensor) -> {
				read(tensor, rows, (row, vectors) -> read[batch.get(row)] = reader.apply(vectors));
				return rows;
			});
		}
		@SuppressWarnings("unchecked")
		List<R> results = (List<R>) Arrays.asList(read);
		return results;
	}

	private void fill(OrtEnvironment environment, Map<String, OnnxTensor> tensors, List<TokenIds> rows)
			throws OrtException {
		int longest = rows.stream().mapToInt(TokenIds::length).max().orElse(0);
		int width = (this.shape[1] > 0) ? (int) this.shape[1] : longest;
		int height = (this.shape[0] > 0) ? (int) this.shape[0] : rows.size();
		for (Map.Entry<String, TensorInfo> input : this.model.inputs().entrySet()) {
			if (INPUTS.contains(input.getKey())) {
				long[] values = values(input.getKey(), rows, height, width);
				tensors.put(input.getKey(),
						tensor(environment, values, new long[] { height, width }, input.getValue().type));
			}
		}
		this.others.fill(environment, tensors);
	}

	private long[] values(String input, List<TokenIds> rows, int height, int width) {
		long[] values = new long[height * width];
		if (input.equals(INPUT_IDS)) {
			Arrays.fill(values, this.layout.padding());
		}
		for (int row = 0; row < rows.size(); row++) {
			TokenIds text = rows.get(row);
			int from = row * width + first(text, width);
			switch (input) {
				case INPUT_IDS -> System.arraycopy(text.ids(), 0, values, from, text.length());
				case "attention_mask" -> Arrays.fill(values, from, from + text.attended(), 1);
				case "position_ids" ->
					Arrays.setAll(values, (i) -> (i >= from && i < from + text.length()) ? i - from : values[i]);
				default -> Arrays.fill(values, from + text.second(), from + text.length(), 1);
			}
		}
		return values;
	}

	private int first(TokenIds text, int width) {
		return this.layout.padsLeft() ? width - text.length() : 0;
	}

	private static OnnxTensor tensor(OrtEnvironment environment, long[] values, long[] shape, OnnxJavaType type)
			throws OrtException {
		if (type == OnnxJavaType.INT32) {
			int[] narrow = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
			return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
		}
		return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
	}

	private void read(OnnxTensor tensor, List<TokenIds> rows, RowReader reader) {
		long[] sizes = tensor.getInfo().getShape();
		int dimensions = (int) sizes[sizes.length - 1];
		FloatBuffer buffer = floats(tensor);
		if (sizes.length == TOKEN_VECTORS_RANK) {
			float[] values = new float[(int) sizes[1] * dimensions];
			for (int row = 0; row < rows.size(); row++) {
				buffer.get(row * values.length, values);
				TokenIds text = rows.get(row);
				reader.read(row, new TokenVectors(values, first(text, (int) sizes[1]), text.length(), dimensions));
			}
			return;
		}
		for (int row = 0; row < rows.size(); row++) {
			float[] values = new float[dimensions];
			buffer.get(row * dimensions, values);
			reader.read(row, new TokenVectors(values, 0, 1, dimensions));
		}
	}

	/**
	 * Reads an output as numbers.
	 * @param tensor the output; half precision is widened
	 * @return the numbers
	 * @throws EmbeddingException if it has none
	 */
	public static FloatBuffer floats(OnnxTensor tensor) {
		FloatBuffer buffer = tensor.getFloatBuffer();
		if (buffer == null) {
			throw new EmbeddingException("The model gives numbers of the type " + tensor.getInfo().type
					+ ", but must give float, float16 or bfloat16. Use another export of it.");
		}
		return buffer;
	}

	@Override
	public void close() {
		try {
			this.tokenizer.close();
		}
		finally {
			this.model.close();
		}
	}

	/**
	 * Takes what was made of one text of a batch, which is valid during the call only.
	 */
	private interface RowReader {

		void read(int row, TokenVectors vectors);

	}

}
