package io.fletch.context.ingestion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks in a folder, one for each document that is ingested just now: what stays there
 * tells which documents the process ended at, and how often. Made for the next start
 * only; what goes wrong with a mark does not hinder the ingestion.
 */
final class WorkMarks {

	private static final Logger logger = LoggerFactory.getLogger(WorkMarks.class);

	private static final String EXTENSION = ".begun";

	private static final int LONGEST = 4;

	private final Path folder;

	WorkMarks(Path folder) {
		this.folder = folder;
	}

	/**
	 * Marks a document that is begun. How often the process ended at it before is kept.
	 */
	void begun(String documentId) {
		if (!Files.exists(path(documentId))) {
			write(documentId, 0);
		}
	}

	/**
	 * Marks that a document has made progress: it is hardly the one that ends the
	 * process.
	 */
	void advanced(String documentId) {
		write(documentId, 0);
	}

	/**
	 * Removes the mark of a document, whatever became of it.
	 */
	void ended(String documentId) {
		remove(path(documentId));
	}

	/**
	 * Counts one more end of the process at a document.
	 * @return how often it ended there without progress, this time included; 0 if the
	 * document was not under way
	 */
	int countEnd(String documentId) {
		try {
			String text = Files.readString(path(documentId), StandardCharsets.US_ASCII).strip();
			int ends = (text.matches("\\d{1," + LONGEST + "}") ? Integer.parseInt(text) : 0) + 1;
			write(documentId, ends);
			return ends;
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
		catch (IOException ex) {
			logger.warn("The mark {} cannot be read, and counts for nothing", path(documentId), ex);
			return 0;
		}
	}

	/**
	 * Removes all marks but those of some documents.
	 */
	void removeAllBut(Collection<String> documentIds) {
		try (DirectoryStream<Path> marks = Files.newDirectoryStream(this.folder, "*" + EXTENSION)) {
			for (Path mark : marks) {
				String name = String.valueOf(mark.getFileName());
				if (!documentIds.contains(name.substring(0, name.length() - EXTENSION.length()))) {
					remove(mark);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.warn("The marks in {} cannot be removed", this.folder, ex);
		}
	}

	private Path path(String documentId) {
		return this.folder.resolve(documentId + EXTENSION);
	}

	private void write(String documentId, int ends) {
		try {
			Files.writeString(path(documentId), Integer.toString(ends), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			logger.warn("The mark {} cannot be written", path(documentId), ex);
		}
	}

	private static void remove(Path mark) {
		try {
			Files.deleteIfExists(mark);
		}
		catch (IOException ex) {
			logger.warn("The mark {} cannot be removed; it is when its document is ingested again", mark, ex);
		}
	}

}
