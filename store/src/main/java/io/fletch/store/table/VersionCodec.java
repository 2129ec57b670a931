package io.fletch.store.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.fletch.store.version.Operation;
import io.fletch.store.version.RowCounts;
import io.fletch.store.version.TableVersion;

/**
 * The bytes of a {@link TableVersion}. Described in {@code docs/format.md}.
 */
final class VersionCodec {

	private VersionCodec() {
	}

	static void encode(TableVersion version, BinaryOutput output) {
		output.putByte(version.operation().code());
		output.putLong(version.version());
		output.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, version.timestamp()));
		output.putLong(version.rows().inserted());
		output.putLong(version.rows().updated());
		output.putLong(version.rows().deleted());
	}

	static TableVersion decode(BinaryInput input) {
		Operation operation = Operation.of(input.getByte());
		return new TableVersion(input.getLong(), Instant.EPOCH.plus(input.getLong(), ChronoUnit.MICROS), operation,
				new RowCounts(input.getLong(), input.getLong(), input.getLong()));
	}

}
