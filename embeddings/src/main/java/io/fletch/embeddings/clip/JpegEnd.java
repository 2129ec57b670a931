package io.fletch.embeddings.clip;

/**
 * The marker at the end of a JPEG file. Where it is missing, so is a part of the picture,
 * which readers fill with grey and a warning.
 */
final class JpegEnd {

	private static final byte MARK = (byte) 0xff;

	private static final byte START = (byte) 0xd8;

	private static final byte SCAN = (byte) 0xda;

	private static final byte END = (byte) 0xd9;

	private JpegEnd() {
	}

	static boolean isMissing(byte[] file) {
		if (!isMarker(file, 0, START)) {
			return false;
		}
		for (int i = firstScan(file); i < file.length - 1; i++) {
			if (isMarker(file, i, END)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The segments before the pixels are left out, since a preview among them has an end
	 * of its own.
	 */
	private static int firstScan(byte[] file) {
		int position = 2;
		while (position + 3 < file.length && file[position] == MARK && file[position + 1] != SCAN) {
			boolean isFill = file[position + 1] == MARK;
			position += isFill ? 1 : 2 + ((file[position + 2] & 0xff) << 8 | file[position + 3] & 0xff);
		}
		return position;
	}

	private static boolean isMarker(byte[] file, int position, byte marker) {
		return position + 1 < file.length && file[position] == MARK && file[position + 1] == marker;
	}

}
