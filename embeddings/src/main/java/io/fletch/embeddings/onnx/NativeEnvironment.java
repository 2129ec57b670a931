package io.fletch.embeddings.onnx;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every network of ONNX Runtime runs in. ONNX Runtime gives it up by a shutdown hook
 * of its own, the moment that the JVM begins to end, while requests and ingestions still
 * have the time of a graceful stop. It counts who holds the environment, so one more
 * hold, which is never given up, keeps it until the process is gone. Its Java library has
 * no public call for that.
 */
final class NativeEnvironment {

	private static final Logger logger = LoggerFactory.getLogger(NativeEnvironment.class);

	private static volatile boolean isEnding;

	private static final boolean IS_HELD = hold();

	static {
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> isEnding = true, "fletch-onnx-end"));
		}
		catch (IllegalStateException ex) {
			// It is ending already.
			isEnding = true;
		}
	}

	private NativeEnvironment() {
	}

	/**
	 * Tells whether a network that begins to run now would crash the process.
	 */
	static boolean isGone() {
		return isEnding && !IS_HELD;
	}

	private static boolean hold() {
		try {
			OrtEnvironment.getEnvironment();
			Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
			api.setAccessible(true);
			Method hold = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
			hold.setAccessible(true);
			hold.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "fletch");
			return true;
		}
		catch (ReflectiveOperationException | RuntimeException | LinkageError ex) {
			// Another version, a module that is not open, or no native library.
			logger.debug("ONNX Runtime cannot be kept until the process ends", ex);
			return false;
		}
	}

}
