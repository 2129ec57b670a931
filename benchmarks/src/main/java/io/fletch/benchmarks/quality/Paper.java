package io.fletch.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.fletch.benchmarks.files.FvecsFile;
import io.fletch.benchmarks.files.JsonLines;
import io.fletch.benchmarks.files.UnusableFileException;
import io.fletch.embeddings.onnx.AllMiniLmL6V2;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.SourceField;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A document of a judged collection.
 *
 * @param id the id that the judgements name
 * @param text title and text
 * @param vector the vector, or {@code null} to be made
 */
@Table("papers")
public record Paper(@Id String id, @SourceField @FullText String text,
		@VectorField(function = AllMiniLmL6V2.ALIAS) float @Nullable [] vector) {

	/**
	 * Reads documents from {@code corpus.jsonl} in the layout of BEIR.
	 * @param folder the folder of the collection
	 * @param vectors their vectors in the fvecs format, or {@code null}
	 * @return the documents that are not blank
	 * @throws IOException if a file cannot be read, or there are not as many vectors
	 */
	public static List<Paper> read(Path folder, @Nullable Path vectors) throws IOException {
		List<Line> lines = JsonLines.read(folder.resolve("corpus.jsonl"), Line.class);
		List<float[]> known = (vectors != null) ? FvecsFile.vectors(vectors) : List.of();
		if (vectors != null && known.size() != lines.size()) {
			throw new UnusableFileException("The file " + vectors.toAbsolutePath() + " has " + known.size()
					+ " vectors, but there are " + lines.size() + " documents");
		}
		List<Paper> papers = new ArrayList<>();
		for (int i = 0; i < lines.size(); i++) {
			String text = lines.get(i).whole();
			if (!text.isBlank()) {
				papers.add(new Paper(lines.get(i).id(), text, (vectors != null) ? known.get(i) : null));
			}
		}
		return papers;
	}

	/**
	 * A line of the file.
	 */
	record Line(@JsonProperty("_id") String id, @Nullable String title, String text) {

		String whole() {
			return (this.title == null || this.title.isBlank()) ? this.text : this.title + " " + this.text;
		}

	}

}
