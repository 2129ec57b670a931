package io.fletch.autoconfigure.actuate;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.autoconfigure.RepositoryFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the documents let be sent to the endpoint is what it does.
 */
class EndpointDocumentsTests {

	private static final Pattern REQUEST = Pattern.compile("POST /actuator/fletch/DATABASE/TABLE/(\\w+)");

	@ParameterizedTest
	@ValueSource(strings = { "docs/operations.md", "docs/production.md" })
	void everyOperationThatIsNamedIsThere(String document) throws IOException {
		Set<String> named = new TreeSet<>();
		Matcher request = REQUEST.matcher(RepositoryFile.read(document));
		while (request.find()) {
			named.add(request.group(1));
		}
		assertThat(named).isNotEmpty().allMatch((label) -> MaintenanceOperation.of(label).isPresent());
	}

}
