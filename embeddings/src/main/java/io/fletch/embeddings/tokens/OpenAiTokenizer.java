package io.fletch.embeddings.tokens;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.IntArrayList;
import com.knuddels.jtokkit.api.ModelType;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.TokenSpans;
import io.fletch.store.embedding.Tokenizer;

/**
 * The tokens of OpenAI's models, counted here. Needs the artifact
 * {@code com.knuddels:jtokkit} on the class path. Immutable.
 */
public final class OpenAiTokenizer implements Tokenizer {

	private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

	/** How much of a text is encoded at once. */
	private static final int SLICE_CHARACTERS = 20_000;

	private final ModelType model;

	private final Encoding encoding;

	private OpenAiTokenizer(ModelType model) {
		this.model = model;
		this.encoding = ENCODINGS.getEncodingForModel(model);
	}

	/**
	 * Returns the tokenizer of a model.
	 * @param model the name of the model, for example {@code text-embedding-3-small}
	 * @return the tokenizer
	 * @throws EmbeddingException if the model is not known
	 */
	public static OpenAiTokenizer of(String model) {
		return new OpenAiTokenizer(ModelType.fromName(model)
			.orElseThrow(() -> new EmbeddingException("The tokens of the model '" + model
					+ "' are not known. Known are the likes of text-embedding-3-small, text-embedding-3-large and "
					+ "text-embedding-ada-002; split by characters for others.")));
	}

	@Override
	public String name() {
		return this.model.getName();
	}

	@Override
	public int maxTokens() {
		return this.model.getMaxContextLength();
	}

	@Override
	public TokenSpans tokens(String text) {
		IntStream.Builder starts = IntStream.builder();
		IntStream.Builder ends = IntStream.builder();
		// Half of a surrogate pair becomes a question mark.
		String wellFormed = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		int from = 0;
		while (from < text.length()) {
			int to = sliceEnd(wellFormed, from);
			add(wellFormed.substring(from, to), from, starts, ends);
			from = to;
		}
		return TokenSpans.of(starts.build().toArray(), ends.build().toArray());
	}

	/**
	 * A token begins with the white space before its word.
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

	private void add(String slice, int from, IntStream.Builder starts, IntStream.Builder ends) {
		int[] offsets = characterOffsets(slice);
		IntArrayList tokens = this.encoding.encodeOrdinary(slice);
		IntArrayList one = new IntArrayList(1);
		int bytes = 0;
		for (int index = 0; index < tokens.size(); index++) {
			one.clear();
			one.add(tokens.get(index));
			int end = Math.min(offsets.length - 1, bytes + this.encoding.decodeBytes(one).length);
			starts.add(from + offsets[bytes]);
			ends.add(from + endOffset(slice, offsets, end));
			bytes = end;
		}
	}

	/**
	 * Of a character that is cut, the end is behind it.
	 */
	private static int endOffset(String slice, int[] offsets, int end) {
		boolean isCut = end < offsets.length - 1 && end > 0 && offsets[end] == offsets[end - 1];
		return isCut ? offsets[end] + Character.charCount(slice.codePointAt(offsets[end])) : offsets[end];
	}

	/**
	 * The offset of the character that each byte of the UTF-8 form belongs to.
	 */
	private static int[] characterOffsets(String text) {
		IntStream.Builder offsets = IntStream.builder();
		int index = 0;
		while (index < text.length()) {
			int codePoint = text.codePointAt(index);
			for (int part = 0; part < bytes(codePoint); part++) {
				offsets.add(index);
			}
			index += Character.charCount(codePoint);
		}
		return offsets.add(index).build().toArray();
	}

	private static int bytes(int codePoint) {
		if (codePoint < 0x80) {
			return 1;
		}
		return (codePoint < 0x800) ? 2 : (codePoint < 0x10000) ? 3 : 4;
	}

}
