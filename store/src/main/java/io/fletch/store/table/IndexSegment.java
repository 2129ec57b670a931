package io.fletch.store.table;

/**
 * A part of an index that was built at once, over the rows that were there then.
 *
 * @param path the path of its file in the table's folder
 * @param byteSize how long the file is
 * @param checksum the CRC-32C of the file
 * @param rowIds the ids of the rows, rising; the ordinal of a row is its place among them
 */
public record IndexSegment(String path, long byteSize, int checksum, RowIds rowIds) {

	void write(BinaryOutput output) {
		output.putString(this.path);
		output.putLong(this.byteSize);
		output.putInt(this.checksum);
		this.rowIds.write(output);
	}

	static IndexSegment read(BinaryInput input) {
		String path = input.getString();
		input.require(TableFiles.isIndex(path), "an index file '" + path + "'");
		IndexSegment segment = new IndexSegment(path, input.getLong(), input.getInt(), RowIds.read(input));
		input.require(segment.rowIds.isRising(), "row ids of an index that do not rise");
		return segment;
	}

}
