package io.fletch.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * Damages files by chance, and makes their checksums hold again if wanted, so that the
 * damage gets past them.
 */
final class FileMutator {

	private static final int[] ABSURD = { -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1 << 30, 0x00FFFFFF };

	private final Random random;

	FileMutator(Random random) {
		this.random = random;
	}

	byte[] flipBit(byte[] file) {
		byte[] changed = file.clone();
		changed[this.random.nextInt(file.length)] ^= (byte) (1 << this.random.nextInt(8));
		return changed;
	}

	byte[] mutate(byte[] file) {
		byte[] changed = file.clone();
		switch (this.random.nextInt(7)) {
			case 0 -> {
				return flipBit(file);
			}
			case 1 -> {
				return Arrays.copyOf(file, this.random.nextInt(file.length));
			}
			case 2 -> {
				return Arrays.copyOf(file, file.length + 1 + this.random.nextInt(100));
			}
			case 3 -> {
				int from = this.random.nextInt(file.length);
				Arrays.fill(changed, from, Math.min(file.length, from + 1 + this.random.nextInt(64)), (byte) 0);
			}
			case 4 -> {
				for (int i = this.random.nextInt(2, 20); i > 0; i--) {
					changed[this.random.nextInt(file.length)] = (byte) this.random.nextInt();
				}
			}
			default -> absurdLength(changed);
		}
		return changed;
	}

	private void absurdLength(byte[] file) {
		if (file.length >= Integer.BYTES) {
			int position = this.random.nextInt(file.length - Integer.BYTES + 1);
			int absurd = ABSURD[this.random.nextInt(ABSURD.length)];
			ByteBuffer.wrap(file)
				.order(ByteOrder.LITTLE_ENDIAN)
				.putInt(this.random.nextBoolean() ? position / 4 * 4 : position, absurd);
		}
	}

	/**
	 * Damages what a checksum guards, and makes the checksum hold.
	 */
	byte[] mutateSealed(String path, byte[] file) {
		if (path.endsWith(".log")) {
			return mutateFrame(file);
		}
		if (path.endsWith(".manifest") || path.endsWith("/_namespace")) {
			ByteBuffer changed = behind(file, 24);
			changed.putInt(16, file.length - 24);
			return changed.putInt(20, checksum(changed, 24, file.length)).array();
		}
		if (path.endsWith("/_oldest") || path.contains("/_tags/") || path.contains("/_leases/")) {
			ByteBuffer changed = behind(file, 16);
			return changed.putInt(12, checksum(changed, 16, file.length)).array();
		}
		return mutate(file);
	}

	private ByteBuffer behind(byte[] file, int header) {
		byte[] payload = Arrays.copyOf(mutate(Arrays.copyOfRange(file, header, file.length)), file.length - header);
		ByteBuffer changed = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
		changed.put(header, payload);
		return changed;
	}

	/**
	 * Damages one of the first frames of a log.
	 */
	private byte[] mutateFrame(byte[] log) {
		ByteBuffer changed = ByteBuffer.wrap(log.clone()).order(ByteOrder.LITTLE_ENDIAN);
		int frame = 48;
		for (int i = this.random.nextInt(4); i > 0; i--) {
			int next = frame + 16 + changed.getInt(frame + 8);
			frame = (next + 16 < log.length) ? next : frame;
		}
		int end = frame + 16 + changed.getInt(frame + 8);
		byte[] payload = Arrays.copyOf(mutate(Arrays.copyOfRange(log, frame + 16, end)), end - frame - 16);
		changed.put(frame + 16, payload);
		return changed.putInt(frame + 12, checksum(changed, frame + 4, frame + 12, frame + 16, end)).array();
	}

	private static int checksum(ByteBuffer file, int... bounds) {
		CRC32C checksum = new CRC32C();
		for (int i = 0; i < bounds.length; i += 2) {
			checksum.update(file.array(), bounds[i], bounds[i + 1] - bounds[i]);
		}
		return (int) checksum.getValue();
	}

}
