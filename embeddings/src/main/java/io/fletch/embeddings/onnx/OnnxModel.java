package io.fletch.embeddings.onnx;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import io.fletch.store.embedding.EmbeddingException;

/**
 * A network that ONNX Runtime runs. Safe for use by several threads at once, but not
 * while it is being closed.
 */
public final class OnnxModel implements AutoCloseable {

	/** Makes no inputs. */
	public static final TensorSource NO_OTHERS = (environment, tensors) -> {
	};

	private final ModelFile file;

	private final OrtEnvironment environment;

	private final OrtSession session;

	private final Map<String, TensorInfo> inputs;

	private final Map<String, TensorInfo> outputs;

	private final AtomicBoolean isClosed = new AtomicBoolean();

	private OnnxModel(ModelFile file, OrtEnvironment environment, OrtSession session) {
		this.file = file;
		this.environment = environment;
		this.session = session;
		try {
			this.inputs = tensors(session.getInputInfo());
			this.outputs = tensors(session.getOutputInfo());
		}
		catch (OrtException ex) {
			throw file.damaged("an ONNX model whose inputs and outputs are known", ex);
		}
	}

	/**
	 * Loads a network.
	 * @param file its file
	 * @param settings how it is run
	 * @return the network
	 * @throws EmbeddingException if the file is no network that ONNX Runtime can run,
	 * ONNX Runtime does not work here, or the JVM is ending and ONNX Runtime with it
	 */
	public static OnnxModel load(ModelFile file, OnnxSettings settings) {
		if (NativeEnvironment.isGone()) {
			throw new EmbeddingException("The model " + file + " is not loaded, as the JVM is ending");
		}
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			OrtEnvironment environment = OrtEnvironment.getEnvironment();
			options.setIntraOpNumThreads(settings.threads());
			// Batches differ in shape: a memory plan for each would cost more than it
			// saves.
			options.setMemoryPatternOptimization(false);
			// Threads wait for the next step in a loop, but not for the next batch: the
			// processors are the application's then.
			options.addConfigEntry("session.force_spinning_stop", "1");
			settings.provider().add(options, settings.device());
			return file.with(session(file, environment, options), "an ONNX model",
					(session) -> new OnnxModel(file, environment, session));
		}
		catch (OrtException ex) {
			throw file.damaged("an ONNX model that ONNX Runtime can run", ex);
		}
		catch (LinkageError ex) {
			throw new EmbeddingException(
					"ONNX Runtime does not load on " + System.getProperty("os.name") + " "
							+ System.getProperty("os.arch")
							+ ". Use an embedding function that needs no native library, or a platform that has one.",
					ex);
		}
	}

	/**
	 * A model beyond 2 GiB has its weights in files beside it, which are found by its
	 * path.
	 */
	private static OrtSession session(ModelFile file, OrtEnvironment environment, OrtSession.SessionOptions options)
			throws OrtException {
		return file.path().isPresent() ? environment.createSession(file.path().get().toString(), options)
				: environment.createSession(file.content(), options);
	}

	private static Map<String, TensorInfo> tensors(Map<String, NodeInfo> nodes) {
		Map<String, TensorInfo> tensors = new TreeMap<>();
		nodes.forEach((name, node) -> {
			if (node.getInfo() instanceof TensorInfo tensor) {
				tensors.put(name, tensor);
			}
		});
		return Map.copyOf(tensors);
	}

	/**
	 * Returns where the network came from.
	 * @return its file
	 */
	public ModelFile file() {
		return this.file;
	}

	/**
	 * Returns what the network takes.
	 * @return the types and shapes by name
	 */
	public Map<String, TensorInfo> inputs() {
		return this.inputs;
	}

	/**
	 * Returns an input.
	 * @param name its name, which the network has
	 * @return its type and shape
	 */
	public TensorInfo input(String name) {
		return Objects.requireNonNull(this.inputs.get(name), name);
	}

	/**
	 * Finds an output.
	 * @param names names to look for, the best first
	 * @param rank the number of its dimensions
	 * @return the first name that it has with this rank, or else any output of this rank;
	 * empty if there is none
	 */
	public Optional<String> output(List<String> names, int rank) {
		return names.stream()
			.filter((name) -> hasOutput(name, rank))
			.findFirst()
			.or(() -> this.outputs.keySet().stream().sorted().filter((name) -> hasOutput(name, rank)).findFirst());
	}

	/**
	 * Tells whether there is an output.
	 * @param name its name
	 * @param rank the number of its dimensions
	 * @return whether there is
	 */
	public boolean hasOutput(String name, int rank) {
		TensorInfo tensor = this.outputs.get(name);
		return tensor != null && tensor.getShape().length == rank;
	}

	/**
	 * Checks that the network takes nothing but what is known.
	 * @param needed what it must take
	 * @param known what it may take
	 * @param expectation what it should be, with an article
	 * @throws EmbeddingException if it takes something else
	 */
	public void requireInputs(String needed, Set<String> known, String expectation) {
		Set<String> names = this.session.getInputNames();
		if (!names.contains(needed) || !known.containsAll(names)) {
			throw this.file.damaged(expectation + ": its inputs are " + names.stream().sorted().toList()
					+ ", not among " + known.stream().sorted().toList(), null);
		}
	}

	/**
	 * Makes the exception that says that no output has the right form.
	 * @param expectation what the network should be, with an article
	 * @param form the form that an output should have
	 * @return the exception
	 */
	public EmbeddingException withoutOutput(String expectation, String form) {
		return this.file.damaged(expectation + ": none of its outputs "
				+ this.session.getOutputNames().stream().sorted().toList() + " has the shape " + form, null);
	}

	/**
	 * Checks a vector that the network made when it was tried.
	 * @param vector the vector
	 * @throws EmbeddingException if some of its numbers are none
	 */
	public void requireNumbers(float[] vector) {
		for (float value : vector) {
			if (!Float.isFinite(value)) {
				throw this.file.damaged("a model that works here: when it was tried, it gave NaN or infinite numbers",
						null);
			}
		}
	}

	/**
	 * Runs the network.
	 * @param inputs makes the inputs, which are freed afterwards
	 * @param output the output that is wanted
	 * @param reader reads it
	 * @param <R> what is read
	 * @return what was read
	 * @throws EmbeddingException if the network fails, or the JVM is ending and ONNX
	 * Runtime with it
	 */
	public <R> R run(TensorSource inputs, String output, Function<OnnxTensor, R> reader) {
		if (NativeEnvironment.isGone()) {
			throw new EmbeddingException("The model " + this.file + " is not run, as the JVM is ending");
		}
		Map<String, OnnxTensor> tensors = new TreeMap<>();
		try {
			inputs.fill(this.environment, tensors);
			try (OrtSession.Result result = this.session.run(tensors, Set.of(output))) {
				return reader.apply((OnnxTensor) result.get(0));
			}
		}
		catch (OrtException ex) {
			throw new EmbeddingException("The model " + this.file + " failed: " + ex.getMessage()
					+ ". If memory is short, use smaller batches by the options 'batch-size' and 'batch-tokens'; "
					+ "else make sure that its tokenizer and settings are those that it was exported with.", ex);
		}
		finally {
			tensors.values().forEach(OnnxTensor::close);
		}
	}

	/**
	 * Frees the network. A second call does nothing.
	 */
	@Override
	public void close() {
		if (this.isClosed.getAndSet(true)) {
			return;
		}
		try {
			this.session.close();
		}
		catch (OrtException ex) {
			throw new EmbeddingException("ONNX Runtime could not free the model " + this.file + ": " + ex.getMessage(),
					ex);
		}
	}

	/**
	 * Makes the inputs of one run.
	 */
	@FunctionalInterface
	public interface TensorSource {

		/**
		 * Puts the inputs into a map.
		 * @param environment what tensors are made in
		 * @param tensors takes them by name
		 * @throws OrtException if one cannot be made
		 */
		void fill(OrtEnvironment environment, Map<String, OnnxTensor> tensors) throws OrtException;

	}

}
