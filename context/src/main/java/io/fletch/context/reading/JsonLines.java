package io.fletch.context.reading;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells an assembler about the values of JSON: one a line, with its path. What is in a
 * field of the outermost object stands below the name of the field; the elements of an
 * array are paragraphs. Several JSON texts may follow each other, as in JSON lines.
 */
final class JsonLines {

	private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
		.maxNestingDepth(500)
		.maxNumberLength(1_000)
		.maxNameLength(50_000)
		.maxStringLength(Integer.MAX_VALUE)
		.build();

	private static final JsonFactory JSON = JsonFactory.builder().streamReadConstraints(LIMITS).build();

	/** A longer path says no more. */
	private static final int LONGEST_PATH = 200;

	private final JsonParser parser;

	private final TextAssembler assembler;

	private boolean isBehindField;

	private JsonLines(JsonParser parser, TextAssembler assembler) {
		this.parser = parser;
		this.assembler = assembler;
	}

	static void read(String json, TextAssembler assembler) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			JsonLines lines = new JsonLines(parser, assembler);
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				lines.value(token, "", 0);
				assembler.endBlock(2);
			}
		}
		catch (StreamConstraintsException ex) {
			throw new TooLargeException(
					"The limits are " + LIMITS.getMaxNestingDepth() + " levels, " + LIMITS.getMaxNumberLength()
							+ " characters of a number and " + LIMITS.getMaxNameLength() + " of a name.");
		}
	}

	private void value(JsonToken token, String path, int depth) {
		switch (token) {
			case START_OBJECT -> object(path, depth);
			case START_ARRAY -> array(path, depth);
			case VALUE_NULL -> {
			}
			default -> line(path, this.parser.getString());
		}
	}

	private void object(String path, int depth) {
		for (JsonToken token = this.parser.nextToken(); token != JsonToken.END_OBJECT; token = this.parser
			.nextToken()) {
			String name = this.parser.currentName();
			JsonToken value = this.parser.nextToken();
			boolean hasHeading = depth == 0 && value.isStructStart();
			if (hasHeading) {
				endHeading();
				this.assembler.append(name);
				this.assembler.endHeading(1);
			}
			value(value, path.isEmpty() ? shortened(name) : shortened(path + "." + name), depth + 1);
			this.isBehindField |= hasHeading;
		}
	}

	private void array(String path, int depth) {
		for (JsonToken token = this.parser.nextToken(); token != JsonToken.END_ARRAY; token = this.parser.nextToken()) {
			value(token, path, depth + 1);
			if (token.isStructStart()) {
				this.assembler.endBlock(2);
			}
		}
	}

	private void line(String path, String value) {
		if (!value.isBlank()) {
			endHeading();
			this.assembler.append(path.isEmpty() ? value : path + ": " + value);
			this.assembler.endBlock(1);
		}
	}

	/**
	 * Ends the heading of the field before, once something follows it.
	 */
	private void endHeading() {
		if (this.isBehindField) {
			this.assembler.endHeadings();
			this.isBehindField = false;
		}
	}

	private static String shortened(String path) {
		if (path.length() <= LONGEST_PATH) {
			return path;
		}
		int start = path.length() - LONGEST_PATH;
		return path.substring(Character.isLowSurrogate(path.charAt(start)) ? start + 1 : start);
	}

}
