package io.fletch.embeddings.onnx;

import java.util.stream.IntStream;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;

import io.fletch.store.embedding.TokenSpans;

/**
 * Collects where the tokens of a text lie. The library counts code points, and we count
 * characters.
 */
final class SpanCollector {

	private final String text;

	private final IntStream.Builder starts = IntStream.builder();

	private final IntStream.Builder ends = IntStream.builder();

	SpanCollector(String text) {
		this.text = text;
	}

	/**
	 * Takes the tokens of a part of the text.
	 */
	void add(Encoding encoding, int from, int to) {
		int[] offsets = offsets(from, to);
		add(encoding, offsets);
		for (Encoding more : encoding.getOverflowing()) {
			add(more, offsets);
		}
	}

	private void add(Encoding encoding, int[] offsets) {
		for (CharSpan span : encoding.getCharTokenSpans()) {
			if (span != null) {
				this.starts.add(offsets[Math.min(span.getStart(), offsets.length - 1)]);
				this.ends.add(offsets[Math.min(span.getEnd(), offsets.length - 1)]);
			}
		}
	}

	private int[] offsets(int from, int to) {
		int[] offsets = new int[this.text.codePointCount(from, to) + 1];
		int offset = from;
		for (int point = 0; point < offsets.length; point++) {
			offsets[point] = offset;
			offset += (offset < to) ? Character.charCount(this.text.codePointAt(offset)) : 0;
		}
		return offsets;
	}

	TokenSpans spans() {
		return TokenSpans.of(this.starts.build().toArray(), this.ends.build().toArray());
	}

}
