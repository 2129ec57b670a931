package io.fletch.embeddings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.fletch.store.Database;
import io.fletch.store.Table;

/**
 * A process of its own that adds to a table whose function it does not name, and asks it.
 */
final class NotesProcess {

	private NotesProcess() {
	}

	static void main(String[] arguments) throws IOException {
		try (Database database = Database.open(Path.of(arguments[0]))) {
			Table notes = database.openTable("notes");
			notes.add(List.of(Map.of("text", "Bread is baked of flour and water.")));
			Object found = notes.search("How do I make a loaf?").limit(1).rows().getFirst().get("text");
			Files.writeString(Path.of(arguments[1]), String.valueOf(found));
		}
	}

}
