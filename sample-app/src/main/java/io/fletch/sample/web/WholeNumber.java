package io.fletch.sample.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Takes JSON numbers without a fraction and nothing else: a text or a fraction in a whole
 * number's place is a client's mistake.
 *
 * @param <N> what they become
 */
abstract sealed class WholeNumber<N extends Number> extends StdDeserializer<N> {

	private final Class<N> type;

	private WholeNumber(Class<N> type) {
		super(type);
		this.type = type;
	}

	@Override
	public @Nullable N deserialize(JsonParser parser, DeserializationContext context) {
		N number = parser.hasToken(JsonToken.VALUE_NUMBER_INT) ? read(parser) : null;
		return (number != null) ? number : this.type.cast(context.handleUnexpectedToken(this.type, parser));
	}

	/** Returns nothing if the number is too large. */
	abstract @Nullable N read(JsonParser parser);

	/** Of 32 bits. */
	static final class OfInt extends WholeNumber<Integer> {

		OfInt() {
			super(Integer.class);
		}

		@Override
		@Nullable Integer read(JsonParser parser) {
			return (parser.getNumberType() == JsonParser.NumberType.INT) ? Integer.valueOf(parser.getIntValue()) : null;
		}

	}

	/** Of 64 bits. */
	static final class OfLong extends WholeNumber<Long> {

		OfLong() {
			super(Long.class);
		}

		@Override
		@Nullable Long read(JsonParser parser) {
			return (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) ? Long.valueOf(parser.getLongValue())
					: null;
		}

	}

}
