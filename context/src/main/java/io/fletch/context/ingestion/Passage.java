package io.fletch.context.ingestion;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.fletch.context.splitting.Span;
import io.fletch.store.Database;
import io.fletch.store.TypedTable;
import io.fletch.store.mapping.FullText;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;
import io.fletch.store.mapping.VectorField;

/**
 * A piece of a document that is found as a whole.
 *
 * @param id the document's id, a dash and the ordinal
 * @param documentId the id of the {@link IndexedDocument}
 * @param ordinal the position among the document's passages, from 0
 * @param text the characters from {@code start} to {@code end} of the document's text
 * @param vector the embedding of the text; {@code null} where it was not asked for
 * @param start the offset of the first character in the document's text
 * @param end the offset after the last character
 * @param heading the headings above it, outermost first, joined by {@code " > "}
 * @param page the page it lies on, from 1
 * @param context what was added so that the text is understood alone, such as the title
 * and the headings above it; embedded before the text, never cited
 * @param parentStart the offset of the first character of the stretch that is read in
 * place of this passage once it is found; {@code null} where the passage stands for
 * itself
 * @param parentEnd the offset after the last character of that stretch
 * @param tags what its document was tagged with
 */
@Table("passages")
// The formatter and Checkstyle disagree about an array in the head of a record.
// @formatter:off
public record Passage(@Id String id, String documentId, int ordinal, @FullText String text,
		@VectorField(source = { "context", "text" }) float @Nullable [] vector, int start, int end,
		@Nullable String heading, @Nullable Integer page, @Nullable String context, @Nullable Integer parentStart,
		@Nullable Integer parentEnd, List<@Nullable String> tags) {
// @formatter:on

	private static final LaterColumns LATER = new LaterColumns("passages", Map.of("context", "cast(null as string)",
			"parentStart", "cast(null as int)", "parentEnd", "cast(null as int)", "tags", "cast(array[] as string[])"));

	/**
	 * Creates a passage.
	 * @param id the document's id, a dash and the ordinal
	 * @param documentId the id of the document
	 * @param ordinal the position among the document's passages, from 0
	 * @param text the characters from {@code start} to {@code end} of the document's text
	 * @param vector the embedding of the text
	 * @param start the offset of the first character in the document's text
	 * @param end the offset after the last character
	 * @param heading the headings above it
	 * @param page the page it lies on
	 * @param context what was added so that the text is understood alone
	 * @param parentStart the start of the stretch that is read in its place
	 * @param parentEnd the end of that stretch
	 * @param tags what its document was tagged with; {@code null} for nothing, where the
	 * column was not read
	 */
	public Passage(String id, String documentId, int ordinal, String text, float @Nullable [] vector, int start,
			int end, @Nullable String heading, @Nullable Integer page, @Nullable String context,
			@Nullable Integer parentStart, @Nullable Integer parentEnd, @Nullable List<@Nullable String> tags) {
		this.id = id;
		this.documentId = documentId;
		this.ordinal = ordinal;
		this.text = text;
		this.vector = vector;
		this.start = start;
		this.end = end;
		this.heading = heading;
		this.page = page;
		this.context = context;
		this.parentStart = parentStart;
		this.parentEnd = parentEnd;
		this.tags = (tags != null) ? List.copyOf(tags) : List.of();
	}

	/**
	 * Creates a passage without tags.
	 * @param id the document's id, a dash and the ordinal
	 * @param documentId the id of the document
	 * @param ordinal the position among the document's passages, from 0
	 * @param text the characters from {@code start} to {@code end} of the document's text
	 * @param vector the embedding of the text
	 * @param start the offset of the first character in the document's text
	 * @param end the offset after the last character
	 * @param heading the headings above it
	 * @param page the page it lies on
	 * @param context what was added so that the text is understood alone
	 * @param parentStart the start of the stretch that is read in its place
	 * @param parentEnd the end of that stretch
	 */
	public Passage(String id, String documentId, int ordinal, String text, float @Nullable [] vector, int start,
			int end, @Nullable String heading, @Nullable Integer page, @Nullable String context,
			@Nullable Integer parentStart, @Nullable Integer parentEnd) {
		this(id, documentId, ordinal, text, vector, start, end, heading, page, context, parentStart, parentEnd,
				List.of());
	}

	/**
	 * Creates a passage that stands for itself.
	 * @param id the document's id, a dash and the ordinal
	 * @param documentId the id of the document
	 * @param ordinal the position among the document's passages, from 0
	 * @param text the characters from {@code start} to {@code end} of the document's text
	 * @param span where the text lies in the document's text
	 */
	public Passage(String id, String documentId, int ordinal, String text, Span span) {
		this(id, documentId, ordinal, text, null, span.start(), span.end(), null, null, null, null, null, List.of());
	}

	/**
	 * Opens the table of passages, creating it if there is none, and adding the columns
	 * that it did not have in older versions.
	 * @param database the database
	 * @return the table
	 */
	public static TypedTable<Passage> table(Database database) {
		return LATER.open(database, Passage.class);
	}

	/**
	 * Returns what is embedded: the context and the text.
	 */
	String embeddedText() {
		return (this.context != null) ? this.context + " " + this.text : this.text;
	}

	/**
	 * Says whether the stored passage need not be made anew for this one. The tags do not
	 * count.
	 */
	boolean isSame(Passage stored) {
		return this.ordinal == stored.ordinal && this.start == stored.start && this.end == stored.end
				&& this.text.equals(stored.text) && Objects.equals(this.heading, stored.heading)
				&& Objects.equals(this.page, stored.page) && Objects.equals(this.context, stored.context)
				&& Objects.equals(this.parentStart, stored.parentStart)
				&& Objects.equals(this.parentEnd, stored.parentEnd);
	}

	Passage withVector(float[] vector) {
		return new Passage(this.id, this.documentId, this.ordinal, this.text, vector, this.start, this.end,
				this.heading, this.page, this.context, this.parentStart, this.parentEnd, this.tags);
	}

	Passage withTags(List<@Nullable String> tags) {
		return this.tags.equals(tags) ? this
				: new Passage(this.id, this.documentId, this.ordinal, this.text, this.vector, this.start, this.end,
						this.heading, this.page, this.context, this.parentStart, this.parentEnd, tags);
	}

}
