package io.fletch.context.packing;

import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;

import io.fletch.context.guard.Fence;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.EstimatedTokens;

/**
 * Packs passages into a budget of tokens, best first. What a better passage of the same
 * document holds already is left out, and so are equal texts; the first passage that does
 * not fit is cut behind a sentence, and ends it. Immutable.
 */
public final class PassagePacker {

	/** The budget by default: enough for a dozen passages, small enough for any model. */
	public static final int DEFAULT_TOKENS = 3000;

	private final int tokens;

	private final ToIntFunction<String> counter;

	private final PassageOrder order;

	private PassagePacker(int tokens, ToIntFunction<String> counter, PassageOrder order) {
		this.tokens = tokens;
		this.counter = counter;
		this.order = order;
	}

	/**
	 * Packs into a budget. Tokens are estimated as {@link EstimatedTokens} does, rather
	 * too many than too few: three letters of a word, and any other character but white
	 * space, are one.
	 * @param tokens how many tokens the passages may have together, at least 1
	 * @return the packer
	 * @throws IllegalArgumentException if the budget is less than 1
	 */
	public static PassagePacker within(int tokens) {
		if (tokens < 1) {
			throw new IllegalArgumentException("tokens must be at least 1, but was " + tokens);
		}
		return new PassagePacker(tokens, EstimatedTokens::count, PassageOrder.BEST_FIRST);
	}

	/**
	 * Counts tokens as a model does.
	 * @param counter counts the tokens of a text
	 * @return the changed packer
	 */
	public PassagePacker countingBy(ToIntFunction<String> counter) {
		return new PassagePacker(this.tokens, Objects.requireNonNull(counter, "counter"), this.order);
	}

	/**
	 * Says in which order the passages stand; by default the best first.
	 * @param order the order
	 * @return the changed packer
	 */
	public PassagePacker in(PassageOrder order) {
		return new PassagePacker(this.tokens, this.counter, Objects.requireNonNull(order, "order"));
	}

	/**
	 * Packs passages.
	 * @param passages the passages, best first
	 * @return those that fit, numbered from 1 in the order in which they stand, and those
	 * that were left out
	 */
	public PackedContext pack(List<RetrievedPassage> passages) {
		Objects.requireNonNull(passages, "passages");
		Fence fence = Fence.random(passages.stream().map(RetrievedPassage::text).toList());
		Packing packing = new Packing(this.tokens, this.counter, fence);
		passages.forEach(packing::add);
		return packing.finish(this.order);
	}

}
