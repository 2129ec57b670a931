package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Decodes the files of pictures. How large a picture is, its header tells: one that is
 * too large is refused before its pixels take memory.
 */
final class PictureDecoder {

	private final int maxPixels;

	PictureDecoder(int maxPixels) {
		this.maxPixels = maxPixels;
	}

	BufferedImage decode(byte[] bytes) {
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
				requireSize(reader.getWidth(0), reader.getHeight(0));
				return ExifOrientation.of(bytes).upright(reader.read(0));
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

	void requireSize(int width, int height) {
		if ((long) width * height > this.maxPixels) {
			throw new EmbeddingException("it has " + width + " x " + height + " pixels, more than " + this.maxPixels
					+ ". Make it smaller, or allow more by the option 'max-image-pixels'.");
		}
	}

}
