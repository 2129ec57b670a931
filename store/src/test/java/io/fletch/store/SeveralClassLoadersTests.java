package io.fletch.store;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications of one process have the store each by its own class loader, as have
 * the old and the new one where a running application is started anew.
 */
class SeveralClassLoadersTests {

	@TempDir
	private Path folder;

	@Test
	void writeOneTableAtOnce() throws Exception {
		try (Database database = Database.open(this.folder)) {
			database.createTable("t", DatabaseTests.ITEMS);
		}
		try (URLClassLoader loader = storeAgain();
				ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Runnable other = (Runnable) loader.loadClass(AddingRows.class.getName())
				.getConstructor(Path.class, int.class)
				.newInstance(this.folder, AddingRows.COUNT);
			assertThat(other.getClass()).isNotEqualTo(AddingRows.class);
			Future<?> first = threads.submit(new AddingRows(this.folder, 0));
			Future<?> second = threads.submit(other);
			first.get(60, TimeUnit.SECONDS);
			second.get(60, TimeUnit.SECONDS);
		}
		try (Database database = Database.open(this.folder)) {
			assertThat(database.openTable("t").countRows()).isEqualTo(2 * AddingRows.COUNT);
			assertThat(database.openTable("t").verify().problems()).isEmpty();
		}
	}

	private static URLClassLoader storeAgain() throws IOException {
		String[] classPath = System.getProperty("java.class.path").split(System.getProperty("path.separator"));
		return new URLClassLoader(Arrays.stream(classPath).map(SeveralClassLoadersTests::url).toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader());
	}

	private static URL url(String entry) {
		try {
			return Path.of(entry).toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalArgumentException(entry, ex);
		}
	}

}
