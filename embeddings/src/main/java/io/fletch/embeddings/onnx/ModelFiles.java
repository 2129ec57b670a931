package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import io.fletch.embeddings.hub.HubSettings;
import io.fletch.embeddings.hub.HubSnapshot;
import io.fletch.embeddings.hub.ModelHub;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * The files of a model: a folder, a part of the class path, or a snapshot of a hub.
 */
public final class ModelFiles {

	private static final String MODEL = "model";

	private static final String REVISION = "revision";

	private static final String CLASS_PATH = "classpath:";

	private static final String MISSING_REMEDY = "Choose another file by the function's options, or another model.";

	private static final int MAX_WEIGHTS = 1_000;

	private final String label;

	private final boolean isVersioned;

	private final String place;

	private final String remedy;

	private final Function<String, Optional<ModelFile>> finder;

	private ModelFiles(String label, boolean isVersioned, String place, String remedy,
			Function<String, Optional<ModelFile>> finder) {
		this.label = label;
		this.isVersioned = isVersioned;
		this.place = place;
		this.remedy = remedy;
		this.finder = finder;
	}

	/**
	 * Returns the options that say which model is meant.
	 * @return the options
	 */
	public static List<EmbeddingOption> options() {
		return List
			.of(EmbeddingOption.required(MODEL, "a folder, classpath: with a folder of the class path or the name of a "
					+ "model in a jar of LangChain4j, or the name of a model of the hub, such as sentence-transformers/all-MiniLM-L6-v2"),
					EmbeddingOption.of(REVISION, "the branch, tag or commit of a model of the hub", "main"));
	}

	/**
	 * Finds a model.
	 * @param options the options of a function
	 * @param use what the function is, for messages
	 * @return the files of the model
	 * @throws EmbeddingException if there is no such folder, and no such name either
	 */
	public static ModelFiles of(EmbeddingOptions options, String use) {
		return of(options.text(MODEL), options, use);
	}

	static ModelFiles of(String model, EmbeddingOptions options, String use) {
		if (model.startsWith(CLASS_PATH)) {
			return ofClassPath(model.substring(CLASS_PATH.length()), use);
		}
		if (model.isBlank()) {
			throw new EmbeddingException("The option 'model' is blank. Give a folder, the name of a model of a hub (an "
					+ "organisation, a slash and a name), or classpath: with a folder of the class path.");
		}
		if (isFolder(model)) {
			return ofFolder(Path.of(model), use);
		}
		if (!ModelHub.isName(model)) {
			throw new EmbeddingException("The option 'model' is '" + model + "', which is no folder here, and no name "
					+ "of a model of a hub (an organisation, a slash and a name). Give one of these, or classpath: "
					+ "with a folder of the class path.");
		}
		String revision = options.find(REVISION);
		return ofHub(new ModelHub(HubSettings.of(options)).snapshot(model, (revision != null) ? revision : "main"));
	}

	static boolean isFolder(String model) {
		try {
			return Files.isDirectory(Path.of(model));
		}
		catch (InvalidPathException ex) {
			// What cannot be a path may still be something else.
			return false;
		}
	}

	/**
	 * Takes the files of a folder.
	 * @param folder the folder
	 * @param use what the function is, for messages
	 * @return the files of the model
	 */
	public static ModelFiles ofFolder(Path folder, String use) {
		String remedy = "Put model.onnx and tokenizer.json of an ONNX export of " + use + " into " + folder + ".";
		String name = folder.toAbsolutePath().normalize().getFileName() + "";
		return new ModelFiles(name, false, folder.toString(), remedy,
				(file) -> ofPath(file, within(folder, file), remedy));
	}

	/**
	 * The names of files come from options too, which must not lead out of the model.
	 */
	private static Path within(Path folder, String file) {
		Path path = folder.resolve(file).normalize();
		if (!path.startsWith(folder.normalize())) {
			throw new EmbeddingException("The file '" + file + "' is not below the model's folder " + folder
					+ ": give a path relative to it, such as onnx/model.onnx");
		}
		return folder.resolve(file);
	}

	private static Optional<ModelFile> ofPath(String name, Path path, String remedy) {
		return Files.isRegularFile(path) ? Optional.of(ModelFile.ofPath(name, path, remedy)) : Optional.empty();
	}

	private static ModelFiles ofClassPath(String folder, String use) {
		String name = folder.replaceAll("^/+|/+$", "");
		String remedy = "Put model.onnx and tokenizer.json of an ONNX export of " + use + " into the folder " + name
				+ " of the class path.";
		Map<String, String> jar = jar(name);
		return new ModelFiles(name, false, "the class path below " + name, remedy,
				(file) -> resource(name + "/" + file, remedy)
					.or(() -> jar.containsKey(file) ? resource(jar.get(file), remedy) : Optional.empty()));
	}

	private static Map<String, String> jar(String name) {
		return Map.of("model.onnx", name + ".onnx", "tokenizer.json", name + "-tokenizer.json");
	}

	/**
	 * A model in a jar of LangChain4j, which names the files after the model.
	 */
	static ModelFiles ofJar(String resource, String remedy) {
		Map<String, String> names = jar(resource);
		return new ModelFiles(resource, false, "the class path as " + resource + ".onnx", remedy,
				(file) -> names.containsKey(file) ? resource(names.get(file), remedy) : Optional.empty());
	}

	private static Optional<ModelFile> resource(String name, String remedy) {
		try (InputStream stream = open(name)) {
			return (stream != null) ? Optional.of(ModelFile.ofResource(name, stream.readAllBytes(), remedy))
					: Optional.empty();
		}
		catch (IOException ex) {
			throw new EmbeddingException(
					"Model file class path resource " + name + " cannot be read (" + ex.getMessage() + "). " + remedy,
					ex);
		}
	}

	private static @Nullable InputStream open(String name) {
		ClassLoader application = Thread.currentThread().getContextClassLoader();
		InputStream stream = (application != null) ? application.getResourceAsStream(name) : null;
		return (stream != null) ? stream : ModelFiles.class.getResourceAsStream("/" + name);
	}

	private static ModelFiles ofHub(HubSnapshot snapshot) {
		String remedy = "Delete it, so that it is downloaded anew, or choose another file by the option 'file', or "
				+ "another model.";
		String place = snapshot.isOffline() ? "what was downloaded of " + snapshot.model()
				+ " (the option 'offline' keeps the hub from being asked)" : snapshot.model() + " of the hub";
		return new ModelFiles(snapshot.model() + "@" + snapshot.commit(), true, place, remedy,
				(file) -> snapshot.find(file).map((path) -> ModelFile.ofPath(file, path, remedy)));
	}

	/**
	 * Returns what a table remembers of a model: its name with the commit and the files
	 * of its networks, of which a commit may have several; or else with a checksum, as a
	 * folder may hold another model tomorrow.
	 * @param tokenizer the file of the tokenizer
	 * @param networks the files of the networks
	 * @return the resolved name
	 */
	public String resolved(ModelFile tokenizer, ModelFile... networks) {
		if (this.isVersioned) {
			return this.label + Arrays.stream(networks).map(ModelFile::name).collect(Collectors.joining("+", ":", ""));
		}
		List<ModelFile> files = new ArrayList<>(List.of(networks));
		files.add(tokenizer);
		return this.label + "@sha256:" + ModelFile.checksum(files);
	}

	/**
	 * Looks for a file.
	 * @param name its path within the model
	 * @return the file, if there is one
	 */
	public Optional<ModelFile> find(String name) {
		return this.finder.apply(name);
	}

	/**
	 * Returns a file.
	 * @param name its path within the model
	 * @return the file
	 * @throws EmbeddingException if it is not there
	 */
	public ModelFile require(String name) {
		return find(name).orElseThrow(() -> missing(List.of(name)));
	}

	/**
	 * Returns the file of a network that an option names, or else the first of the usual
	 * ones that is there.
	 * @param options the options of a function
	 * @param option the option that may name it
	 * @param names the usual paths within the model
	 * @return the file
	 * @throws EmbeddingException if none is there
	 */
	public ModelFile requireNetwork(EmbeddingOptions options, String option, List<String> names) {
		String chosen = options.find(option);
		if (chosen == null) {
			return findNetwork(names).orElseThrow(() -> missing(names));
		}
		return findNetwork(List.of(chosen))
			.orElseThrow(() -> new EmbeddingException("Model file " + chosen + ", which the option '" + option
					+ "' names, is missing in " + this.place + ". Name one that is there, or leave the option out."));
	}

	/**
	 * Looks for the first of several files of a network that is there, and sees to it
	 * that the weights that large networks have in a file beside it are there too.
	 * @param names the paths within the model
	 * @return the file, if one is there
	 */
	public Optional<ModelFile> findNetwork(List<String> names) {
		for (String name : names) {
			Optional<ModelFile> file = find(name);
			if (file.isPresent()) {
				return Optional.of(file.get().withWeights(weights(name)));
			}
		}
		return Optional.empty();
	}

	private List<ModelFile> weights(String network) {
		List<ModelFile> weights = new ArrayList<>();
		find(network + ".data").ifPresent(weights::add);
		Optional<ModelFile> part = find(network + "_data");
		for (int number = 1; part.isPresent() && number <= MAX_WEIGHTS; number++) {
			weights.add(part.get());
			part = find(network + "_data_" + number);
		}
		return weights;
	}

	private EmbeddingException missing(List<String> names) {
		return new EmbeddingException("Model file " + String.join(" or ", names) + " is missing in " + this.place + ". "
				+ (this.isVersioned ? MISSING_REMEDY : this.remedy));
	}

	/**
	 * Reads a file of settings that the model must have.
	 * @param name its path within the model
	 * @param remedy what helps if it is not there
	 * @return the settings
	 * @throws EmbeddingException if the file is not there, or is no JSON
	 */
	public JsonNode requireJson(String name, String remedy) {
		JsonNode json = json(name);
		if (json.isMissingNode()) {
			throw new EmbeddingException("Model file " + name + " is missing in " + this.place + ". " + remedy);
		}
		return json;
	}

	/**
	 * Reads a file of settings.
	 * @param name its path within the model
	 * @return the settings; a missing node if there is no such file
	 * @throws EmbeddingException if the file is no JSON
	 */
	public JsonNode json(String name) {
		Optional<ModelFile> file = find(name);
		if (file.isEmpty()) {
			return MissingNode.getInstance();
		}
		try {
			// Not a constant: the options are read at every start, and models only when
			// used.
			return JsonMapper.shared().readTree(file.get().content());
		}
		catch (JacksonException ex) {
			throw file.get().damaged("JSON", ex);
		}
	}

}
