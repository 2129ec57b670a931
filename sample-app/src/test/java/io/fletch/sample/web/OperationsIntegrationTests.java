package io.fletch.sample.web;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient;
import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator sees of the application.
 */
class OperationsIntegrationTests extends RunningApi {

	OperationsIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@Test
	void isReadyWhenItsDatabaseIs() {
		Reply reply = this.client.get("/actuator/health/readiness");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().get("status").asString()).isEqualTo("UP");
	}

	@Test
	void offersWhatTheDashboardShows() {
		ask(AppClient.question("When does the bakery open?", null));
		assertThat(this.client.get("/actuator/prometheus").body()).contains("fletch_query_seconds_count{database=",
				"fletch_table_rows{database=\"default\"", "fletch_cache_hits_total", "fletch_embed_seconds_count{");
	}

	@Test
	void showsTablesAndLetsNobodyChangeThem() {
		JsonNode databases = this.client.get("/actuator/fletch").json().get("databases");
		JsonNode tables = databases.get("default").get("tables");
		assertThat(tables.isEmpty()).isFalse();
		String table = tables.get(0).get("name").asString();
		assertThat(this.client.get("/actuator/fletch/default/" + table).json().get("versions").isEmpty()).isFalse();
		assertThat(this.client.get("/actuator/fletch/default/none").status()).isEqualTo(404);
		assertThat(
				this.client.post("/actuator/fletch/default/" + table + "/optimize", "application/json", "{}").status())
			.isIn(404, 405);
	}

}
