package io.fletch.store.data;

import java.util.Objects;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

import io.fletch.store.data.buffer.BufferBuilder;
import io.fletch.store.data.column.ColumnReader;
import io.fletch.store.data.column.ColumnType;
import io.fletch.store.data.column.FixedWidthType;
import io.fletch.store.data.column.FloatType;
import io.fletch.store.data.column.IntegerType;
import io.fletch.store.data.column.TimestampType;
import io.fletch.store.data.value.Temporal;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.error.InvalidInputException;

/**
 * Types that may replace a narrower one without the files being written anew: values are
 * converted while they are read, and none is lost.
 */
public final class Widening {

	private static final long SECONDS_PER_DAY = 86_400;

	private final Kind kind;

	private final ColumnType to;

	private final int growth;

	private Widening(Kind kind, ColumnType to, int growth) {
		this.kind = kind;
		this.to = to;
		this.growth = growth;
	}

	/**
	 * Tells whether a field may become another without its values being written anew.
	 * Names and whether they may be null are not looked at.
	 * @param from the field as it is
	 * @param to the field as it shall be
	 * @return whether every value of the one is a value of the other, and read as such
	 */
	public static boolean allows(Field from, Field to) {
		try {
			ColumnResolver.require(from, to);
			return true;
		}
		catch (CorruptTableException | InvalidInputException ex) {
			return false;
		}
	}

	static Widening of(Field stored, Field table) {
		ColumnType to = ColumnType.of(table);
		ArrowType written = ColumnType.storage(stored.getType());
		ArrowType read = ColumnType.storage(table.getType());
		boolean isSame = written.equals(read) || (isText(written) && isText(read) && !isNarrower(written, read))
				|| (isBinary(written) && isBinary(read) && !isNarrower(written, read));
		boolean isWider = !isSame && isWider(written, read);
		return new Widening(isSame ? Kind.NONE : (isWider ? Kind.CONVERSION : Kind.IMPOSSIBLE), to,
				isWider ? growth(ColumnType.of(stored), to) : 0);
	}

	private static int growth(ColumnType from, ColumnType to) {
		return Math.ceilDiv(((FixedWidthType) to).width(), ((FixedWidthType) from).width());
	}

	private static boolean isText(ArrowType type) {
		return type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8;
	}

	private static boolean isBinary(ArrowType type) {
		return type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary;
	}

	private static boolean isNarrower(ArrowType written, ArrowType read) {
		return (written instanceof ArrowType.LargeUtf8 && read instanceof ArrowType.Utf8)
				|| (written instanceof ArrowType.LargeBinary && read instanceof ArrowType.Binary);
	}

	private static boolean isWider(ArrowType from, ArrowType to) {
		return switch (from) {
			case ArrowType.Int narrow when to instanceof ArrowType.Int wide ->
				wide.getBitWidth() > narrow.getBitWidth() && (wide.getIsSigned() || !narrow.getIsSigned());
			case ArrowType.Int narrow when to instanceof ArrowType.FloatingPoint real ->
				narrow.getBitWidth() < Long.SIZE && real.getPrecision().ordinal() == 2;
			case ArrowType.FloatingPoint narrow when to instanceof ArrowType.FloatingPoint wide ->
				wide.getPrecision().ordinal() > narrow.getPrecision().ordinal();
			case ArrowType.Decimal narrow when to instanceof ArrowType.Decimal wide ->
				wide.getScale() >= narrow.getScale()
						&& wide.getPrecision() - wide.getScale() >= narrow.getPrecision() - narrow.getScale();
			case ArrowType.Date narrow when to instanceof ArrowType.Date || to instanceof ArrowType.Timestamp ->
				narrow.getUnit().ordinal() == 0;
			case ArrowType.Timestamp narrow when to instanceof ArrowType.Timestamp wide ->
				wide.getUnit().ordinal() > narrow.getUnit().ordinal()
						&& Objects.equals(wide.getTimezone(), narrow.getTimezone());
			default -> false;
		};
	}

	/**
	 * Returns how many times the width of a value in the file it takes when converted.
	 */
	int growth() {
		return this.growth;
	}

	Kind kind() {
		return this.kind;
	}

	/**
	 * Converts a column.
	 */
	ColumnReader convert(ColumnReader reader) {
		if (!(reader instanceof ColumnReader.FixedWidth values)) {
			return reader;
		}
		FixedWidthType target = (FixedWidthType) this.to;
		int count = Math.toIntExact(values.data().byteSize() / values.type().width());
		BufferBuilder data = new BufferBuilder();
		for (int row = 0; row < count; row++) {
			if (values.isNull(row)) {
				data.putZeros(target.width());
			}
			else {
				convert(values, row, target, data);
			}
		}
		return new ColumnReader.FixedWidth(values.validity(), data.padded(), target);
	}

	private void convert(ColumnReader.FixedWidth values, int row, FixedWidthType target, BufferBuilder data) {
		switch (target) {
			case IntegerType integers -> integers.put(data, values.longValue(row));
			case FloatType reals when reals.width() == Double.BYTES -> reals.put(data, values.doubleValue(row));
			case FloatType reals -> reals.put(data, (float) values.doubleValue(row));
			case TimestampType times -> data.putLong(count(values, row, times));
			default -> target.put(data, target.take(values.value(row)));
		}
	}

	private static long count(ColumnReader.FixedWidth values, int row, TimestampType target) {
		try {
			return (values.type() instanceof TimestampType source)
					? Math.multiplyExact(values.longValue(row),
							Temporal.perSecond(target.unit()) / Temporal.perSecond(source.unit()))
					: Math.multiplyExact(values.longValue(row), SECONDS_PER_DAY * Temporal.perSecond(target.unit()));
		}
		catch (ArithmeticException ex) {
			throw new InvalidInputException("The value " + values.value(row) + ", written as " + values.type().label()
					+ ", is out of the range of " + target.label() + "; give the column a coarser unit", ex);
		}
	}

	/**
	 * What it takes.
	 */
	enum Kind {

		NONE, CONVERSION, IMPOSSIBLE

	}

}
