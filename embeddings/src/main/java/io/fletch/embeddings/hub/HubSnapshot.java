package io.fletch.embeddings.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.fletch.store.embedding.EmbeddingException;

/**
 * The files of a model at one commit. A file is downloaded when it is first asked for.
 */
public final class HubSnapshot {

	private final HubSettings settings;

	private final HubClient client;

	private final String model;

	private final String commit;

	private final Path folder;

	HubSnapshot(HubSettings settings, HubClient client, String model, String commit, Path folder) {
		this.settings = settings;
		this.client = client;
		this.model = model;
		this.commit = commit;
		this.folder = folder;
	}

	/**
	 * Returns the model's name.
	 * @return the organisation and the name
	 */
	public String model() {
		return this.model;
	}

	/**
	 * Returns the commit that the revision stood for.
	 * @return the commit
	 */
	public String commit() {
		return this.commit;
	}

	/**
	 * Tells whether the hub is never asked.
	 * @return whether only what is there already is found
	 */
	public boolean isOffline() {
		return this.settings.isOffline();
	}

	/**
	 * Returns where the files lie.
	 * @return the folder of this commit
	 */
	public Path folder() {
		return this.folder.resolve("snapshots").resolve(this.commit);
	}

	/**
	 * Returns a file, which is downloaded if it is not there yet.
	 * @param file its path within the model
	 * @return where it lies; empty if the model has no such file, or if it is not there
	 * and the hub must not be asked
	 * @throws EmbeddingException if the path is malformed, the hub does not give the file
	 * out or cannot be reached, or what came is damaged
	 */
	public Optional<Path> find(String file) {
		Path target = folder().resolve(HubName.requireFile(file));
		Path absent = this.folder.resolve(".no_exist").resolve(this.commit).resolve(file);
		if (Files.isRegularFile(target)) {
			return Optional.of(target);
		}
		if (this.settings.isOffline() || Files.exists(absent)) {
			return Optional.empty();
		}
		try {
			return fetch(file, target, absent);
		}
		catch (IOException ex) {
			throw new EmbeddingException("The file " + this.model + "/" + file + " could not be downloaded from "
					+ this.settings.address() + " to " + this.settings.cache() + " (" + ex.getMessage()
					+ "). Check the network and the option 'hub-url', or give a folder as the model; "
					+ "what has come is kept, and a new attempt goes on from there.", ex);
		}
	}

	private Optional<Path> fetch(String file, Path target, Path absent) throws IOException {
		Files.createDirectories(target.getParent());
		Path lock = this.folder.resolve(".locks").resolve(this.commit).resolve(file + ".lock");
		try (ProcessLock held = ProcessLock.take(lock)) {
			if (Files.isRegularFile(target)) {
				return Optional.of(target);
			}
			Optional<RemoteFile> remote = this.client.describe(this.model, this.commit, file);
			if (remote.isEmpty()) {
				Files.createDirectories(absent.getParent());
				Files.writeString(absent, "");
				return Optional.empty();
			}
			new Download(this.client, this.settings, remote.get(), target).run();
			return Optional.of(target);
		}
	}

}
