package io.fletch.sample.web;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaygroundIntegrationTests extends RunningApi {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String QUESTION = "How do bees find the way back to their hive?";

	/** What is true for each function that is offered. */
	private static final Map<String, String> TRUE_CALLS = Map.ofEntries(Map.entry("contains", "contains('abc', 'b')"),
			Map.entry("contains_tokens", "contains_tokens('The Bee', 'bee the')"),
			Map.entry("starts_with", "starts_with('abc', 'ab')"), Map.entry("ends_with", "ends_with('abc', 'bc')"),
			Map.entry("regexp_like", "regexp_like('abc', 'a.c')"), Map.entry("lower", "lower('AbC') = 'abc'"),
			Map.entry("upper", "upper('AbC') = 'ABC'"), Map.entry("length", "length('abc') = 3"),
			Map.entry("substring", "substring('abcd', 2, 2) = 'bc'"), Map.entry("left", "left('abc', 2) = 'ab'"),
			Map.entry("right", "right('abc', 2) = 'bc'"), Map.entry("trim", "trim(' a ') = 'a'"),
			Map.entry("replace", "replace('abc', 'b', 'x') = 'axc'"), Map.entry("strpos", "strpos('abc', 'c') = 3"),
			Map.entry("concat", "concat('a', 'b', 'c') = 'abc'"), Map.entry("array_has", "array_has(array(1, 2), 2)"),
			Map.entry("array_has_any", "array_has_any(array(1, 2), array(2, 3))"),
			Map.entry("array_has_all", "array_has_all(array(1, 2), array(2, 1))"),
			Map.entry("array_length", "array_length(array(1, 2)) = 2"),
			Map.entry("coalesce", "coalesce(NULL, 'a') = 'a'"), Map.entry("nullif", "nullif('a', 'a') IS NULL"),
			Map.entry("abs", "abs(-2) = 2"), Map.entry("mod", "mod(7, 4) = 3"),
			Map.entry("greatest", "greatest(1, 3, 2) = 3"), Map.entry("least", "least(3, 1, 2) = 1"));

	private String beesId = "";

	PlaygroundIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	@BeforeAll
	void ingest() {
		this.beesId = this.client.ingest("bees.md", """
				# Bees

				Bees find the way back to their hive by the sun and by landmarks. <b>Scouts</b> dance.

				# Honey

				Honey is made of nectar. It keeps for years in a closed jar.

				# Wax

				Wax is pressed out of the cells of the comb and poured into candles.
				""").get("documentId").asString();
	}

	@Test
	void offersEveryRankingThatTheApplicationHas() {
		JsonNode rankings = this.client.get("/api/playground").json().get("rankings");
		assertThat(names(rankings, "name")).startsWith("vector", "text", "hybrid")
			.contains("rerank:rrf", "rerank:linear", "rerank:mrr", "rerank:mmr", "rerank:cohere",
					"rerank:cross-encoder");
		assertThat(find(rankings, "name", "rerank:mmr").get("suggested").asBoolean()).isTrue();
		assertThat(find(rankings, "name", "rerank:cohere").get("suggested").asBoolean()).isFalse();
		assertThat(find(rankings, "name", "rerank:rrf").get("suggested").asBoolean()).as("the same as hybrid")
			.isFalse();
	}

	@Test
	void tellsTheColumnsWithTheirTypesAsFiltersNameThem() {
		JsonNode columns = this.client.get("/api/playground").json().get("filter").get("columns");
		assertThat(find(columns, "name", "vector").get("type").asString()).isEqualTo("float[384]");
		assertThat(find(columns, "name", "tags").get("type").asString()).isEqualTo("string[]");
		for (JsonNode column : columns) {
			Reply reply = search(asked("vector", 1, column.get("name").asString() + " IS NOT NULL"));
			assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		}
	}

	@Test
	void offersOnlyFunctionsAndWordsThatFiltersHave() {
		JsonNode filter = this.client.get("/api/playground").json().get("filter");
		assertThat(names(filter.get("functions"), "name")).containsExactlyInAnyOrderElementsOf(TRUE_CALLS.keySet());
		for (JsonNode function : filter.get("functions")) {
			String name = function.get("name").asString();
			assertThat(function.get("form").asString()).startsWith(name + "(");
			assertThat(found("length(text) > 0 AND " + TRUE_CALLS.get(name))).as(name).isOne();
			assertThat(found("length(text) = 0 OR NOT (" + TRUE_CALLS.get(name) + ")")).as(name).isZero();
		}
		assertThat(search(asked("text", 1, "NOT (ordinal IN (7) OR ordinal BETWEEN 8 AND 9) AND text ILIKE '%bee%' "
				+ "AND page IS NULL AND id IS NOT NULL AND text LIKE '%ee%' AND (CASE WHEN true THEN true END)"))
			.status()).isEqualTo(200);
	}

	private int found(String filter) {
		Reply reply = search(asked("vector", 1, filter));
		assertThat(reply.status()).as(filter + ": " + reply.body()).isEqualTo(200);
		return reply.json().get("hits").size();
	}

	@ParameterizedTest
	@ValueSource(strings = { "vector", "text", "hybrid", "rerank:rrf", "rerank:linear", "rerank:mrr", "rerank:mmr" })
	void findsThePassageInEveryWay(String ranking) {
		JsonNode found = search(asked(ranking, 3, null)).json();
		JsonNode best = found.get("hits").get(0);
		assertThat(best.get("documentId").asString()).isEqualTo(this.beesId);
		assertThat(best.get("documentName").asString()).isEqualTo("bees.md");
		assertThat(best.get("text").asString()).contains("landmarks");
		assertThat(best.get("rank").asInt()).isEqualTo(1);
		assertThat(found.get("milliseconds").asDouble()).isPositive();
		assertThat(found.get("hits").size()).isBetween(1, 3);
		boolean isVector = ranking.equals("vector");
		assertThat(best.get("textScore").isNull()).isEqualTo(isVector);
		assertThat(best.get("distance").isNull()).isEqualTo(ranking.equals("text"));
		assertThat(best.get("marks").isEmpty()).isEqualTo(isVector);
	}

	@Test
	void ranksAsTheSearchDoes() {
		for (String mode : List.of("vector", "text", "hybrid")) {
			JsonNode hits = this.client.get("/api/search?q=" + QUESTION.replace(" ", "+") + "&limit=5&mode=" + mode)
				.json();
			JsonNode found = search(asked(mode, 5, null)).json().get("hits");
			assertThat(names(found, "id")).as(mode).isEqualTo(names(hits, "passageId"));
		}
	}

	@Test
	void marksTheWordsInTheText() {
		JsonNode best = search(asked("text", 1, null)).json().get("hits").get(0);
		String text = best.get("text").asString();
		List<String> marked = StreamSupport.stream(best.get("marks").spliterator(), false)
			.map((mark) -> text.substring(mark.get("start").asInt(), mark.get("end").asInt()))
			.toList();
		assertThat(marked).contains("Bees", "hive", "find");
	}

	@Test
	void filtersByTheColumnsOfThePassages() {
		JsonNode all = search(asked("vector", 50, null)).json().get("hits");
		JsonNode filtered = search(
				asked("vector", 50, "documentId = '" + this.beesId + "' AND contains(text, 'Honey')"))
			.json()
			.get("hits");
		assertThat(all.size()).isGreaterThan(filtered.size());
		assertThat(names(filtered, "documentId")).isNotEmpty().containsOnly(this.beesId);
		assertThat(filtered.get(0).get("text").asString()).contains("Honey");
	}

	@Test
	void tellsThePlan() {
		JsonNode plan = this.client.post("/api/playground/plan", "application/json", asked("hybrid", 5, "ordinal < 3"))
			.json();
		assertThat(plan.get("explain").asString()).startsWith("version ")
			.contains("- filter:", "- vector:", "- text:", "- fuse: rrf");
		assertThat(plan.get("analyze").asString()).contains(" ms", " rows in ");
	}

	@Test
	void namesTheFieldOfAWrongTrial() {
		assertProblem(search("{}"), 400, "question", "missing or blank");
		assertProblem(search("{\"question\":\"  \"}"), 400, "question", "blank");
		assertProblem(search(body(Map.of("question", "a".repeat(10_000)))), 400, "question", "10000", "4000");
		assertProblem(search(asked("fuzzy", 5, null)), 400, "ranking", "'fuzzy'", "vector", "rerank:rrf");
		assertProblem(search(asked("rerank:none", 5, null)), 400, "ranking", "'rerank:none'");
		assertProblem(search(asked("vector", 0, null)), 400, "limit", "limit is 0", "1 to 50");
		assertProblem(search(asked("vector", 51, null)), 400, "limit", "51");
		assertProblem(search("{\"question\":\"a\",\"limit\":\"many\"}"), 400, "limit", "whole number");
		for (String limit : List.of("\"5\"", "5.0", "5.7", "true", "99999999999")) {
			assertProblem(search("{\"question\":\"a\",\"limit\":" + limit + "}"), 400, "limit", "whole number");
		}
		assertProblem(place(Map.of("question", "a", "passages", List.of(7))), 400, "passages", "list of strings");
		assertProblem(search("{\"question\":7}"), 400, "question", "Send a string");
		assertProblem(search("{\"question\":"), 400, "body", "JSON");
		assertProblem(search(asked("vector", 5, "a".repeat(20_001))), 400, "filter", "20001");
		assertProblem(this.client.post("/api/playground/search", "text/plain", "a"), 415, "Content-Type", "json");
	}

	@Test
	void showsWhereAFilterIsWrong() {
		assertThat(wrongAt("ordinal < 5 AND prize > 1")).isEqualTo(16);
		assertThat(wrongAt("ordinal <\n 5 AND prize > 1")).isEqualTo(17);
		assertThat(wrongAt("ordinal < 5; DROP TABLE passages")).isEqualTo(11);
		assertThat(wrongAt("text = 'at column 3' AND loer(text) = 'a'")).isEqualTo(25);
		assertThat(wrongAt("ordinal < ")).isEqualTo(9);
		assertThat(wrongAt("x".repeat(500) + " = 1")).isZero();
		assertThat(wrongAt("ordinal + 1")).isZero();
		assertProblem(search(asked("vector", 5, "1 / (ordinal - ordinal) = 1")), 400, "filter", "zero");
	}

	private int wrongAt(String filter) {
		Reply reply = search(asked("hybrid", 5, filter));
		assertProblem(reply, 400, "filter", "filter");
		return reply.json().path("position").asInt(-1);
	}

	@Test
	void saysWhyARerankerCannotBeUsed() {
		assertProblem(search(asked("rerank:cross-encoder", 5, null)), 422, "ranking", "cross-encoder");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001',
			value = { "\"|", "' OR 1=1 --|or,1", "title:(|title", "*|", "\u200b🦆|",
					"<script>alert(1)</script>|script,alert,1", "\ud83d|", "beeswax' OR text LIKE '%|text,beeswax,or" })
	void takesHostileQuestionsAsWords(String words, String tokens) {
		int most = search(asked("vector", 10, null)).json().get("hits").size();
		for (String ranking : List.of("vector", "text", "hybrid", "rerank:mmr")) {
			Reply reply = search(body(Map.of("question", words, "ranking", ranking)));
			assertThat(reply.status()).as(ranking + " of " + words + ": " + reply.body()).isEqualTo(200);
			if (!ranking.equals("text")) {
				assertThat(reply.json().get("hits").size()).as(ranking + " of " + words).isEqualTo(most);
			}
			for (JsonNode hit : reply.json().get("hits")) {
				boolean isByWords = !hit.get("textScore").isNull();
				assertThat(isByWords && tokens == null).as(ranking + " of " + words + ": " + hit).isFalse();
				if (isByWords) {
					assertThat(hit.get("text").asString().toLowerCase(Locale.ROOT)).containsAnyOf(tokens.split(","));
				}
			}
		}
		assertThat(search(body(Map.of("question", "a".repeat(4000), "ranking", "text"))).json().get("hits").isEmpty())
			.isTrue();
	}

	@Test
	void drawsThePassagesByTheirVectors() {
		JsonNode map = this.client.get("/api/playground/map").json();
		assertThat(map.get("points").size()).isEqualTo(map.get("passages").asInt()).isPositive();
		assertThat(names(map.get("points"), "documentName")).contains("bees.md");
		assertThat(map.get("shares").get(0).asDouble()).isBetween(map.get("shares").get(1).asDouble(), 1.0);
		assertThat(this.client.get("/api/playground/map").json()).as("the same version is drawn the same")
			.isEqualTo(map);
		this.client.ingest("wasps.md", "# Wasps\n\nWasps build their nests of paper. The paper is chewed wood.\n");
		JsonNode later = this.client.get("/api/playground/map").json();
		assertThat(later.get("version").asLong()).isGreaterThan(map.get("version").asLong());
		assertThat(names(later.get("points"), "documentName")).contains("wasps.md");
	}

	@Test
	void placesTheQuestionAmongThePassages() {
		JsonNode map = this.client.get("/api/playground/map").json();
		JsonNode point = map.get("points").get(0);
		String id = point.get("id").asString();
		JsonNode placed = place(Map.of("question", QUESTION, "passages", List.of(id, "none"))).json();
		assertThat(placed.get("points").size()).isEqualTo(1);
		assertThat(placed.get("points").get(0).get("x").asDouble()).isCloseTo(point.get("x").asDouble(), within(1e-9));
		assertThat(placed.get("x").isNumber()).isTrue();
		assertThat(place(Map.of("question", QUESTION)).json().get("points").isEmpty()).isTrue();
		assertProblem(place(Map.of("question", " ")), 400, "question", "blank");
		assertProblem(place(Map.of("question", "a", "passages", List.of(""))), 400, "passages", "no passage's id");
		assertProblem(place(Map.of("question", "a", "passages", Collections.nCopies(501, "a"))), 400, "passages",
				"501");
	}

	@Test
	void leavesDeletedDocumentsOut() {
		String id = this.client.ingest("hornets.md", "# Hornets\n\nHornets hunt other insects by day and by night.\n")
			.get("documentId")
			.asString();
		this.client.delete("/api/documents/" + id);
		JsonNode found = search(body(Map.of("question", "What do hornets hunt?", "ranking", "text"))).json();
		assertThat(names(found.get("hits"), "documentId")).doesNotContain(id);
	}

	private Reply search(String body) {
		return this.client.post("/api/playground/search", "application/json", body);
	}

	private Reply place(Map<String, Object> body) {
		return this.client.post("/api/playground/map", "application/json", body(body));
	}

	private static String asked(String ranking, int limit, String filter) {
		Map<String, Object> asked = new TreeMap<>(Map.of("question", QUESTION, "ranking", ranking, "limit", limit));
		if (filter != null) {
			asked.put("filter", filter);
		}
		return body(asked);
	}

	private static String body(Map<String, Object> asked) {
		return JSON.writeValueAsString(asked);
	}

	private static List<String> names(JsonNode list, String key) {
		return StreamSupport.stream(list.spliterator(), false).map((each) -> each.get(key).asString()).toList();
	}

}
