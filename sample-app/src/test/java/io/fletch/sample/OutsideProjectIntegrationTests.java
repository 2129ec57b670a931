package io.fletch.sample;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A project that is not part of this build uses the artifacts: the BOM, the starter,
 * three lines of YAML and the class {@code Demo}.
 */
class OutsideProjectIntegrationTests {

	@Test
	@Timeout(300)
	void buildsAndFindsTheNearestNote(@TempDir Path folder) throws Exception {
		OutsideProject project = new OutsideProject(folder);
		project.create(Path.of(getClass().getResource("/outside").toURI()));
		assertThat(project.maven("test")).endsWith("exit 0").contains("Tests run: 1, Failures: 0, Errors: 0");
	}

}
