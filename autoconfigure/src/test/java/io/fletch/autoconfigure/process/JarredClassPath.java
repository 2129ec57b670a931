package io.fletch.autoconfigure.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The class path of this process as an application has it: only its own classes are in a
 * folder, and so loaded anew by devtools; those of libraries are in jars.
 */
final class JarredClassPath {

	private static final String SEPARATOR = System.getProperty("path.separator");

	private JarredClassPath() {
	}

	static String in(Path folder) throws IOException {
		Files.createDirectories(folder);
		List<String> entries = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(SEPARATOR)) {
			Path path = Path.of(entry);
			if (Files.isDirectory(path) && !path.endsWith("test-classes")) {
				Path jar = folder.resolve("library-" + entries.size() + ".jar");
				pack(path, jar);
				entries.add(jar.toString());
			}
			else {
				entries.add(entry);
			}
		}
		return String.join(SEPARATOR, entries);
	}

	private static void pack(Path classes, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(file);
				Stream<Path> files = Files.walk(classes)) {
			for (Path each : files.filter((path) -> !path.equals(classes)).toList()) {
				boolean isFolder = Files.isDirectory(each);
				entries.putNextEntry(
						new JarEntry(classes.relativize(each).toString().replace('\\', '/') + (isFolder ? "/" : "")));
				if (!isFolder) {
					Files.copy(each, entries);
				}
			}
		}
	}

}
