package io.fletch.embeddings.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Turns text into the token ids of a model, special tokens included. Safe for use by
 * several threads at once, but not while it is being closed.
 */
public final class TextTokenizer implements AutoCloseable {

	private static final String OFFLINE = "ai.djl.offline";

	/**
	 * How many texts the library encodes at once, which bounds what it holds in memory.
	 */
	private static final int SLICE = 256;

	private final HuggingFaceTokenizer tokenizer;

	private TextTokenizer(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	/**
	 * Loads a tokenizer.
	 * @param file a {@code tokenizer.json}
	 * @param maxTokens the length after which texts are cut, special tokens included
	 * @return the tokenizer
	 * @throws EmbeddingException if the file is no tokenizer
	 */
	public static TextTokenizer load(ModelFile file, int maxTokens) {
		// Both lengths are given because the library warns when it has to guess one.
		Map<String, String> options = Map.of("truncation", "true", "padding", "false", "maxLength",
				String.valueOf(maxTokens), "modelMaxLength", String.valueOf(maxTokens));
		try {
			return new TextTokenizer(offline(file, options));
		}
		catch (IOException | RuntimeException ex) {
			throw file.damaged("a tokenizer", ex);
		}
		catch (LinkageError ex) {
			throw new EmbeddingException(
					"The native tokenizer library does not load on " + System.getProperty("os.name") + " "
							+ System.getProperty("os.arch")
							+ ". Use an embedding function that needs no native library, or a platform that has one.",
					ex);
		}
	}

	/**
	 * Loading is where the library would look for another native library on the network,
	 * and report its use, unless it is told to stay offline.
	 */
	private static synchronized HuggingFaceTokenizer offline(ModelFile file, Map<String, String> options)
			throws IOException {
		String before = System.getProperty(OFFLINE);
		System.setProperty(OFFLINE, "true");
		try {
			return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file.content()), options);
		}
		finally {
			if (before == null) {
				System.clearProperty(OFFLINE);
			}
			else {
				System.setProperty(OFFLINE, before);
			}
		}
	}

	/**
	 * Encodes texts.
	 * @param texts the texts
	 * @return the token ids of each
	 */
	public List<long[]> encode(List<String> texts) {
		List<long[]> ids = new ArrayList<>(texts.size());
		for (int start = 0; start < texts.size(); start += SLICE) {
			List<String> slice = texts.subList(start, Math.min(start + SLICE, texts.size()))
				.stream()
				.map(TextTokenizer::wellFormed)
				.toList();
			Arrays.stream(this.tokenizer.batchEncode(slice)).map(Encoding::getIds).forEach(ids::add);
		}
		return ids;
	}

	/**
	 * Replaces halves of surrogate pairs, which have no UTF-8 form for the native
	 * library.
	 */
	private static String wellFormed(String text) {
		if (text.codePoints().noneMatch(TextTokenizer::isSurrogate)) {
			return text;
		}
		return text.codePoints()
			.map((codePoint) -> isSurrogate(codePoint) ? '\uFFFD' : codePoint)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static boolean isSurrogate(int codePoint) {
		return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
	}

	@Override
	public void close() {
		this.tokenizer.close();
	}

}
