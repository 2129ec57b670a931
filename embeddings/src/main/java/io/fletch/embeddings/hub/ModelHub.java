package io.fletch.embeddings.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Models of a hub with the addresses of Hugging Face, kept in a folder in the layout of
 * its own cache, so that files of other programs are found and theirs find ours. Several
 * processes may share the folder.
 */
public final class ModelHub {

	private static final Logger logger = LoggerFactory.getLogger(ModelHub.class);

	private final HubSettings settings;

	private final HubClient client;

	/**
	 * Uses a hub. Nothing is read yet.
	 * @param settings where it is, and where files are kept
	 */
	public ModelHub(HubSettings settings) {
		this.settings = settings;
		this.client = new HubClient(settings);
	}

	/**
	 * Tells whether a text has the form of a model's name: an organisation, a slash, a
	 * name.
	 * @param text the text
	 * @return whether it has
	 */
	public static boolean isName(String text) {
		return HubName.isModel(text);
	}

	/**
	 * Returns the files of a model at one commit.
	 * @param model the organisation and the name
	 * @param revision a branch, a tag or a commit; branches and tags are asked for anew
	 * each time, unless the hub cannot be reached
	 * @return the files, none of them read yet
	 * @throws EmbeddingException if a name is malformed, the hub has no such model or
	 * does not give it out, or the hub cannot be reached and the revision is not known
	 * here
	 */
	public HubSnapshot snapshot(String model, String revision) {
		HubName.requireModel(model);
		HubName.requireRevision(revision);
		Path folder = this.settings.cache().resolve("models--" + model.replace("/", "--"));
		return new HubSnapshot(this.settings, this.client, model, commit(model, revision, folder), folder);
	}

	private String commit(String model, String revision, Path folder) {
		if (HubName.isCommit(revision)) {
			return revision;
		}
		Path reference = folder.resolve("refs").resolve(revision);
		try {
			Optional<String> known = Files.exists(reference)
					? Optional.of(Files.readString(reference).strip()).filter(HubName::isCommit) : Optional.empty();
			if (this.settings.isOffline()) {
				return known.orElseThrow(() -> new EmbeddingException("The model " + model + " with the revision "
						+ revision + " is not in the folder " + this.settings.cache() + ", and the option 'offline' "
						+ "is true. Let it be downloaded once, or copy the folder from where it was."));
			}
			return ask(model, revision, reference, known);
		}
		catch (IOException ex) {
			throw new EmbeddingException("The folder of models " + this.settings.cache() + " cannot be used ("
					+ ex.getMessage() + "). Choose another by the option 'cache-folder'.", ex);
		}
	}

	private String ask(String model, String revision, Path reference, Optional<String> known) throws IOException {
		String commit;
		try {
			commit = this.client.commit(model, revision);
		}
		catch (IOException ex) {
			commit = known.orElseThrow(() -> unreachable(model, ex));
			logger.warn("The hub {} cannot be reached ({}); using {} at the commit {} from {}", this.settings.address(),
					ex.getMessage(), model, commit, this.settings.cache());
		}
		if (!commit.equals(known.orElse(null))) {
			Files.createDirectories(reference.getParent());
			Path written = Files.createTempFile(reference.getParent(), "new", ".part");
			Files.writeString(written, commit);
			Files.move(written, reference, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		return commit;
	}

	private EmbeddingException unreachable(String model, IOException cause) {
		return new EmbeddingException("The hub " + this.settings.address() + " cannot be reached for " + model + " ("
				+ cause.getMessage() + "). Check the network and the option 'hub-url', or give a folder as the model.",
				cause);
	}

}
