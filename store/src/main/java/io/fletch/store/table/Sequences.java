package io.fletch.store.table;

/**
 * The numbers that a table gives next. They only rise, whatever was deleted or restored,
 * but for the number of a fragment: after the highest one they begin anew, and those of
 * fragments that are there are passed over.
 *
 * @param rowId the id of the next stored row
 * @param fragment the number of the next fragment
 * @param field the id of the next field of the schema
 */
public record Sequences(long rowId, int fragment, int field) {

	void write(BinaryOutput output) {
		output.putLong(this.rowId);
		output.putInt(this.fragment);
		output.putInt(this.field);
	}

	static Sequences read(BinaryInput input) {
		Sequences sequences = new Sequences(input.getLong(), input.getInt(), input.getInt());
		input.require(sequences.rowId >= 0 && sequences.fragment >= 0 && sequences.field >= 0,
				"the sequences " + sequences);
		return sequences;
	}

}
