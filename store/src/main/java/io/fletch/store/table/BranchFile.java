package io.fletch.store.table;

import java.io.IOException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.fletch.store.io.Storage;
import io.fletch.store.version.TableBranch;

/**
 * The small file in the folder of a branch that tells where the branch began. Described
 * in {@code docs/format.md}.
 */
public final class BranchFile {

	private static final String NAME = "_branch";

	private BranchFile() {
	}

	/**
	 * Writes the file.
	 * @param folder the folder of the branch
	 * @param branch the branch
	 * @throws IOException if the file cannot be written
	 */
	public static void write(Storage folder, TableBranch branch) throws IOException {
		BinaryOutput output = new BinaryOutput();
		@Nullable String parent = branch.parent();
		output.putString((parent != null) ? parent : "");
		output.putLong(branch.version());
		output.putLong(branch.created().toEpochMilli());
		folder.write(NAME, Checked.seal(output));
	}

	/**
	 * Reads the file.
	 * @param folder the folder of the branch
	 * @param name the name of the branch
	 * @return the branch
	 * @throws IOException if the file cannot be read
	 */
	public static TableBranch read(Storage folder, String name) throws IOException {
		BinaryInput input = Checked.read(folder, NAME, "branch '" + name + "'");
		String parent = input.getString();
		TableBranch branch = new TableBranch(name, parent.isEmpty() ? null : parent, input.getLong(),
				Instant.ofEpochMilli(input.getLong()));
		input.requireEnd();
		return branch;
	}

}
