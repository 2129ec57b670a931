package io.fletch.store.distance;

/**
 * Chooses the kernel once. Kept apart from its interface so that the class of the module
 * is only loaded where the module is there.
 */
final class FastestKernel {

	static final VectorKernel INSTANCE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
			? new SimdKernel() : new ScalarKernel();

	private FastestKernel() {
	}

}
