package io.fletch.store.table;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import io.fletch.store.error.CorruptTableException;
import io.fletch.store.io.Storage;

/**
 * Names for versions: one small file a tag, beside a checkpoint of the tagged version, so
 * that a cleanup of the log does not take it. Only for the holder of the table's lock,
 * but for reading.
 */
public final class Tags {

	private final Storage storage;

	/**
	 * The tags of a table.
	 * @param storage the folder of the table
	 */
	public Tags(Storage storage) {
		this.storage = storage;
	}

	/**
	 * Lists the tags.
	 * @return the tagged versions by name, in the order of the names
	 * @throws IOException if a file cannot be read
	 */
	public Map<String, Long> list() throws IOException {
		Map<String, Long> tags = new TreeMap<>();
		for (String name : this.storage.list(TableFiles.TAGS)) {
			if (!name.startsWith(".")) {
				tags.put(name, read(name));
			}
		}
		return tags;
	}

	long read(String name) throws IOException {
		BinaryInput input = Checked.read(this.storage, TableFiles.tag(name), "tag '" + name + "'");
		long version = input.getLong();
		input.requireEnd();
		if (version < 1) {
			throw new CorruptTableException("The tag '" + name + "' is damaged: it names version " + version);
		}
		return version;
	}

	/**
	 * Gives a name to a version, or takes it from another version for this one.
	 * @param name the name
	 * @param tagged the version
	 * @throws IOException if a file cannot be written
	 */
	public void put(String name, Manifest tagged) throws IOException {
		if (!this.storage.exists(TableFiles.manifest(tagged.version()))) {
			ManifestFile.write(this.storage, tagged);
		}
		this.storage.createFolder(TableFiles.TAGS);
		BinaryOutput output = new BinaryOutput();
		output.putLong(tagged.version());
		this.storage.replace(TableFiles.tag(name), Checked.seal(output));
	}

	/**
	 * Forgets a name, durably.
	 * @param name the name
	 * @throws IOException if the file cannot be deleted
	 */
	public void delete(String name) throws IOException {
		this.storage.delete(TableFiles.tag(name));
		this.storage.sync(TableFiles.TAGS);
	}

}
