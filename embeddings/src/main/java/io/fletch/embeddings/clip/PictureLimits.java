package io.fletch.embeddings.clip;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
		EmbeddingOptions all = new EmbeddingOptions("clip", options().stream()
			.filter((option) -> value(options, option) != null)
			.collect(Collectors.toMap(EmbeddingOption::name, (option) -> String.valueOf(value(options, option)))));
		return new PictureLimits(list(all, FOLDERS).stream().map(Path::of).toList(), hosts(all),
				lowerCase(list(all, SCHEMES)), all.number(BYTES.name(), 1, Integer.MAX_VALUE - 8),
				all.number(PIXELS.name(), 1, Integer.MAX_VALUE), all.duration(TIMEOUT.name()));
	}

	private static @Nullable String value(EmbeddingOptions options, EmbeddingOption option) {
		String value = options.find(option.name());
		return (value != null) ? value : option.defaultValue();
	}

	private static Set<String> hosts(EmbeddingOptions options) {
		Set<String> hosts = lowerCase(list(options, HOSTS));
		if (hosts.stream().anyMatch((host) -> host.contains("*"))) {
			throw new EmbeddingException("The option 'image-hosts' is '" + options.text(HOSTS.name())
					+ "', but must name each host: what a name stands for may change between the check that it is "
					+ "public and the connection, so that no pattern keeps this machine's network safe.");
		}
		return hosts;
	}

	private static Set<String> lowerCase(List<String> names) {
		return names.stream().map((name) -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	private static List<String> list(EmbeddingOptions options, EmbeddingOption option) {
		String value = options.find(option.name());
		return (value != null) ? Arrays.stream(value.split(","))
			.map(String::strip)
			.filter((part) -> !part.isEmpty())
			.distinct()
			.toList() : List.of();
	}

}
