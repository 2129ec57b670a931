package io.fletch.context.splitting;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.fletch.context.reading.ParsedDocument;
import io.fletch.context.reading.Section;

/**
 * Cuts the chunks of one splitter into smaller ones by another. The small ones are found,
 * as they say one thing each; the {@link Chunk#parent() parent} is read in their place.
 * Immutable.
 */
public final class ParentChildSplitter implements Splitter {

	private final Splitter parents;

	private final Splitter children;

	/**
	 * Creates a splitter.
	 * @param parents makes the chunks that are read
	 * @param children cuts each of them into the chunks that are found
	 */
	public ParentChildSplitter(Splitter parents, Splitter children) {
		Objects.requireNonNull(parents, "parents");
		Objects.requireNonNull(children, "children");
		this.parents = parents;
		this.children = children;
	}

	@Override
	public List<Chunk> split(ParsedDocument document) {
		Objects.requireNonNull(document, "document");
		List<Chunk> chunks = new ArrayList<>();
		for (Chunk parent : this.parents.split(document)) {
			for (Chunk child : this.children.split(alone(document, parent))) {
				chunks.add(new Chunk(child.text(), parent.start() + child.start(), parent.start() + child.end(),
						parent.heading(), parent.page(), new Span(parent.start(), parent.end())));
			}
		}
		return List.copyOf(chunks);
	}

	@Override
	public String description() {
		return "parents " + this.parents.description() + " children " + this.children.description();
	}

	private static ParsedDocument alone(ParsedDocument document, Chunk parent) {
		Section section = new Section(0, parent.text().length(), parent.heading(), parent.page());
		return new ParsedDocument(document.title(), document.mediaType(), parent.text(), List.of(section));
	}

}
