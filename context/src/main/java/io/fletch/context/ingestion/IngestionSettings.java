package io.fletch.context.ingestion;

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.enrichment.Enricher;
import io.fletch.context.reading.DocumentReader;
import io.fletch.context.reading.ReadLimits;
import io.fletch.context.splitting.SentenceSplitter;
import io.fletch.context.splitting.Splitter;
import io.fletch.context.splitting.WindowSplitter;

/**
 * How files become passages.
 *
 * @param reader reads the files
 * @param splitter cuts their text into the chunks that become passages
 * @param enricher makes what is embedded before the text of a passage; {@code null} for
 * nothing
 * @param files the folder that holds the submitted files, created when needed
 * @param work how much is done at once, and how often what failed is tried again
 */
public record IngestionSettings(DocumentReader reader, Splitter splitter, @Nullable Enricher enricher, Path files,
		IngestionWork work) {

	public IngestionSettings {
		Objects.requireNonNull(reader, "reader");
		Objects.requireNonNull(splitter, "splitter");
		Objects.requireNonNull(files, "files");
		Objects.requireNonNull(work, "work");
	}

	/** Chunks in a passage. */
	public static final int DEFAULT_WINDOW = 3;

	/** Chunks between the starts of two passages. */
	public static final int DEFAULT_STRIDE = 2;

	/** The fewest chunks in the last passage of a section. */
	public static final int DEFAULT_MIN_WINDOW_SIZE = 1;

	/**
	 * Returns the defaults: chunks of up to 400 characters, three to a passage, of which
	 * one is shared with the next; no enrichment.
	 * @param files the folder that holds the submitted files
	 * @return the settings
	 */
	public static IngestionSettings in(Path files) {
		Objects.requireNonNull(files, "files");
		Splitter sentences = new SentenceSplitter(SentenceSplitter.DEFAULT_MAX_CHARACTERS);
		return new IngestionSettings(new DocumentReader(),
				new WindowSplitter(sentences, DEFAULT_WINDOW, DEFAULT_STRIDE, DEFAULT_MIN_WINDOW_SIZE), null, files,
				IngestionWork.DEFAULT);
	}

	/**
	 * Sets what reads the files.
	 * @param reader the reader
	 * @return settings with this reader
	 */
	public IngestionSettings withReader(DocumentReader reader) {
		Objects.requireNonNull(reader, "reader");
		return new IngestionSettings(reader, this.splitter, this.enricher, this.files, this.work);
	}

	/**
	 * Sets what cuts texts into passages.
	 * @param splitter the splitter
	 * @return settings with this splitter
	 */
	public IngestionSettings withSplitter(Splitter splitter) {
		Objects.requireNonNull(splitter, "splitter");
		return new IngestionSettings(this.reader, splitter, this.enricher, this.files, this.work);
	}

	/**
	 * Sets what makes the context of passages.
	 * @param enricher the enricher, or {@code null} for none
	 * @return settings with this enricher
	 */
	public IngestionSettings withEnricher(@Nullable Enricher enricher) {
		return new IngestionSettings(this.reader, this.splitter, enricher, this.files, this.work);
	}

	/**
	 * Sets where submitted files are kept.
	 * @param files the folder, created when needed; of one pipeline alone
	 * @return settings with this folder
	 */
	public IngestionSettings withFiles(Path files) {
		Objects.requireNonNull(files, "files");
		return new IngestionSettings(this.reader, this.splitter, this.enricher, files, this.work);
	}

	/**
	 * Sets how much is done at once, and how often.
	 * @param work the work
	 * @return settings with this work
	 */
	public IngestionSettings withWork(IngestionWork work) {
		Objects.requireNonNull(work, "work");
		return new IngestionSettings(this.reader, this.splitter, this.enricher, this.files, work);
	}

	/**
	 * Describes what decides the passages of a text, so that a change is noticed.
	 */
	String fingerprint(String function) {
		String context = (this.enricher != null) ? " " + this.enricher.description() : "";
		ReadLimits limits = this.reader.limits();
		return "4 " + limits.maxBytes() + " " + limits.maxCharacters() + " " + limits.timeout() + " "
				+ this.splitter.description() + context + " " + function;
	}

}
