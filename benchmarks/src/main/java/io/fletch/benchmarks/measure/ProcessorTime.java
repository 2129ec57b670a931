package io.fletch.benchmarks.measure;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The processor time of this process by the C library's {@code clock}, in microseconds.
 * The JVM's own figure has steps of ten milliseconds.
 */
final class ProcessorTime {

	private static final double MICROS = 1000;

	private static final MethodHandle CLOCK = clock();

	private ProcessorTime() {
	}

	private static MethodHandle clock() {
		Linker linker = Linker.nativeLinker();
		MemorySegment clock = linker.defaultLookup().find("clock").orElseThrow();
		return linker.downcallHandle(clock, FunctionDescriptor.of(ValueLayout.JAVA_LONG));
	}

	static double millis() {
		try {
			return (long) CLOCK.invokeExact() / MICROS;
		}
		catch (Throwable ex) {
			// A method handle declares it; the C function throws nothing.
			throw new IllegalStateException("The C library does not give the processor time", ex);
		}
	}

}
