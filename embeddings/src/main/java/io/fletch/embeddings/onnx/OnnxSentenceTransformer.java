package io.fletch.embeddings.onnx;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

import ai.onnxruntime.OrtException;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;

/**
 * A sentence transformer that runs in this process by ONNX Runtime. The vector of a text
 * is the mean of its tokens' vectors, scaled to length 1. Questions and passages are
 * embedded alike. Text beyond {@link OnnxSettings#maxTokens()} tokens is ignored; blank
 * text gives the vector that the model has for no words at all.
 * <p>
 * Safe for use by several threads at once; {@link #close()} waits for the calls under
 * way. Nothing is ever downloaded.
 */
public final class OnnxSentenceTransformer implements EmbeddingFunction {

	private final String name;

	private final SentenceTokenizer tokenizer;

	private final SentenceEncoder encoder;

	private final int batchSize;

	private final int dimensions;

	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean closed;

	private OnnxSentenceTransformer(String name, SentenceTokenizer tokenizer, SentenceEncoder encoder, int batchSize)
			throws OrtException {
		this.name = name;
		this.tokenizer = tokenizer;
		this.encoder = encoder;
		this.batchSize = batchSize;
		// Exports often leave the dimensions open, and a damaged model may fail only now.
		this.dimensions = encoder.encode(tokenizer.encode(List.of("a")))[0].length;
	}

	/**
	 * Loads a model from a folder that holds {@code model.onnx} and
	 * {@code tokenizer.json}, as exports of sentence transformers do.
	 * @param name the alias under which tables remember the function
	 * @param folder the folder
	 * @return the function; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged
	 */
	public static OnnxSentenceTransformer ofFolder(String name, Path folder) {
		return ofFolder(name, folder, OnnxSettings.defaults());
	}

	/**
	 * Loads a model from a folder that holds {@code model.onnx} and
	 * {@code tokenizer.json}, as exports of sentence transformers do.
	 * @param name the alias under which tables remember the function
	 * @param folder the folder
	 * @param settings how the model is run
	 * @return the function; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged
	 */
	public static OnnxSentenceTransformer ofFolder(String name, Path folder, OnnxSettings settings) {
		String remedy = "Put model.onnx and tokenizer.json of an ONNX export of a sentence transformer into " + folder
				+ ".";
		return load(name, ModelFile.ofPath(folder.resolve("model.onnx"), remedy),
				ModelFile.ofPath(folder.resolve("tokenizer.json"), remedy), settings);
	}

	static OnnxSentenceTransformer load(String name, ModelFile model, ModelFile vocabulary, OnnxSettings settings) {
		SentenceTokenizer tokenizer = SentenceTokenizer.load(vocabulary, settings.maxTokens());
		try {
			SentenceEncoder encoder = SentenceEncoder.load(model, settings.threads());
			try {
				return new OnnxSentenceTransformer(name, tokenizer, encoder, settings.batchSize());
			}
			catch (OrtException ex) {
				encoder.close();
				throw model.damaged("a sentence transformer that fits its tokenizer", ex);
			}
		}
		catch (EmbeddingException ex) {
			tokenizer.close();
			throw ex;
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		Lock reading = this.lock.readLock();
		reading.lock();
		try {
			if (this.closed) {
				throw new EmbeddingException("Embedding function '" + this.name + "' is closed");
			}
			return List.of(embed(this.tokenizer.encode(sources)));
		}
		catch (OrtException ex) {
			throw new EmbeddingException("Embedding function '" + this.name + "' failed on " + sources.size()
					+ " texts: " + ex.getMessage() + ". If memory is short, use smaller batches.", ex);
		}
		finally {
			reading.unlock();
		}
	}

	/**
	 * Texts of like length share a batch, since each is padded to the longest of its
	 * batch.
	 */
	private float[][] embed(List<long[]> texts) throws OrtException {
		List<Integer> byLength = IntStream.range(0, texts.size())
			.boxed()
			.sorted(Comparator.comparingInt((index) -> texts.get(index).length))
			.toList();
		float[][] vectors = new float[texts.size()][];
		for (int start = 0; start < vectors.length; start += this.batchSize) {
			List<Integer> batch = byLength.subList(start, Math.min(start + this.batchSize, vectors.length));
			float[][] encoded = this.encoder.encode(batch.stream().map(texts::get).toList());
			for (int i = 0; i < encoded.length; i++) {
				vectors[batch.get(i)] = encoded[i];
			}
		}
		return vectors;
	}

	@Override
	public float[] embedQuery(String query) {
		return embedSources(List.of(query)).getFirst();
	}

	/**
	 * Frees the model, after the calls under way have ended. A second call does nothing.
	 */
	@Override
	public void close() {
		Lock writing = this.lock.writeLock();
		writing.lock();
		try {
			if (!this.closed) {
				this.closed = true;
				this.tokenizer.close();
				this.encoder.close();
			}
		}
		finally {
			writing.unlock();
		}
	}

}
