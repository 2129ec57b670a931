package io.fletch.store.expression;

import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * How the values of a type behave in expressions. Each kind has one Java form, in which
 * expressions compute; columns of a kind differ only in how they store it.
 */
public enum Kind {

	/** The type of NULL; no values. */
	NULL,

	/** Boolean. */
	BOOLEAN,

	/** Long; integers of up to 64 bits, of 32 if unsigned. */
	INTEGER,

	/** Double; floating-point numbers of any width. */
	FLOAT,

	/** BigDecimal; decimals, and unsigned integers of 64 bits. */
	DECIMAL,

	/** String. */
	TEXT,

	/** byte[]. */
	BINARY,

	/** LocalDate. */
	DATE,

	/** LocalTime. */
	TIME,

	/** Instant; timestamps with a zone. */
	TIMESTAMP,

	/** LocalDateTime; timestamps without a zone. */
	DATETIME,

	/** Duration. */
	DURATION,

	/** Interval; only as a literal. */
	INTERVAL,

	/** List, or a primitive array where the column stores vectors. */
	LIST,

	/** Map by field name. */
	STRUCT,

	/** Map. */
	MAP,

	/** What expressions can only pass on or test for null. */
	OTHER;

	public static Kind of(ArrowType type) {
		return switch (type) {
			case ArrowType.Null nothing -> NULL;
			case ArrowType.Bool bool -> BOOLEAN;
			case ArrowType.Int integer -> (integer.getBitWidth() == 64 && !integer.getIsSigned()) ? DECIMAL : INTEGER;
			case ArrowType.FloatingPoint real -> FLOAT;
			case ArrowType.Decimal decimal -> DECIMAL;
			case ArrowType.Utf8 text -> TEXT;
			case ArrowType.LargeUtf8 text -> TEXT;
			case ArrowType.Utf8View text -> TEXT;
			case ArrowType.Binary binary -> BINARY;
			case ArrowType.LargeBinary binary -> BINARY;
			case ArrowType.BinaryView binary -> BINARY;
			case ArrowType.FixedSizeBinary binary -> BINARY;
			case ArrowType.Date date -> DATE;
			case ArrowType.Time time -> TIME;
			case ArrowType.Timestamp timestamp -> (timestamp.getTimezone() != null) ? TIMESTAMP : DATETIME;
			case ArrowType.Duration duration -> DURATION;
			case ArrowType.Interval interval -> INTERVAL;
			case ArrowType.List list -> LIST;
			case ArrowType.LargeList list -> LIST;
			case ArrowType.FixedSizeList list -> LIST;
			case ArrowType.ListView list -> LIST;
			case ArrowType.LargeListView list -> LIST;
			case ArrowType.Struct struct -> STRUCT;
			case ArrowType.Map map -> MAP;
			default -> OTHER;
		};
	}

	public boolean isNumber() {
		return this == INTEGER || this == FLOAT || this == DECIMAL;
	}

	public boolean isPointInTime() {
		return this == DATE || this == TIMESTAMP || this == DATETIME;
	}

}
