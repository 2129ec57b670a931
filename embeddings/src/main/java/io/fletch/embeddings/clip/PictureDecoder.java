package io.fletch.embeddings.clip;

import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Decodes the files of pictures. How large a picture is, its header tells: one that is
 * too large is refused before its pixels take memory.
 */
final class PictureDecoder {

	/** What a pixel of four colours of 8 bits takes. */
	private static final int BYTES = 4;

	/** Files of small pictures have tiles of this size too. */
	private static final long USUAL_TILE = 1 << 20;

	private final int maxPixels;

	/** Many pictures at once have no more pixels than the greatest alone. */
	private final Semaphore pixels;

	PictureDecoder(int maxPixels) {
		this.maxPixels = maxPixels;
		this.pixels = new Semaphore(maxPixels, true);
	}

	/**
	 * Decodes a picture, which takes memory until it has been used. Waits for that memory
	 * where other threads decode.
	 * @param bytes the file
	 * @param use what is done with it
	 * @return what comes of it
	 */
	<R> R decode(byte[] bytes, Function<Picture, R> use) {
		try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) {
				throw new EmbeddingException("its " + bytes.length
						+ " bytes are no picture in a known format. Use one of "
						+ "PNG, JPEG, GIF, BMP, TIFF, or put a plugin of ImageIO for another on the class path.");
			}
			if (JpegEnd.isMissing(bytes)) {
				throw new EOFException("it is a JPEG file without its end");
			}
			ImageReader reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				requireSize(reader);
				int size = reader.getWidth(0) * reader.getHeight(0);
				this.pixels.acquire(size);
				try {
					return use.apply(new Picture(reader.read(0), ExifOrientation.of(bytes)));
				}
				finally {
					this.pixels.release(size);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new EmbeddingException("the thread was interrupted", ex);
			}
			finally {
				reader.dispose();
			}
		}
		// Readers throw whatever their state leads to when a file is damaged.
		catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException
				| IllegalStateException | ClassCastException | NullPointerException | ArithmeticException ex) {
			throw new EmbeddingException("its file is damaged, or of a kind that is not read (" + ex.getMessage()
					+ "). Save it anew as PNG or JPEG.", ex);
		}
	}

	private void requireSize(ImageReader reader) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		if ((long) width * height > this.maxPixels) {
			throw new EmbeddingException("it has " + width + " x " + height + " pixels, more than " + this.maxPixels
					+ ". Make it smaller, or allow more by the option 'max-image-pixels'.");
		}
		long tile = (long) reader.getTileWidth(0) * reader.getTileHeight(0);
		if (reader.getTileWidth(0) != width && tile > Math.max(USUAL_TILE, this.maxPixels)) {
			throw new EmbeddingException("its tiles have " + tile + " pixels, more than " + this.maxPixels
					+ ". Save it anew as PNG or JPEG.");
		}
		requireMemory(reader, (long) width * height);
	}

	private void requireMemory(ImageReader reader, long size) throws IOException {
		for (Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0); types.hasNext();) {
			SampleModel samples = types.next().getSampleModel();
			int bytes = Math.ceilDiv(DataBuffer.getDataTypeSize(samples.getDataType()), Byte.SIZE)
					* samples.getNumDataElements();
			if (size * bytes > (long) BYTES * this.maxPixels) {
				throw new EmbeddingException("its " + size + " pixels have " + bytes + " bytes each, more than "
						+ (long) BYTES * this.maxPixels + " in all. Save it anew with 8 bits a colour, make it "
						+ "smaller, or allow more by the option 'max-image-pixels'.");
			}
		}
	}

}
