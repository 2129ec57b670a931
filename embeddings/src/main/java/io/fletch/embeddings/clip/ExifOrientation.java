package io.fletch.embeddings.clip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * How a camera was held, as a JPEG file tells it in its Exif segment: TIFF tag 274.
 *
 * @param value from 1, upright, to 8
 */
record ExifOrientation(int value) {

	static final ExifOrientation UPRIGHT = new ExifOrientation(1);

	private static final String HEADER = "Exif\0\0";

	private static final int TAG = 274;

	private static final int ENTRY = 12;

	static ExifOrientation of(byte[] file) {
		ByteBuffer bytes = ByteBuffer.wrap(file);
		try {
			if (bytes.getShort() != (short) 0xffd8) {
				return UPRIGHT;
			}
			while (bytes.getShort() != (short) 0xffda) {
				short marker = bytes.getShort(bytes.position() - 2);
				int next = bytes.position() + (bytes.getShort(bytes.position()) & 0xffff);
				if (marker == (short) 0xffe1 && isExif(file, bytes.position() + 2)) {
					return tiff(bytes.slice(bytes.position() + 8, next - bytes.position() - 8));
				}
				bytes.position(next);
			}
			return UPRIGHT;
		}
		catch (RuntimeException ex) {
			// What stands beside the picture may be damaged without the picture being so.
			return UPRIGHT;
		}
	}

	private static boolean isExif(byte[] file, int start) {
		return new String(file, start, HEADER.length(), StandardCharsets.ISO_8859_1).equals(HEADER);
	}

	private static ExifOrientation tiff(ByteBuffer segment) {
		segment.order((segment.get(0) == 'I') ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		int directory = segment.getInt(4);
		int entries = segment.getShort(directory) & 0xffff;
		for (int i = 0; i < entries; i++) {
			int entry = directory + 2 + i * ENTRY;
			if (segment.getShort(entry) == TAG) {
				int value = segment.getShort(entry + 8);
				return (value >= 1 && value <= 8) ? new ExifOrientation(value) : UPRIGHT;
			}
		}
		return UPRIGHT;
	}

	/**
	 * Tells whether rows of the upright picture were stored as columns.
	 */
	boolean isTurned() {
		return this.value > 4;
	}

	/**
	 * Tells whether the top row of the upright picture is the last that was stored.
	 */
	boolean countsFromTheEnd() {
		return this.value == 3 || this.value == 4 || this.value == 7 || this.value == 8;
	}

	/**
	 * Tells whether the left end of a row of the upright picture is the last that was
	 * stored.
	 */
	boolean isMirrored() {
		return this.value == 2 || this.value == 3 || this.value == 6 || this.value == 7;
	}

}
