package io.fletch.sample.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.fletch.sample.AppLaunch;

/**
 * Reads a picture in a JVM of its own, with less memory than the picture needs, and a
 * small one afterwards.
 */
public final class ReadsWithLittleMemory {

	private ReadsWithLittleMemory() {
	}

	public static void main(String[] arguments) throws IOException {
		PictureReader reader = new PictureReader();
		byte[] large = Drawing.file("png", new BufferedImage(6400, 6400, BufferedImage.TYPE_BYTE_BINARY));
		String outcome;
		try {
			outcome = reader.read(large).width() + " pixels";
		}
		catch (UnusablePictureException ex) {
			outcome = String.valueOf(ex.getMessage());
		}
		PreparedPicture small = reader.read(Drawing.png(Color.RED));
		outcome += " Then: " + small.width() + " x " + small.height();
		Files.writeString(Path.of(arguments[0]), outcome);
	}

	static String outcome(Path folder) throws IOException {
		Path told = folder.resolve("outcome");
		Process process = AppLaunch.withTests()
			.withOption("-Xmx40m")
			.withOption("-Djava.awt.headless=true")
			.java(ReadsWithLittleMemory.class.getName(), List.of(told.toString()))
			.start();
		String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return Files.exists(told) ? Files.readString(told) : log;
	}

}
