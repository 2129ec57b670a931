package io.fletch.embeddings.clip;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOption;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * Which pictures are read. Without folders and hosts, only those whose bytes are given.
 *
 * @param folders below which files may be read
 * @param hosts from which pictures may be fetched, some with a port, in lower case
 * @param schemes by which they may be fetched
 * @param maxBytes the greatest size of a file
 * @param maxPixels the greatest number of pixels of a picture
 * @param timeout how long fetching one may take
 */
record PictureLimits(List<Path> folders, Set<String> hosts, Set<String> schemes, int maxBytes, int maxPixels,
		Duration timeout) {

	private static final Set<String> ALL_SCHEMES = Set.of("https", "http");

	private static final Pattern HOST = Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

	private static final EmbeddingOption FOLDERS = EmbeddingOption
		.optional("image-folders",
				"the folders, separated by commas, below which pictures may be read by their paths; none by default")
		.guarded();

	private static final EmbeddingOption HOSTS = EmbeddingOption
		.optional("image-hosts",
				"the hosts, separated by commas, some with a port, from which pictures may be fetched; none by default")
		.guarded();

	private static final EmbeddingOption SCHEMES = EmbeddingOption
		.of("image-schemes", "the schemes, separated by commas, by which pictures may be fetched: https, http", "https")
		.guarded();

	private static final EmbeddingOption BYTES = EmbeddingOption
		.of("max-image-bytes", "the greatest size of a picture's file in bytes", "20000000")
		.guarded();

	private static final EmbeddingOption PIXELS = EmbeddingOption
		.of("max-image-pixels", "the greatest number of pixels of a picture", "32000000")
		.guarded();

	private static final EmbeddingOption TIMEOUT = EmbeddingOption.of("image-timeout",
			"how long fetching a picture may take, as ISO-8601", "PT20S");

	static List<EmbeddingOption> options() {
		return List.of(FOLDERS, HOSTS, SCHEMES, BYTES, PIXELS, TIMEOUT);
	}

	static PictureLimits of(EmbeddingOptions options) {
		return new PictureLimits(folders(options), hosts(options), schemes(options),
				number(options, BYTES, Integer.MAX_VALUE - 8), number(options, PIXELS, Integer.MAX_VALUE),
				(options.find(TIMEOUT.name()) != null) ? options.duration(TIMEOUT.name())
						: Duration.parse(usual(TIMEOUT)));
	}

	private static int number(EmbeddingOptions options, EmbeddingOption option, int greatest) {
		return (options.find(option.name()) != null) ? options.number(option.name(), 1, greatest)
				: Integer.parseInt(usual(option));
	}

	private static String usual(EmbeddingOption option) {
		return Objects.requireNonNull(option.defaultValue(), option.name());
	}

	private static List<Path> folders(EmbeddingOptions options) {
		return list(options.find(FOLDERS.name())).stream().map((folder) -> folder(options, folder)).toList();
	}

	private static Path folder(EmbeddingOptions options, String folder) {
		try {
			Path path = Path.of(folder);
			if (Files.isDirectory(path)) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			throw options.misfit(FOLDERS.name(), "folders that are there, separated by commas");
		}
		throw options.misfit(FOLDERS.name(), "folders that are there, separated by commas: " + folder + " is none");
	}

	private static Set<String> hosts(EmbeddingOptions options) {
		List<String> hosts = list(options.find(HOSTS.name()));
		if (!hosts.stream().allMatch((host) -> HOST.matcher(host).matches())) {
			throw options.misfit(HOSTS.name(),
					"names or addresses of hosts in ASCII, some with a port, such as "
							+ "pictures.example.org,10.0.0.5:8080,[fd00::1], each by its name: no schemes, no "
							+ "paths, no patterns");
		}
		return lowerCase(hosts);
	}

	private static Set<String> schemes(EmbeddingOptions options) {
		String value = options.find(SCHEMES.name());
		Set<String> schemes = lowerCase(list((value != null) ? value : usual(SCHEMES)));
		if (schemes.isEmpty() || !ALL_SCHEMES.containsAll(schemes)) {
			throw options.misfit(SCHEMES.name(), "https, http or both, separated by a comma");
		}
		return schemes;
	}

	private static Set<String> lowerCase(List<String> names) {
		return names.stream().map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	private static List<String> list(@Nullable String value) {
		return (value != null) ? Arrays.stream(value.split(","))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())
			.distinct()
			.toList() : List.of();
	}

}
