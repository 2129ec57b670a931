package io.fletch.embeddings.onnx;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Runs the network of a sentence transformer on batches of token ids and pools its output
 * into one vector a text. Safe for use by several threads at once, but not while it is
 * being closed.
 */
final class SentenceEncoder implements AutoCloseable {

	private static final String INPUT_IDS = "input_ids";

	private static final String ATTENTION_MASK = "attention_mask";

	private static final String TOKEN_TYPE_IDS = "token_type_ids";

	private static final Set<String> INPUTS = Set.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS);

	private static final int TOKEN_VECTORS_RANK = 3;

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final String output;

	private SentenceEncoder(OrtEnvironment environment, OrtSession session, String output) {
		this.environment = environment;
		this.session = session;
		this.output = output;
	}

	static SentenceEncoder load(ModelFile file, int threads) {
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			OrtEnvironment environment = OrtEnvironment.getEnvironment();
			options.setIntraOpNumThreads(threads);
			OrtSession session = environment.createSession(file.content(), options);
			try {
				return new SentenceEncoder(environment, session, tokenVectors(session, file));
			}
			catch (OrtException | EmbeddingException ex) {
				session.close();
				throw ex;
			}
		}
		catch (OrtException ex) {
			throw file.damaged("an ONNX model", ex);
		}
		catch (LinkageError ex) {
			throw new EmbeddingException(
					"ONNX Runtime does not load on " + System.getProperty("os.name") + " "
							+ System.getProperty("os.arch")
							+ ". Use an embedding function that needs no native library, or a platform that has one.",
					ex);
		}
	}

	private static String tokenVectors(OrtSession session, ModelFile file) throws OrtException {
		if (!session.getInputNames().contains(INPUT_IDS) || !INPUTS.containsAll(session.getInputNames())) {
			throw file.damaged("a sentence transformer: its inputs are " + session.getInputNames() + ", not among "
					+ List.of(INPUT_IDS, ATTENTION_MASK, TOKEN_TYPE_IDS), null);
		}
		Map<String, NodeInfo> outputs = session.getOutputInfo();
		return outputs.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().getInfo() instanceof TensorInfo tensor
					&& tensor.getShape().length == TOKEN_VECTORS_RANK)
			.map(Map.Entry::getKey)
			.findFirst()
			.orElseThrow(() -> file.damaged("a sentence transformer: none of its outputs " + outputs.keySet()
					+ " has the shape [texts, tokens, dimensions]", null));
	}

	/**
	 * Embeds a batch.
	 * @param batch the token ids of each text
	 * @return one vector of length 1 a text, in the order of the batch
	 */
	float[][] encode(List<long[]> batch) throws OrtException {
		int tokens = batch.stream().mapToInt((ids) -> ids.length).max().orElse(0);
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
		try {
			for (String name : this.session.getInputNames()) {
				inputs.put(name, tensor(name, batch, tokens));
			}
			try (OrtSession.Result result = this.session.run(inputs, Set.of(this.output))) {
				OnnxTensor vectors = (OnnxTensor) result.get(0);
				int dimensions = (int) vectors.getInfo().getShape()[TOKEN_VECTORS_RANK - 1];
				return pool(vectors.getFloatBuffer(), batch, tokens, dimensions);
			}
		}
		finally {
			inputs.values().forEach(OnnxTensor::close);
		}
	}

	private OnnxTensor tensor(String name, List<long[]> batch, int tokens) throws OrtException {
		long[] values = new long[batch.size() * tokens];
		for (int row = 0; row < batch.size(); row++) {
			long[] ids = batch.get(row);
			switch (name) {
				case INPUT_IDS -> System.arraycopy(ids, 0, values, row * tokens, ids.length);
				case ATTENTION_MASK -> Arrays.fill(values, row * tokens, row * tokens + ids.length, 1);
				// A single text is of type 0 throughout.
				default -> {
				}
			}
		}
		return OnnxTensor.createTensor(this.environment, LongBuffer.wrap(values), new long[] { batch.size(), tokens });
	}

	private static float[][] pool(FloatBuffer tokenVectors, List<long[]> batch, int tokens, int dimensions) {
		float[][] pooled = new float[batch.size()][];
		float[] row = new float[tokens * dimensions];
		for (int i = 0; i < pooled.length; i++) {
			tokenVectors.get(i * row.length, row);
			pooled[i] = MeanPooling.pool(row, batch.get(i).length, dimensions);
		}
		return pooled;
	}

	@Override
	public void close() {
		try {
			this.session.close();
		}
		catch (OrtException ex) {
			throw new EmbeddingException("ONNX Runtime could not free the model: " + ex.getMessage(), ex);
		}
	}

}
