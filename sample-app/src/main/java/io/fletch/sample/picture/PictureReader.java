package io.fletch.sample.picture;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.ExifUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;

/**
 * Turns files into pictures that are safe to show: decoded, upright, not too large, and
 * written anew, so that places, cameras and whatever else a file holds stay behind. What
 * a file is its content says, not its name. One file is decoded at a time, as a small
 * file may be a large picture.
 */
final class PictureReader {

	/** The longest edge of what is kept, in pixels. */
	static final int LONGEST_EDGE = 1600;

	/** The longest edge of a thumbnail, in pixels: twice what the page shows. */
	static final int THUMBNAIL_EDGE = 400;

	/** The most pixels of a file, those of a telephone's camera. */
	static final long MOST_PIXELS = 50_000_000;

	/** The most pixels of a WebP file: its reader holds all of them, several times. */
	static final long MOST_PIXELS_OF_WEBP = 16_000_000;

	/** The longest edge of a file, in pixels: readers hold whole lines. */
	static final int LONGEST_EDGE_OF_FILES = 16_384;

	private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp", "webp");

	private static final String KNOWN = "Send a PNG, JPEG, GIF, WebP or BMP file.";

	/** Where the header of a BMP file says how long the rest of it is, and what it is. */
	private static final int BMP_HEADER = 14;

	private static final int BMP_COMPRESSION = 30;

	/** Drawings of this size stay as they are to the last pixel. */
	private static final int SMALL = 512 * 512;

	private static final int PLAIN_EDGE = 224;

	private static final double QUALITY = 0.9;

	private final ReentrantLock decoding = new ReentrantLock(true);

	private boolean isPrepared;

	/**
	 * Reads a picture.
	 * @param file the bytes of the file
	 * @return what is kept of it
	 * @throws UnusablePictureException if it is none, is damaged or too large
	 */
	PreparedPicture read(byte[] file) {
		this.decoding.lock();
		try {
			prepare();
			BufferedImage content = fitting(plain(decode(file)), LONGEST_EDGE);
			return new PreparedPicture(written(content), content.getWidth(), content.getHeight(),
					written(fitting(content, THUMBNAIL_EDGE)));
		}
		catch (UnusablePictureException ex) {
			throw ex;
		}
		// Readers throw whatever their state leads to when a file is damaged.
		catch (IOException | RuntimeException ex) {
			String message = ex.getMessage();
			throw new UnusablePictureException("The file is damaged, or of a kind that is not read"
					+ ((message == null || message.isBlank()) ? "" : " (" + message + ")")
					+ ". Save it anew as PNG or JPEG.", ex);
		}
		catch (OutOfMemoryError ex) {
			throw new UnusablePictureException(
					"The picture needs more memory than there is. Make it smaller, or give Java more with -Xmx.", ex);
		}
		finally {
			this.decoding.unlock();
		}
	}

	/**
	 * Makes a picture that every model takes.
	 * @return the file of a white square
	 */
	byte[] plainPicture() {
		BufferedImage square = new BufferedImage(PLAIN_EDGE, PLAIN_EDGE, BufferedImage.TYPE_INT_RGB);
		Arrays.fill(((DataBufferInt) square.getRaster().getDataBuffer()).getData(), 0xffffff);
		try {
			return written(square).bytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whoever used ImageIO first may not have seen the readers beside this class. */
	private void prepare() {
		if (!this.isPrepared) {
			ImageIO.scanForPlugins();
			this.isPrepared = true;
		}
	}

	private static BufferedImage decode(byte[] file) throws IOException {
		try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext()) {
				throw new UnusablePictureException("The file is not a picture in a known format. " + KNOWN);
			}
			ImageReader reader = readers.next();
			try {
				String format = reader.getFormatName().toLowerCase(Locale.ROOT);
				if (!FORMATS.contains(format)) {
					throw new UnusablePictureException("Pictures in the format " + format + " are not taken. " + KNOWN);
				}
				if (format.equals("bmp")) {
					requireOwnPixels(file);
				}
				boolean isJpeg = format.equals("jpeg");
				// Metadata of other formats may be packed, and large when unpacked.
				reader.setInput(stream, true, !isJpeg);
				requireSize(reader, format.equals("webp") ? MOST_PIXELS_OF_WEBP : MOST_PIXELS);
				return upright(reader, isJpeg);
			}
			finally {
				reader.dispose();
			}
		}
	}

	/** A BMP file may hold a JPEG or PNG file, of a size that its own header hides. */
	private static void requireOwnPixels(byte[] file) {
		ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
		if (file.length >= BMP_COMPRESSION + Integer.BYTES
				&& header.getInt(BMP_HEADER) > BMP_COMPRESSION - BMP_HEADER) {
			int compression = header.getInt(BMP_COMPRESSION);
			if (compression == 4 || compression == 5) {
				throw new UnusablePictureException("The BMP file has another file in it (compression " + compression
						+ "). Save it anew as PNG or JPEG.");
			}
		}
	}

	private static void requireSize(ImageReader reader, long mostPixels) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		if (Math.max(width, height) > LONGEST_EDGE_OF_FILES) {
			throw new UnusablePictureException("The picture has " + width + " x " + height
					+ " pixels, but no edge may have more than " + LONGEST_EDGE_OF_FILES + ". Make it smaller.");
		}
		if ((long) width * height > mostPixels) {
			throw new UnusablePictureException("The picture has " + width + " x " + height + " pixels, more than "
					+ mostPixels + ". Make it smaller" + ((mostPixels < MOST_PIXELS) ? ", or save it as JPEG." : "."));
		}
	}

	private static BufferedImage upright(ImageReader reader, boolean isJpeg) throws IOException {
		int width = reader.getWidth(0);
		int height = reader.getHeight(0);
		Orientation orientation = isJpeg ? orientation(reader) : null;
		boolean[] isCut = new boolean[1];
		reader.addIIOReadWarningListener((source, warning) -> isCut[0] |= tellsOfEnd(warning));
		ImageReadParam param = reader.getDefaultReadParam();
		int step = Math.ceilDiv(Math.max(width, height), 2 * LONGEST_EDGE);
		param.setSourceSubsampling(step, step, 0, 0);
		BufferedImage image = reader.read(0, param);
		if (isCut[0]) {
			throw new IIOException("its end is missing");
		}
		return (orientation != null) ? ExifFilterUtils.getFilterForOrientation(orientation).apply(image) : image;
	}

	private static boolean tellsOfEnd(String warning) {
		String text = warning.toLowerCase(Locale.ROOT);
		return text.contains("truncated") || text.contains("premature end");
	}

	/** What stands beside the pixels may be damaged without these being so. */
	private static @Nullable Orientation orientation(ImageReader reader) {
		try {
			return ExifUtils.getExifOrientation(reader, 0);
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * In the colours of the web. Pixels that cannot be seen keep theirs: models see them.
	 */
	private static BufferedImage plain(BufferedImage image) {
		boolean isOpaque = !image.getColorModel().hasAlpha();
		BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(),
				isOpaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = plain.createGraphics();
		graphics.setComposite(AlphaComposite.Src);
		graphics.drawImage(image, 0, 0, null);
		graphics.dispose();
		return plain;
	}

	private static BufferedImage fitting(BufferedImage image, int edge) throws IOException {
		return (Math.max(image.getWidth(), image.getHeight()) <= edge) ? image
				: Thumbnails.of(image).size(edge, edge).asBufferedImage();
	}

	private static ServedPicture written(BufferedImage image) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		if (image.getColorModel().hasAlpha() || image.getWidth() * image.getHeight() <= SMALL) {
			try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
				ImageIO.write(image, "png", stream);
			}
			return new ServedPicture("image/png", bytes.toByteArray());
		}
		Thumbnails.of(image).scale(1).outputFormat("jpg").outputQuality(QUALITY).toOutputStream(bytes);
		return new ServedPicture("image/jpeg", bytes.toByteArray());
	}

}
