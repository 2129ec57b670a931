package io.fletch.store.data;

import io.fletch.store.data.blob.BlobPlace;
import io.fletch.store.data.column.ColumnReader;

/**
 * Checks the checksum of every blob of a column, however deep it lies.
 */
final class BlobVerifier {

	private BlobVerifier() {
	}

	static void verify(ColumnReader column) {
		switch (column) {
			case ColumnReader.Blobs blobs -> verify(blobs);
			case ColumnReader.Lists lists -> verify(lists.elements());
			case ColumnReader.FixedLists lists -> verify(lists.elements());
			case ColumnReader.Structs structs -> structs.children().forEach(BlobVerifier::verify);
			case ColumnReader.Maps maps -> verify(maps.values());
			case ColumnReader.Absent absent -> {
			}
			case ColumnReader.Text text -> {
			}
			case ColumnReader.Binary binary -> {
			}
			case ColumnReader.Bits bits -> {
			}
			case ColumnReader.FixedWidth numbers -> {
			}
			case ColumnReader.Vectors vectors -> {
			}
		}
	}

	private static void verify(ColumnReader.Blobs blobs) {
		for (int i = 0; i < blobs.count(); i++) {
			BlobPlace place = blobs.isNull(i) ? null : blobs.place(i);
			if (place != null) {
				blobs.source().verify(place);
			}
		}
	}

}
