package io.fletch.sample.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes files of pictures.
 */
public final class Drawing {

	/** One white pixel, lossless. */
	static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";

	private static final String LOSSY_WEBP = """
			UklGRjwCAABXRUJQVlA4WAoAAAAgAAAALwAAHwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABh\
			Y3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\
			AAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAAB\
			UAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAA\
			AAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9Y\
			WVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAM\
			ZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggTgAAANADAJ0BKjAAIAA+0VajS6gkoyGwCAEA\
			GglAGNVQD8SfwAAQAZhJ0AD+6zb/3Oa6Gjt//oSEabb8nftf/V84QQ07B6P1pUD2anaykAAAAA==""";

	private Drawing() {
	}

	/** Two halves, the left one and the right one. */
	public static BufferedImage halves(int width, int height, Color left, Color right) {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(left);
		graphics.fillRect(0, 0, width, height);
		graphics.setColor(right);
		graphics.fillRect(width / 2, 0, width - width / 2, height);
		graphics.dispose();
		return image;
	}

	public static byte[] png(Color colour) {
		return file("png", halves(60, 40, colour, colour));
	}

	public static byte[] file(String format, BufferedImage image) {
		try {
			ByteArrayOutputStream file = new ByteArrayOutputStream();
			if (!ImageIO.write(image, format, new MemoryCacheImageOutputStream(file))) {
				throw new AssertionError("No writer of " + format);
			}
			return file.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A JPEG file of a camera that was turned, which knows where it was. */
	public static byte[] ofCamera(BufferedImage image, int orientation, String place) {
		byte[] jpeg = file("jpg", image);
		byte[] note = (place + "\0").getBytes(StandardCharsets.US_ASCII);
		int tiff = 8 + 2 + 2 * 12 + 4;
		ByteBuffer segment = ByteBuffer.allocate(4 + 6 + tiff + note.length);
		segment.putShort((short) 0xffe1).putShort((short) (segment.capacity() - 2));
		segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
		segment.put("MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
		segment.putShort((short) 2);
		segment.putShort((short) 0x010e).putShort((short) 2).putInt(note.length).putInt(tiff);
		segment.putShort((short) 0x0112)
			.putShort((short) 3)
			.putInt(1)
			.putShort((short) orientation)
			.putShort((short) 0);
		segment.putInt(0).put(note);
		// After the marker that begins the file.
		return ByteBuffer.allocate(jpeg.length + segment.capacity())
			.put(jpeg, 0, 2)
			.put(segment.array())
			.put(jpeg, 2, jpeg.length - 2)
			.array();
	}

	/** A PNG file that says to be larger than it is. */
	public static byte[] pngOfSize(int width, int height) {
		byte[] png = png(Color.RED);
		ByteBuffer header = ByteBuffer.wrap(png);
		header.putInt(16, width).putInt(20, height);
		CRC32 checksum = new CRC32();
		checksum.update(png, 12, 17);
		header.putInt(29, (int) checksum.getValue());
		return png;
	}

	/** A BMP file that says to hold another file, as 4 (JPEG) and 5 (PNG) do. */
	public static byte[] bmpOfCompression(int compression) {
		byte[] bmp = file("bmp", halves(60, 40, Color.RED, Color.BLUE));
		ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(30, compression);
		return bmp;
	}

	/**
	 * A lossy WebP file of a browser, 48 x 32, red and blue, with a colour profile.
	 */
	public static byte[] lossyWebp() {
		return Base64.getDecoder().decode(LOSSY_WEBP);
	}

	/** The same, with a frame that is larger than the file says. */
	public static byte[] webpOfFrame(int width, int height) {
		byte[] webp = lossyWebp();
		int frame = new String(webp, StandardCharsets.ISO_8859_1).indexOf("VP8 ") + 8;
		ByteBuffer.wrap(webp)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putShort(frame + 6, (short) width)
			.putShort(frame + 8, (short) height);
		return webp;
	}

	/** A lossless WebP file that says to be larger than it is. */
	public static byte[] webpOfSize(int width, int height) {
		byte[] webp = Base64.getDecoder().decode(WEBP);
		ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(21, (width - 1) | (height - 1) << 14);
		return webp;
	}

	/** A GIF file of several pictures. */
	public static byte[] animation(BufferedImage... images) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
			writer.setOutput(stream);
			writer.prepareWriteSequence(null);
			for (BufferedImage image : images) {
				writer.writeToSequence(new IIOImage(image, null,
						writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null)), null);
			}
			writer.endWriteSequence();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file.toByteArray();
	}

	/** A JPEG file for printers. */
	public static byte[] cmyk(int width, int height) {
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(file)) {
			writer.setOutput(stream);
			WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
			writer.write(new IIOImage(raster, null, null));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return file.toByteArray();
	}

}
