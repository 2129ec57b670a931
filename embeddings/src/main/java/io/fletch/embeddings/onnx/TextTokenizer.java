package io.fletch.embeddings.onnx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.util.PairList;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.TokenSpans;

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

	/** How much of a text is encoded at once when its tokens are looked for. */
	private static final int SLICE_CHARACTERS = 20_000;

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
	 * Finds the tokens of a text of any length, special tokens left out.
	 * @param text the text
	 * @return where they lie
	 */
	public TokenSpans spans(String text) {
		String encoded = wellFormed(text);
		SpanCollector spans = new SpanCollector(encoded);
		int from = 0;
		while (from < encoded.length()) {
			int to = sliceEnd(encoded, from);
			spans.add(this.tokenizer.encode(encoded.substring(from, to), false, true), from, to);
			from = to;
		}
		return spans.spans();
	}

	/**
	 * No token reaches across white space.
	 */
	private static int sliceEnd(String text, int from) {
		int limit = from + SLICE_CHARACTERS;
		if (limit >= text.length()) {
			return text.length();
		}
		for (int index = limit; index > from; index--) {
			if (Character.isWhitespace(text.charAt(index)) && !Character.isWhitespace(text.charAt(index - 1))) {
				return index;
			}
		}
		return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
	}

	/**
	 * Encodes pairs of texts. Of a pair that is too long, the longer text is cut.
	 * @param first the first text of every pair
	 * @param seconds the second texts
	 * @return the tokens of each pair
	 */
	public List<TokenIds> encodePairs(String first, List<String> seconds) {
		String start = wellFormed(first);
		List<TokenIds> pairs = new ArrayList<>(seconds.size());
		for (int from = 0; from < seconds.size(); from += SLICE) {
			PairList<String, String> slice = new PairList<>();
			seconds.subList(from, Math.min(from + SLICE, seconds.size()))
				.forEach((second) -> slice.add(start, wellFormed(second)));
			Arrays.stream(this.tokenizer.batchEncode(slice)).map(TextTokenizer::pair).forEach(pairs::add);
		}
		return pairs;
	}

	private static TokenIds pair(Encoding encoding) {
		long[] ids = encoding.getIds();
		long[] types = encoding.getTypeIds();
		int second = 0;
		while (second < types.length && types[second] == 0) {
			second++;
		}
		return new TokenIds(ids, ids.length, second);
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
