package io.fletch.sample.web;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;
import io.fletch.sample.DataFolders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with a port for meters, as a container asks for them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "fletch.sample.corpus=false",
		"management.server.port=0", "management.server.address=127.0.0.1" })
class MonitoringIntegrationTests {

	private static final String FROM_A_CONTAINER = "Host: host.docker.internal:8081";

	private static final Path data = DataFolders.fresh();

	private final AppClient application;

	private final AppClient management;

	MonitoringIntegrationTests(@LocalServerPort int port, @LocalManagementPort int managementPort) {
		this.application = new AppClient(port);
		this.management = new AppClient(managementPort);
	}

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void givesItsMetersToAContainerAndNothingElse() {
		Reply meters = this.management.raw("GET /actuator/prometheus", FROM_A_CONTAINER);
		assertThat(meters.status()).as(meters.body()).isEqualTo(200);
		assertThat(meters.body()).contains("fletch_table_rows{database=\"default\"");
		assertThat(this.management.raw("GET /api/info", FROM_A_CONTAINER).status()).isEqualTo(404);
		assertThat(this.application.raw("GET /api/info", FROM_A_CONTAINER).status()).isEqualTo(403);
		assertThat(this.application.raw("GET /actuator/prometheus", "Host: localhost").status()).isEqualTo(404);
	}

}
