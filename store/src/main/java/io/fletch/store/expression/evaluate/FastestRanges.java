package io.fletch.store.expression.evaluate;

/**
 * Chooses the kernel once. Kept apart from its interface so that the class of the module
 * is only loaded where the module is there.
 */
final class FastestRanges {

	static final RangeKernel INSTANCE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
			? new SimdRanges() : new PlainRanges();

	private FastestRanges() {
	}

}
