package io.fletch.langchain4j;

import java.math.BigDecimal;

/**
 * Labels by which an index finds metadata, such as {@code lang:en} and {@code year:2024}.
 * Values that are equal have the same label, whatever their types; others may have it,
 * too, so that whoever looks for a label compares the values as well.
 */
final class MetadataLabel {

	/** What is longer is cut, so that an index stays small. */
	private static final int LONGEST = 200;

	/** Beyond, numbers are written with an exponent. */
	private static final int MOST_ZEROS = 40;

	private MetadataLabel() {
	}

	/**
	 * Returns the label of a value.
	 * @param value a value that metadata can have
	 */
	static String of(String key, Object value) {
		String label = key + ":" + switch (value) {
			case Float number -> number(SegmentMetadata.written(number));
			case Double number -> number(number);
			case Number number -> plain(new BigDecimal(number.toString()));
			default -> value.toString();
		};
		return (label.length() <= LONGEST) ? label : label.substring(0, label.offsetByCodePoints(0, LONGEST / 2));
	}

	private static String number(double number) {
		return Double.isFinite(number) ? plain(new BigDecimal(Double.toString(number))) : Double.toString(number);
	}

	private static String plain(BigDecimal number) {
		BigDecimal stripped = number.stripTrailingZeros();
		return (Math.abs((long) stripped.scale()) <= MOST_ZEROS) ? stripped.toPlainString() : stripped.toString();
	}

}
