package io.fletch.sample.corpus;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The documents that the build put into the application: this project's own.
 */
@Component
class BundledCorpus {

	private static final String FOLDER = "corpus/";

	private final ResourcePatternResolver resources;

	BundledCorpus(ResourcePatternResolver resources) {
		this.resources = resources;
	}

	/**
	 * Lists the documents.
	 * @return the documents by name; none if the build found none
	 * @throws IOException if the application's jar cannot be read
	 */
	List<BundledDocument> documents() throws IOException {
		Resource[] found = this.resources.getResources("classpath*:" + FOLDER + "**/*.md");
		return Arrays.stream(found)
			.map((resource) -> new BundledDocument(nameOf(resource), resource))
			.sorted(Comparator.comparing(BundledDocument::name))
			.toList();
	}

	/**
	 * A name that none of the user's own files is likely to have: {@code README.md} would
	 * be replaced by the user's.
	 */
	private static String nameOf(Resource resource) {
		try {
			String url = URLDecoder.decode(resource.getURL().toString(), StandardCharsets.UTF_8);
			String path = url.substring(url.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1);
			return "Fletch " + path.replaceFirst("^docs/", "").replace('/', ' ');
		}
		catch (IOException ex) {
			throw new IllegalStateException("A resource that was just listed has no URL: " + resource, ex);
		}
	}

}
