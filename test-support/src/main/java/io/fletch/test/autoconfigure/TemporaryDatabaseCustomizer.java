package io.fletch.test.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * Lets the database of a context lie in a folder of its own, which is deleted after all
 * beans. All are equal, so that contexts can be shared.
 */
record TemporaryDatabaseCustomizer() implements ContextCustomizer {

	private static final String NAME = "fletchTemporaryDatabase";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		Path folder = create();
		// Before all other properties: the application's own folder must stay as it is.
		context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource(NAME, Map.of("fletch.uri", folder.toString())));
		if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
			// What was registered first is destroyed last.
			beans.registerDisposableBean(NAME, () -> FileSystemUtils.deleteRecursively(folder));
		}
	}

	private static Path create() {
		try {
			return Files.createTempDirectory("fletch-test");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder of a test's database cannot be made", ex);
		}
	}

}
