package io.fletch.sample.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient.Reply;
import io.fletch.store.Database;
import io.fletch.store.Table;

import static org.assertj.core.api.Assertions.assertThat;

class TableHistoryIntegrationTests extends RunningApi {

	private static final Schema BOAT = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(32, true)),
			Field.nullable("name", ArrowType.Utf8.INSTANCE)));

	private final Database database;

	TableHistoryIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.database = database;
	}

	@Test
	void tellsWhatEachVersionChanged() {
		String path = table("boats");
		JsonNode versions = this.client.get(path + "/versions").json();
		assertThat(StreamSupport.stream(versions.spliterator(), false).map((each) -> each.get("operation").asString()))
			.containsExactly("DELETE", "UPDATE", "APPEND", "CREATE");
		JsonNode appended = this.client.get(path + "/versions/2/changes").json();
		assertThat(appended.get("inserted").asInt()).isEqualTo(30);
		assertThat(appended.get("changes").size()).as("the first rows").isEqualTo(20);
		JsonNode update = this.client.get(path + "/versions/3/changes").json().get("changes").get(0);
		assertThat(update.get("kind").asString()).isEqualTo("updated");
		assertThat(update.get("before").get("values").toString()).isEqualTo("[\"1\",\"boat 1\"]");
		assertThat(update.get("after").get("values").toString()).isEqualTo("[\"1\",\"ferry\"]");
		JsonNode delete = this.client.get(path + "/versions/4/changes").json();
		assertThat(delete.get("before").asLong()).isEqualTo(3);
		assertThat(delete.get("deleted").asInt()).isEqualTo(1);
		assertThat(delete.at("/changes/0/before/values/1").asString()).isEqualTo("boat 2");
		assertThat(delete.at("/changes/0/after").isNull()).isTrue();
		assertThat(this.client.get(path + "/versions/1/changes").json().get("before").isNull()).isTrue();
	}

	@Test
	void readsTheRowsOfAVersionPageByPage() {
		String path = table("buoys") + "/versions/2/rows";
		JsonNode first = this.client.get(path + "?limit=20").json();
		assertThat(first.get("total").asInt()).isEqualTo(30);
		assertThat(first.at("/columns/1/name").asString()).isEqualTo("name");
		assertThat(first.at("/rows/1/values/1").asString()).as("as it was").isEqualTo("boat 1");
		JsonNode second = this.client.get(path + "?limit=20&after=" + first.get("next").asString()).json();
		assertThat(second.get("rows").size()).isEqualTo(10);
		assertThat(second.get("next").isNull()).isTrue();
		assertThat(this.client.get(path.replace("/2/", "/1/")).json().get("rows").isEmpty()).isTrue();
	}

	@Test
	void showsValuesOfEveryKind() {
		this.client.ingest("shown.md", "# Shown\n\n" + "A long sentence about ropes. ".repeat(30));
		long latest = this.database.openTable("passages").version();
		assertThat(allRows("/api/operations/default/passages/versions/" + latest + "/rows"))
			.anySatisfy((row) -> assertThat(row).contains("about ropes", "384 numbers", "…", "null"));
	}

	private List<String> allRows(String path) {
		List<String> all = new ArrayList<>();
		JsonNode page = this.client.get(path).json();
		page.get("rows").forEach((row) -> all.add(row.toString()));
		while (!page.get("next").isNull()) {
			page = this.client.get(path + "?after=" + page.get("next").asString()).json();
			page.get("rows").forEach((row) -> all.add(row.toString()));
		}
		return all;
	}

	@Test
	void readsNoMoreOfLargeValuesThanItShows() {
		Schema schema = new Schema(List.of(Field.notNullable("id", new ArrowType.Int(32, true)),
				Field.nullable("a \"text\"; --", ArrowType.Utf8.INSTANCE),
				Field.nullable("c0", ArrowType.Binary.INSTANCE)));
		this.database.createTable("freight", schema);
		Table freight = this.database.openTable("freight");
		freight.add(List.of(Map.of("id", 1, "a \"text\"; --", "🦆".repeat(400), "c0", new byte[5000]),
				Map.of("id", 2, "a \"text\"; --", "x".repeat(300), "c0", new byte[0]), Map.of("id", 3)));
		String path = "/api/operations/default/freight/versions/2";
		JsonNode rows = this.client.get(path + "/rows").json().get("rows");
		assertThat(rows.at("/0/values").toString()).isEqualTo("[\"1\",\"" + "🦆".repeat(150) + "…\",\"5000 bytes\"]");
		assertThat(rows.at("/1/values").toString()).isEqualTo("[\"2\",\"" + "x".repeat(300) + "\",\"0 bytes\"]");
		assertThat(rows.at("/2/values").toString()).isEqualTo("[\"3\",null,null]");
		assertThat(this.client.get(path + "/changes").json().at("/changes/0/after/values"))
			.isEqualTo(rows.at("/0/values"));
	}

	@Test
	void showsBothSidesOfAChangeUnderTheSameColumns() {
		this.database.createTable("canoes", BOAT);
		Table canoes = this.database.openTable("canoes");
		canoes.add(List.of(Map.of("id", 1, "name", "old"), Map.of("id", 2, "name", "gone")));
		canoes.columns().add(Map.of("length", "id * 10"));
		canoes.columns().drop("name");
		canoes.update().set("length", 7).where("id = 1").execute();
		String path = "/api/operations/default/canoes/versions/";
		restore("/api/operations/default/canoes", "{\"version\":2,\"latest\":5}");
		for (int version = 3; version <= 6; version++) {
			JsonNode changes = this.client.get(path + version + "/changes").json();
			for (JsonNode change : changes.get("changes")) {
				for (String side : List.of("before", "after")) {
					JsonNode shown = change.get(side);
					if (!shown.isNull()) {
						assertThat(shown.get("values").size()).as(version + " " + side)
							.isEqualTo(changes.get("columns").size());
					}
				}
			}
		}
		JsonNode restored = this.client.get(path + "6/changes").json();
		assertThat(names(restored.get("columns"))).containsExactly("id", "name");
		JsonNode change = restored.get("changes").get(0);
		assertThat(change.at("/before/values").toString()).as("the version before had no name")
			.isEqualTo("[\"1\",null]");
		assertThat(change.at("/after/values").toString()).isEqualTo("[\"1\",\"old\"]");
	}

	private static List<String> names(JsonNode columns) {
		return StreamSupport.stream(columns.spliterator(), false).map((each) -> each.get("name").asString()).toList();
	}

	@Test
	void restoresAVersionAsANewOne() {
		String path = table("ropes");
		Reply restored = restore(path, "{\"version\":2,\"latest\":4}");
		assertThat(restored.status()).as(restored.body()).isEqualTo(200);
		assertThat(restored.json().get("version").asLong()).isEqualTo(5);
		assertThat(this.database.openTable("ropes").countRows()).isEqualTo(30);
		assertThat(this.client.get(path + "/versions").json().get(0).get("operation").asString()).isEqualTo("RESTORE");
		assertProblem(restore(path, "{\"version\":3,\"latest\":4}"), 409, "latest", "version 4", "version 5");
		assertThat(this.database.openTable("ropes").version()).isEqualTo(5);
	}

	@Test
	void namesWhatIsNotThere() {
		String path = table("sails");
		assertProblem(this.client.get(path.replace("default", "none") + "/versions"), 404, "database", "'none'",
				"default");
		assertProblem(this.client.get("/api/operations/default/nothing/versions"), 404, "table", "'nothing'");
		assertProblem(this.client.get("/api/operations/default/..%24..%24x/versions"), 404, "table", "x");
		for (String version : List.of("99", "0", "-1")) {
			assertProblem(this.client.get(path + "/versions/" + version + "/rows"), 404, "version", version);
			assertProblem(this.client.get(path + "/versions/" + version + "/changes"), 404, "version", version);
			assertProblem(restore(path, "{\"version\":" + version + ",\"latest\":4}"), 404, "version", version);
		}
		assertProblem(this.client.get(path + "/versions/last/rows"), 400, "version", "'last'", "whole number");
	}

	@Test
	void namesTheFieldOfAWrongRequest() {
		String path = table("anchors");
		assertProblem(this.client.get(path + "/versions/2/rows?limit=0"), 400, "limit", "1 to 100");
		assertProblem(this.client.get(path + "/versions/2/rows?after=nonsense"), 400, "after", "'nonsense'");
		assertProblem(restore(path, "{\"latest\":4}"), 400, "version", "missing");
		assertProblem(restore(path, "{\"version\":2}"), 400, "latest", "missing");
		assertProblem(restore(path, "{\"version\":\"2\",\"latest\":4}"), 400, "version", "whole number");
		assertProblem(restore(path, "{\"version\":2,\"latest\":4.5}"), 400, "latest", "whole number");
		assertProblem(restore(path, "{\"version\":\"two\",\"latest\":4}"), 400, "version", "whole number");
		assertProblem(restore(path, ""), 400, "body", "JSON");
	}

	@Test
	void letsNoOtherSiteRestore() {
		String path = table("winches");
		assertProblem(this.client.send(path + "/restore", "Sec-Fetch-Site", "cross-site"), 403, "Sec-Fetch-Site",
				"another site");
		assertProblem(this.client.send(path + "/restore", "Origin", "http://evil.example"), 403, "Origin",
				"another host");
		assertThat(this.database.openTable("winches").version()).isEqualTo(4);
	}

	private Reply restore(String path, String body) {
		return this.client.post(path + "/restore", "application/json", body);
	}

	/**
	 * Makes a table of four versions: created, 30 rows, one of them changed, another
	 * deleted.
	 */
	private String table(String name) {
		this.database.createTable(name, BOAT);
		Table table = this.database.openTable(name);
		table
			.add(IntStream.range(0, 30).mapToObj((i) -> Map.<String, Object>of("id", i, "name", "boat " + i)).toList());
		table.update().set("name", "ferry").where("id = 1").execute();
		table.delete("id = 2", Map.of());
		assertThat(table.version()).isEqualTo(4);
		return "/api/operations/default/" + name;
	}

}
