package io.fletch.embeddings.onnx;

import java.util.List;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;

import io.fletch.store.embedding.EmbeddingException;

/**
 * What ONNX Runtime computes with.
 */
public enum ExecutionProvider {

	/** The processor; always there. */
	CPU,

	/** A graphics card of NVIDIA. */
	CUDA,

	/** Apple's accelerators. */
	COREML,

	/** A graphics card under Windows. */
	DIRECTML;

	void add(OrtSession.SessionOptions options, int device) {
		try {
			switch (this) {
				case CPU -> {
				}
				case CUDA -> options.addCUDA(device);
				case COREML -> options.addCoreML();
				case DIRECTML -> options.addDirectML(device);
			}
		}
		catch (OrtException ex) {
			throw new EmbeddingException("ONNX Runtime cannot use the execution provider " + this + " with device "
					+ device + " here (" + ex.getMessage() + "). The library on the class path was built for "
					+ available() + ". " + remedy() + " Or use the execution provider cpu.", ex);
		}
	}

	private static List<String> available() {
		return OrtEnvironment.getAvailableProviders().stream().map(OrtProvider::name).sorted().toList();
	}

	private String remedy() {
		return switch (this) {
			case CPU -> "";
			case CUDA -> "Put com.microsoft.onnxruntime:onnxruntime_gpu in place of onnxruntime, and install NVIDIA's "
					+ "driver, CUDA and cuDNN in the versions that it names.";
			case COREML -> "It is there on macOS only.";
			case DIRECTML -> "It is there on Windows only, with a build of ONNX Runtime for DirectML.";
		};
	}

}
