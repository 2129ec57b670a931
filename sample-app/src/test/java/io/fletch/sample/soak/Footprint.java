package io.fletch.sample.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process holds: living objects in bytes, memory that is no file's in bytes,
 * threads, open files, mapped regions of memory, and its folder.
 */
record Footprint(long heap, long memory, int threads, int files, int mappings, long folderBytes, long folderFiles) {

	static Footprint of(long pid, Path folder) throws IOException {
		Path process = Path.of("/proc", Long.toString(pid));
		// Counts only what is left after a full collection.
		String histogram = jcmd(pid, "GC.class_histogram");
		String[] total = histogram.lines()
			.filter((line) -> line.startsWith("Total"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(histogram))
			.split("\\s+");
		List<String> status = Files.readAllLines(process.resolve("status"));
		List<Long> sizes = sizes(folder);
		return new Footprint(Long.parseLong(total[2]), number(status, "RssAnon:") * 1024,
				(int) number(status, "Threads:"), (int) count(process.resolve("fd")),
				Files.readAllLines(process.resolve("maps"), StandardCharsets.ISO_8859_1).size(),
				sizes.stream().mapToLong(Long::longValue).sum(), sizes.size());
	}

	private static long number(List<String> status, String key) {
		return status.stream()
			.filter((line) -> line.startsWith(key))
			.mapToLong((line) -> Long.parseLong(line.substring(key.length()).replace("kB", "").strip()))
			.findFirst()
			.orElseThrow();
	}

	private static long count(Path folder) throws IOException {
		try (Stream<Path> entries = Files.list(folder)) {
			return entries.count();
		}
	}

	private static List<Long> sizes(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).map(Footprint::size).toList();
		}
	}

	private static long size(Path file) {
		try {
			return Files.size(file);
		}
		catch (NoSuchFileException ex) {
			// Cleaned up since it was listed.
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String jcmd(long pid, String command) throws IOException {
		Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
				Long.toString(pid), command)
			.redirectErrorStream(true)
			.start();
		return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.heap / 1024 + " KiB of objects, " + this.memory / 1024 + " KiB of memory, " + this.threads
				+ " threads, " + this.files + " open files, " + this.mappings + " mapped regions, folder of "
				+ this.folderBytes / 1024 + " KiB in " + this.folderFiles + " files";
	}

}
