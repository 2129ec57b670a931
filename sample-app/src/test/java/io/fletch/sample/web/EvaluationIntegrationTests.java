package io.fletch.sample.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.fletch.sample.AppClient.Part;
import io.fletch.sample.AppClient.Reply;
import io.fletch.store.Database;
import io.fletch.store.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluationIntegrationTests extends RunningApi {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String SETS = "/api/evaluation/sets";

	private static final String RUNS = "/api/evaluation/runs";

	/** By words: quartz finds shaft.md before valley.md, feldspar valley.md alone. */
	private static final String GOLDEN = """
			{"id": "one", "question": "feldspar", "relevant": ["valley.md"]}
			{"id": "two", "question": "quartz", "relevant": ["valley.md"]}

			{"id": "graded", "question": "quartz?", "relevant": {"shaft.md": 1, "valley.md": 2}}
			{"question": "obsidian", "relevant": ["lost <b>.md", "shaft.md"]}
			""";

	private final List<String> documents = new ArrayList<>();

	private String valley = "";

	private final Database database;

	EvaluationIntegrationTests(@LocalServerPort int port, @Autowired Database database) {
		super(port);
		this.database = database;
	}

	@BeforeAll
	void ingest() {
		this.documents.add(this.client.ingest("shaft.md", "# Shaft\n\nQuartz, quartz and more quartz.\n")
			.get("documentId")
			.asString());
		this.valley = this.client.ingest("valley.md", """
				# Valley

				In the valley lie feldspar and some quartz, which the river has carried down from the ridge in \
				the course of many years, together with sand, gravel and clay of several colours.
				""").get("documentId").asString();
		this.documents.add(this.valley);
	}

	@AfterAll
	void remove() {
		this.documents.forEach((id) -> this.client.delete("/api/documents/" + id));
	}

	@AfterEach
	void clear() {
		awaitQuiet();
		each(this.client.get(RUNS + "?limit=100").json().get("runs")).forEach(
				(run) -> assertThat(this.client.delete(RUNS + "/" + run.get("id").asString()).status()).isEqualTo(204));
		each(this.client.get(SETS + "?limit=100").json().get("sets")).forEach(
				(set) -> assertThat(this.client.delete(SETS + "/" + set.get("id").asString()).status()).isEqualTo(204));
	}

	@Test
	void measuresWhatOneCanWorkOutByHand() {
		JsonNode run = run(set(GOLDEN), "\"text\", \"vector\"", "1, 2");
		assertThat(run.get("state").asString()).isEqualTo("DONE");
		JsonNode results = results(run);
		assertThat(texts(results.get("metrics"))).containsExactly("nDCG@2", "MRR@2", "hit rate@2", "recall@2", "nDCG@1",
				"MRR@1", "hit rate@1", "recall@1");
		double second = Math.log(2) / Math.log(3);
		double graded = (1 + 2 * second) / (2 + second);
		double[] expected = { (1 + second + graded + 0) / 4, (1 + 0.5 + 1 + 0) / 4, 3.0 / 4, 3.0 / 4,
				(1 + 0 + 0.5 + 0) / 4, 2.0 / 4, 2.0 / 4, (1 + 0 + 0.5 + 0) / 4 };
		JsonNode row = results.get("rankings").get(0);
		assertThat(row.at("/ranking/label").asString()).isEqualTo("Words");
		for (int index = 0; index < expected.length; index++) {
			assertThat(row.get("means").get(index).asDouble()).as(results.get("metrics").get(index).asString())
				.isCloseTo(expected[index], within(1e-9));
		}
		assertThat(row.get("meanMillis").asDouble()).isPositive();
		assertThat(run.at("/best/value").asDouble()).isBetween(expected[0], 1.0);
	}

	@Test
	void tellsTheDifferencesFromTheFirstRankingAndTheCurves() {
		JsonNode results = results(run(set(GOLDEN), "\"text\", \"hybrid\"", "1, 2"));
		JsonNode difference = results.get("differences").get(0);
		double text = results.at("/rankings/0/means/0").asDouble();
		double hybrid = results.at("/rankings/1/means/0").asDouble();
		assertThat(results.get("differences").size()).as("one ranking against the first, four metrics").isEqualTo(4);
		assertThat(difference.get("metric").asString()).isEqualTo("nDCG@2");
		assertThat(difference.at("/ranking/name").asString()).isEqualTo("hybrid");
		assertThat(difference.get("mean").asDouble()).isCloseTo(hybrid - text, within(1e-9));
		assertThat(difference.get("probability").asDouble()).isBetween(0.0, 1.0);
		assertThat(results.get("places").toString()).isEqualTo("[1,2]");
		JsonNode curve = results.get("curves").get(0);
		assertThat(curve.get("metric").asString()).isEqualTo("recall");
		assertThat(curve.get("values").get(1).asDouble()).isCloseTo(results.at("/rankings/0/means/3").asDouble(),
				within(1e-4));
	}

	@Test
	void showsTheQuestionsThatAreAnsweredWorstFirst() {
		String run = run(set(GOLDEN), "\"text\"", "2").get("id").asString();
		JsonNode page = this.client.get(RUNS + "/" + run + "/questions?ranking=text&limit=2").json();
		assertThat(page.get("total").asInt()).isEqualTo(4);
		JsonNode worst = page.get("questions").get(0);
		assertThat(worst.get("question").asString()).isEqualTo("obsidian");
		assertThat(worst.get("id").asString()).as("the number of its line").isEqualTo("5");
		assertThat(worst.get("found").toString()).isEqualTo("[]");
		assertThat(worst.at("/expected/0/place").isNull()).isTrue();
		JsonNode next = page.get("questions").get(1);
		assertThat(next.get("question").asString()).isEqualTo("quartz");
		assertThat(texts(next.get("found"))).containsExactly("shaft.md", "valley.md");
		assertThat(next.at("/expected/0/place").asInt()).isEqualTo(2);
		JsonNode byRank = this.client.get(RUNS + "/" + run + "/questions?ranking=text&metric=MRR%402&offset=3").json();
		assertThat(byRank.at("/questions/0/value").asDouble()).isEqualTo(1.0);
		assertProblem(this.client.get(RUNS + "/" + run + "/questions?ranking=vector"), 400, "ranking", "'vector'",
				"text");
		assertProblem(this.client.get(RUNS + "/" + run + "/questions?ranking=text&metric=F1"), 400, "metric", "'F1'",
				"nDCG@2");
		assertProblem(this.client.get(RUNS + "/" + run + "/questions?ranking=text&limit=101"), 400, "limit", "101");
	}

	@Test
	void measuresPassagesByTheirIds() {
		String id = this.client.get("/api/documents/" + this.valley + "/passages").json().get(0).get("id").asString();
		Reply set = upload("passages.jsonl", "{\"question\": \"quartz\", \"relevant\": [\"" + id + "\"]}");
		assertThat(set.json().get("kind").asString()).isEqualTo("passages");
		JsonNode results = results(run(set.json().get("id").asString(), "\"text\"", "2"));
		assertThat(results.at("/rankings/0/means/1").asDouble()).as("MRR").isEqualTo(0.5);
		JsonNode check = this.client.get(SETS + "/" + set.json().get("id").asString() + "/check").json();
		assertThat(check.get("present").asInt()).isEqualTo(1);
	}

	@Test
	void asksTheCollectionThatItIsTold() {
		String collection = this.client.post("/api/collections", "application/json", "{\"name\": \"Empty mine\"}")
			.json()
			.get("id")
			.asString();
		try {
			String set = set("{\"question\": \"quartz\", \"relevant\": [\"valley.md\"]}");
			assertThat(this.client.get(SETS + "/" + set + "/check").json().get("present").asInt()).isEqualTo(1);
			assertThat(
					this.client.get(SETS + "/" + set + "/check?collection=" + collection).json().get("present").asInt())
				.isZero();
			JsonNode run = ended(start(plan(set, "\"text\"", "2").put("collection", collection)));
			assertThat(run.get("collection").asString()).isEqualTo(collection);
			assertThat(results(run).at("/rankings/0/means/0").asDouble()).isZero();
			assertProblem(start(plan(set, "\"text\"", "2").put("collection", "none")), 404, "collection", "'none'");
			assertProblem(this.client.get(SETS + "/" + set + "/check?collection=none"), 404, "collection", "'none'");
		}
		finally {
			this.client.delete("/api/collections/" + collection);
		}
	}

	@Test
	void looksAtPassagesOfTheFilterAlone() {
		String set = set("{\"question\": \"quartz\", \"relevant\": [\"valley.md\"]}");
		Reply begun = start(plan(set, "\"text\"", "2").put("filter", "contains(text, 'river')"));
		JsonNode results = results(ended(begun));
		assertThat(results.at("/rankings/0/means/1").asDouble()).as("valley.md is first now").isEqualTo(1.0);
	}

	@Test
	void listsWhatIsNotHereByLine() {
		JsonNode check = this.client.get(SETS + "/" + set(GOLDEN) + "/check").json();
		assertThat(check.get("named").asInt()).isEqualTo(3);
		assertThat(check.get("present").asInt()).isEqualTo(2);
		assertThat(check.get("missing").toString()).isEqualTo("[{\"line\":5,\"name\":\"lost <b>.md\"}]");
		assertThat(check.get("missingTotal").asInt()).isEqualTo(1);
		String twice = set("{\"id\": \"a\", \"question\": \"q\", \"relevant\": [\"shaft.md\"]}\n"
				+ "{\"id\": \"b\", \"question\": \"q \", \"relevant\": [\"shaft.md\"]}\n");
		assertThat(this.client.get(SETS + "/" + twice + "/check").json().get("repeated").toString())
			.isEqualTo("[{\"line\":2,\"first\":1}]");
	}

	@Test
	void saysWhichLinesAreWrong() {
		Reply reply = upload("bad.jsonl", """
				{"question": "a", "relevant": ["a.md"]}
				{"question": "b", "relevant": ["a.md"]}
				{"question": "c", "relevant": [}
				{"question": "", "relevant": ["a.md"]}
				{"question": "d", "relevant": []}
				{"question": "e", "relevant": {"a.md": 0}}
				{"question": "f", "relevant": {"a.md": 1.5}}
				[1]
				{"id": 1, "question": "g", "relevant": ["a.md"]}
				{"question": "h", "relevant": ["0123456789abcdef-3"]}
				{"question": "i", "relevant": [" "]}
				{"question": "j"}
				""");
		assertProblem(reply, 400, "file", "Line 3", "9 more lines", "Nothing was kept");
		JsonNode errors = reply.json().get("errors");
		assertThat(each(errors).map((error) -> error.get("line").asInt()).toList()).containsExactly(3, 4, 5, 6, 7, 8, 9,
				10, 11, 12);
		assertThat(errors.get(6).get("detail").asString()).contains("'1'", "line 1");
		assertThat(errors.get(7).get("detail").asString()).contains("passages", "line 1 names documents");
		assertThat(this.client.get(SETS).json().get("total").asInt()).isZero();
	}

	@Test
	void refusesHalvesOfCharacters() {
		Reply reply = upload("halves.jsonl", """
				{"question": "whole \\ud83e\\udd86", "relevant": ["a.md"]}
				{"question": "half \\ud83e", "relevant": ["a.md"]}
				{"id": "\\udd86", "question": "b", "relevant": ["a.md"]}
				{"question": "c", "relevant": ["a.md", "\\udd86\\ud83e.md"]}
				{"question": "d", "relevant": {"\\ud83e.md": 2}}
				""");
		assertProblem(reply, 400, "file", "Line 2", "half a character");
		assertThat(each(reply.json().get("errors")).map((error) -> error.get("line").asInt()).toList())
			.containsExactly(2, 3, 4, 5);
	}

	@Test
	void refusesWhatHoldsNoQuestions() {
		assertProblem(upload("empty.jsonl", ""), 400, "file", "empty");
		assertProblem(upload("blank.jsonl", "\n  \n"), 400, "file", "empty");
		byte[] picture = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, (byte) 0xff };
		assertProblem(upload("picture.png", picture), 400, "file", "no text in UTF-8", "relevant");
		assertProblem(upload("zeros.jsonl", new byte[1000]), 400, "file", "Line 1");
		assertProblem(upload("", bytes(GOLDEN)), 400, "file", "name");
		assertProblem(this.client.multipart(SETS, List.of()), 400, "file", "file");
		assertProblem(this.client.post(SETS, "application/json", "{}"), 415, "Content-Type", "multipart/form-data");
	}

	@Test
	void takesTenThousandQuestionsAndNotOneMore() {
		String most = questions(10_000);
		assertThat(this.client.get(SETS + "/" + set(most)).json().get("questions").asInt()).isEqualTo(10_000);
		assertProblem(upload("more.jsonl", questions(10_001)), 400, "file", "10000", "line 10001");
		assertProblem(upload("deep.jsonl", "[".repeat(100_000)), 400, "file", "Line 1");
	}

	@Test
	void takesBomsCrlfAndNamesThatLookLikeMarkup() {
		Reply reply = upload("<img src=x>.jsonl",
				"\ufeff{\"question\": \"quartz\", \"relevant\": [\"shaft.md\"]}\r\n\r\n");
		assertThat(reply.status()).as(reply.body()).isEqualTo(201);
		assertThat(reply.header("Location")).isEqualTo(SETS + "/" + reply.json().get("id").asString());
		assertThat(reply.json().get("name").asString()).isEqualTo("<img src=x>.jsonl");
		String run = run(reply.json().get("id").asString(), "\"text\"", "1").get("id").asString();
		String html = this.client.get(RUNS + "/" + run + "/report").body();
		assertThat(html).contains("Evaluation of &lt;img src=x&gt;.jsonl").doesNotContain("<img", "<script");
	}

	@Test
	void listsSetsAndRunsPageByPage() {
		String first = set(GOLDEN);
		String second = set(GOLDEN);
		assertThat(ids(this.client.get(SETS + "?limit=1").json().get("sets"))).containsExactly(second);
		assertThat(ids(this.client.get(SETS + "?offset=1").json().get("sets"))).containsExactly(first);
		assertProblem(this.client.get(SETS + "?limit=0"), 400, "limit", "0");
		assertProblem(this.client.get(RUNS + "?offset=-1"), 400, "offset", "-1");
		String run = run(first, "\"text\"", "1").get("id").asString();
		JsonNode runs = this.client.get(RUNS).json();
		assertThat(ids(runs.get("runs"))).containsExactly(run);
		assertThat(runs.at("/runs/0/rankings/0/label").asString()).isEqualTo("Words");
		assertThat(this.client.delete(SETS + "/" + first).status()).isEqualTo(204);
		assertProblem(this.client.get(SETS + "/" + first), 404, "id", first);
		assertProblem(this.client.delete(SETS + "/" + first), 404, "id", first);
		assertThat(this.client.get(RUNS + "/" + run + "/questions?ranking=text").json().get("total").asInt())
			.as("a run outlives its set")
			.isEqualTo(4);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "rankings | []", "rankings | [\"text\", \"text\"]",
			"rankings | [\"nothing\"]", "rankings | [\"rerank:nothing\"]", "rankings | [null]", "cutoffs | []",
			"cutoffs | [0]", "cutoffs | [101]", "cutoffs | [1, 2, 3, 4, 5]", "cutoffs | [null]", "cutoffs | [\"many\"]",
			"cutoffs | [\"2\"]", "cutoffs | [2.5]", "cutoffs | 2", "passages | 1", "passages | 201", "passages | \"x\"",
			"passages | \"50\"", "passages | 50.5", "filter | \"prize > 1\"", "set | \"\"", "set | null" })
	void refusesPlansThatCannotBeRun(String field, String value) {
		ObjectNode plan = plan(set(GOLDEN), "\"text\"", "2");
		plan.set(field, JSON.readTree(value));
		assertProblem(start(plan), 400, field, "");
	}

	@Test
	void refusesSetsThatAreNotThere() {
		assertProblem(start(plan("nowhere' OR '1'='1", "\"text\"", "2")), 404, "set", "nowhere");
		for (String path : List.of("", "/results", "/questions?ranking=text", "/report", "/comparison?with=x")) {
			assertProblem(this.client.get(RUNS + "/nothing" + path), 404, "id", "'nothing'");
		}
		assertProblem(this.client.delete(RUNS + "/nothing"), 404, "id", "'nothing'");
		assertProblem(this.client.change("POST", RUNS + "/nothing/cancel", ""), 404, "id", "'nothing'");
		assertProblem(this.client.get(SETS + "/nothing/check"), 404, "id", "'nothing'");
	}

	@Test
	void refusesRunsThatWouldKeepTooMuch() {
		assertProblem(start(plan(set(questions(10_000)), "\"text\", \"vector\"", "100").put("passages", 100)), 400,
				"cutoffs", "2000000", "1000000");
	}

	@Test
	void cancelsARunAndRunsOneAtATime() {
		String many = set(questions(8000));
		Reply begun = start(plan(many, "\"vector\", \"text\"", "1"));
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
		String id = begun.json().get("id").asString();
		assertThat(begun.header("Location")).isEqualTo(RUNS + "/" + id);
		await().atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> info(id).at("/progress/done").asInt() >= 5);
		assertThat(info(id).at("/progress/ranking").asString()).isEqualTo("Vector");
		assertProblem(start(plan(many, "\"text\"", "1")), 409, "set", "is running", "cancel");
		assertProblem(this.client.delete(RUNS + "/" + id), 409, "id", "Cancel it");
		assertProblem(this.client.get(RUNS + "/" + id + "/results"), 409, "id", "RUNNING");
		assertThat(this.client.change("POST", RUNS + "/" + id + "/cancel", "").status()).isEqualTo(202);
		JsonNode ended = ended(begun);
		assertThat(ended.get("state").asString()).isEqualTo("CANCELLED");
		assertThat(ended.get("progress").isNull()).isTrue();
		assertThat(ended.get("endedAt").isNull()).isFalse();
		assertProblem(this.client.get(RUNS + "/" + id + "/results"), 409, "id", "CANCELLED");
		assertProblem(this.client.change("POST", RUNS + "/" + id + "/cancel", ""), 409, "id", "not running");
		assertThat(run(set(GOLDEN), "\"text\"", "1").get("state").asString()).as("the next one runs").isEqualTo("DONE");
	}

	@Test
	void goesOnWhereARankingCannotBeAsked() {
		JsonNode run = run(set(GOLDEN), "\"rerank:cohere\", \"text\"", "2");
		assertThat(run.get("state").asString()).isEqualTo("DONE");
		JsonNode results = results(run);
		assertThat(results.at("/failures/0/ranking/name").asString()).isEqualTo("rerank:cohere");
		assertThat(results.at("/failures/0/reason").asString()).contains("cohere");
		assertThat(results.get("rankings").size()).isEqualTo(1);
		JsonNode none = run(set(GOLDEN), "\"rerank:cohere\"", "2");
		assertThat(none.get("state").asString()).isEqualTo("FAILED");
		assertThat(none.get("error").asString()).contains("cohere");
	}

	@Test
	void tellsARunThatNobodyRunsAsBrokenOff() {
		String run = run(set(GOLDEN), "\"text\"", "1").get("id").asString();
		this.database.openTable("evaluation_runs")
			.update()
			.set("state", "RUNNING")
			.where("id = '" + run + "'")
			.execute();
		assertThat(info(run).get("state").asString()).isEqualTo("BROKEN_OFF");
		assertThat(this.client.get(RUNS).json().at("/runs/0/state").asString()).isEqualTo("BROKEN_OFF");
		assertThat(this.client.get(RUNS).json().at("/runs/0/error").asString()).contains("Run it again");
		assertThat(this.client.delete(RUNS + "/" + run).status()).isEqualTo(204);
	}

	@Test
	void canBeDeletedAndFollowedAtOnceWhenItHasEnded() {
		String set = set("{\"question\": \"quartz\", \"relevant\": [\"valley.md\"]}");
		for (int i = 0; i < 10; i++) {
			JsonNode run = run(set, "\"text\"", "1");
			assertThat(run.get("state").asString()).isEqualTo("DONE");
			assertThat(this.client.delete(RUNS + "/" + run.get("id").asString()).status()).isEqualTo(204);
		}
		assertThat(this.database.openTable("evaluation_answers").countRows()).isZero();
	}

	@Test
	void keepsTheAnswersOfEachRankingApart() {
		String run = run(set(GOLDEN), "\"text\", \"vector\"", "2").get("id").asString();
		Table answers = this.database.openTable("evaluation_answers");
		assertThat(answers.countRows()).as("the questions and two rankings").isEqualTo(3);
		answers.delete("ranking = 'vector'", Map.of());
		JsonNode page = this.client.get(RUNS + "/" + run + "/questions?ranking=text").json();
		assertThat(page.get("total").asInt()).as("read without the other ranking").isEqualTo(4);
		assertProblem(this.client.get(RUNS + "/" + run + "/questions?ranking=vector"), 409, "id", "deleted", "again");
	}

	@Test
	void makesRoomByTheOldestRun() {
		String set = set("{\"question\": \"quartz\", \"relevant\": [\"valley.md\"]}");
		String oldest = run(set, "\"text\"", "1").get("id").asString();
		Table runs = this.database.openTable("evaluation_runs");
		Map<String, Object> row = runs.scan().rows().getFirst();
		runs.add(IntStream.range(1, 100).mapToObj((i) -> {
			Map<String, Object> copy = new HashMap<>(row);
			copy.put("id", "copy-" + i);
			copy.put("begunAt", Instant.now());
			return copy;
		}).toList());
		assertThat(this.client.get(RUNS).json().get("total").asInt()).isEqualTo(100);
		run(set, "\"text\"", "1");
		assertThat(this.client.get(RUNS).json().get("total").asInt()).isEqualTo(100);
		assertProblem(this.client.get(RUNS + "/" + oldest), 404, "id", oldest);
		assertThat(this.database.openTable("evaluation_answers").countRows("run = '" + oldest + "'")).isZero();
	}

	@Test
	void endsWithTheCollectionThatItAsks() {
		String collection = collection();
		Reply begun = start(plan(set(questions(8000)), "\"text\"", "1").put("collection", collection));
		String id = begun.json().get("id").asString();
		await().atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> info(id).at("/progress/done").asInt() >= 5);
		assertThat(this.client.delete("/api/collections/" + collection).status()).isEqualTo(204);
		String again = collection();
		try {
			JsonNode ended = ended(begun);
			assertThat(again).isEqualTo(collection);
			assertThat(ended.get("state").asString()).isEqualTo("FAILED");
			assertThat(ended.get("error").asString()).contains("'" + collection + "' was deleted");
			assertThat(this.client.get("/api/collections").json().toString()).contains(again);
		}
		finally {
			this.client.delete("/api/collections/" + again);
		}
	}

	private String collection() {
		Reply made = this.client.post("/api/collections", "application/json", "{\"name\": \"Short mine\"}");
		assertThat(made.status()).as(made.body()).isEqualTo(201);
		return made.json().get("id").asString();
	}

	@Test
	void comparesRunsOverTheSameQuestions() {
		String set = set(GOLDEN);
		String first = run(set, "\"text\", \"vector\"", "2").get("id").asString();
		String second = ended(start(plan(set, "\"text\"", "1, 2").put("filter", "contains(text, 'river')"))).get("id")
			.asString();
		JsonNode comparison = this.client.get(RUNS + "/" + second + "/comparison?with=" + first).json();
		assertThat(comparison.get("rankings").size()).as("text, in four metrics").isEqualTo(4);
		JsonNode mrr = comparison.get("rankings").get(1);
		assertThat(mrr.get("metric").asString()).isEqualTo("MRR@2");
		assertThat(mrr.get("before").asDouble()).isEqualTo(2.5 / 4);
		assertThat(mrr.get("value").asDouble()).as("valley.md is first of all").isEqualTo(3.0 / 4);
		assertThat(mrr.get("better").asInt()).isEqualTo(1);
		String other = run(set("{\"question\": \"quartz\", \"relevant\": [\"shaft.md\"]}"), "\"text\"", "2").get("id")
			.asString();
		assertProblem(this.client.get(RUNS + "/" + first + "/comparison?with=" + other), 400, "with",
				"different questions");
		String deeper = run(set, "\"vector\"", "1").get("id").asString();
		assertProblem(this.client.get(RUNS + "/" + first + "/comparison?with=" + deeper), 400, "with", "in common");
		assertProblem(this.client.get(RUNS + "/" + first + "/comparison"), 400, "with", "missing");
		assertProblem(this.client.get(RUNS + "/" + first + "/comparison?with=none"), 404, "with", "'none'");
	}

	@Test
	void isDownloadedInEveryForm() {
		Reply set = upload("Fragen über Steine.jsonl",
				GOLDEN + "{\"question\": \"=HYPERLINK(\\\"x\\\")\", \"relevant\": [\"shaft.md\"]}\n");
		String run = run(set.json().get("id").asString(), "\"text\", \"hybrid\"", "2").get("id").asString();
		Reply html = report(run, "html");
		assertThat(html.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
		assertThat(html.header("Content-Disposition")).startsWith("attachment; filename=")
			.contains("filename*=UTF-8''evaluation%20Fragen%20%C3%BCber%20Steine%20", ".html");
		assertThat(html.body()).contains("<svg", "lost &lt;b&gt;.md", "<title>Evaluation of Fragen über Steine.jsonl")
			.doesNotContain("<script", "src=", "href=\"http");
		Reply markdown = report(run, "md");
		assertThat(markdown.header("Content-Type")).isEqualTo("text/markdown;charset=UTF-8");
		assertThat(markdown.body()).startsWith("# Evaluation of Fragen über Steine.jsonl\n").contains("| Words |");
		Reply csv = report(run, "csv");
		assertThat(csv.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
		assertThat(csv.body().lines().toList()).hasSize(1 + 2 * 5)
			.startsWith("ranking,id,question,nDCG@2,MRR@2,hit rate@2,recall@2,milliseconds,relevant,found");
		assertThat(csv.body()).contains("\"'=HYPERLINK(\"\"x\"\")\"", "Words,two,quartz,0.6309,0.5000,1.0000,1.0000,");
		Reply json = report(run, "json");
		assertThat(json.header("Content-Type")).startsWith("application/json");
		assertThat(json.json().at("/answers/searches/0/found/1").toString()).isEqualTo("[\"shaft.md\",\"valley.md\"]");
		assertProblem(report(run, "pdf"), 400, "format", "'pdf'", "html");
	}

	@Test
	void offersAnExampleThatFitsTheBundledDocuments() {
		Reply example = this.client.get("/api/evaluation/example");
		assertThat(example.header("Content-Disposition")).isEqualTo("attachment; filename=\"golden-example.jsonl\"");
		String set = set(example.body());
		assertThat(this.client.get(SETS + "/" + set).json().get("questions").asInt()).isGreaterThan(15);
		assertThat(this.client.get("/api/evaluation").json().get("rankings").size()).isGreaterThan(3);
	}

	private Reply report(String run, String format) {
		return this.client.get(RUNS + "/" + run + "/report?format=" + format);
	}

	private JsonNode results(JsonNode run) {
		Reply reply = this.client.get(RUNS + "/" + run.get("id").asString() + "/results");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return reply.json();
	}

	private JsonNode run(String set, String rankings, String cutoffs) {
		return ended(start(plan(set, rankings, cutoffs)));
	}

	private JsonNode ended(Reply begun) {
		assertThat(begun.status()).as(begun.body()).isEqualTo(202);
		awaitQuiet();
		return info(begun.json().get("id").asString());
	}

	private void awaitQuiet() {
		await().atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> each(this.client.get(RUNS).json().get("runs"))
				.noneMatch((run) -> run.get("state").asString().equals("RUNNING")));
	}

	private JsonNode info(String id) {
		return this.client.get(RUNS + "/" + id).json();
	}

	private Reply start(ObjectNode plan) {
		return this.client.post(RUNS, "application/json", plan.toString());
	}

	private static ObjectNode plan(String set, String rankings, String cutoffs) {
		ObjectNode plan = JSON.createObjectNode().put("set", set);
		plan.set("rankings", JSON.readTree("[" + rankings + "]"));
		plan.set("cutoffs", JSON.readTree("[" + cutoffs + "]"));
		return plan;
	}

	private String set(String lines) {
		Reply reply = upload("golden.jsonl", lines);
		assertThat(reply.status()).as(reply.body()).isEqualTo(201);
		return reply.json().get("id").asString();
	}

	private Reply upload(String name, String lines) {
		return upload(name, bytes(lines));
	}

	private Reply upload(String name, byte[] content) {
		return this.client.multipart(SETS, List.of(new Part("file", name, content)));
	}

	private static String questions(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "{\"question\": \"quartz number " + i + "\", \"relevant\": [\"shaft.md\"]}")
			.collect(Collectors.joining("\n"));
	}

	private static List<String> ids(JsonNode list) {
		return each(list).map((entry) -> entry.get("id").asString()).toList();
	}

	private static List<String> texts(JsonNode list) {
		return each(list).map(JsonNode::asString).toList();
	}

	private static Stream<JsonNode> each(JsonNode list) {
		return StreamSupport.stream(list.spliterator(), false);
	}

}
