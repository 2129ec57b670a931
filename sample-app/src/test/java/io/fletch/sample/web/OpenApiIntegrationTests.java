package io.fletch.sample.web;

import java.io.IOException;
import java.util.Collections;

import io.swagger.v3.oas.annotations.media.Schema;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import io.fletch.sample.AppClient.Reply;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiIntegrationTests extends RunningApi {

	OpenApiIntegrationTests(@LocalServerPort int port) {
		super(port);
	}

	/** Which of two comes first is otherwise in the packaged application. */
	@Test
	void theAnnotationsAreThereOnce() throws IOException {
		assertThat(Collections
			.list(getClass().getClassLoader().getResources(Schema.class.getName().replace('.', '/') + ".class")))
			.hasSize(1);
	}

	@Test
	void describesItselfInOpenApi() {
		JsonNode api = this.client.get("/v3/api-docs").json();
		JsonNode paths = api.get("paths");
		assertThat(paths.propertyNames()).containsExactlyInAnyOrder("/api/documents", "/api/documents/{id}",
				"/api/documents/{id}/passages", "/api/documents/{id}/tags", "/api/documents/overview", "/api/jobs",
				"/api/jobs/{id}", "/api/jobs/{id}/cancel", "/api/jobs/cancel", "/api/dead-letters",
				"/api/dead-letters/{id}", "/api/dead-letters/{id}/retry", "/api/dead-letters/retry", "/api/search",
				"/api/collections", "/api/collections/{id}", "/api/chat", "/api/info", "/api/session",
				"/api/conversations", "/api/conversations/{id}", "/api/conversations/{id}/turns", "/api/playground",
				"/api/playground/search", "/api/playground/plan", "/api/playground/map",
				"/api/operations/{database}/{table}/versions",
				"/api/operations/{database}/{table}/versions/{version}/rows",
				"/api/operations/{database}/{table}/versions/{version}/changes",
				"/api/operations/{database}/{table}/restore", "/api/pictures", "/api/pictures/search",
				"/api/pictures/delete", "/api/pictures/{id}", "/api/pictures/{id}/similar",
				"/api/pictures/{id}/content", "/api/pictures/{id}/thumbnail", "/api/evaluation",
				"/api/evaluation/example", "/api/evaluation/sets", "/api/evaluation/sets/{id}",
				"/api/evaluation/sets/{id}/check", "/api/evaluation/runs", "/api/evaluation/runs/{id}",
				"/api/evaluation/runs/{id}/cancel", "/api/evaluation/runs/{id}/results",
				"/api/evaluation/runs/{id}/questions", "/api/evaluation/runs/{id}/comparison",
				"/api/evaluation/runs/{id}/report");
		JsonNode upload = paths.get("/api/documents").get("post");
		assertThat(upload.get("responses").propertyNames()).containsExactlyInAnyOrder("202", "400", "403", "404", "413",
				"415", "422");
		assertThat(upload.at("/requestBody/content").propertyNames()).containsExactly("multipart/form-data");
		assertThat(upload.at("/responses/413/content").propertyNames()).containsExactly("application/problem+json");
		JsonNode chat = paths.at("/~1api~1chat/post");
		assertThat(chat.get("description").asString()).contains("`sources`", "`token`", "`done`", "`error`");
		assertThat(chat.at("/responses/200/content/text~1event-stream/schema/oneOf").size()).isEqualTo(4);
		assertThat(api.at("/components/schemas").propertyNames()).contains("ProblemDetail", "SourcesEvent",
				"TokenEvent", "DoneEvent", "Source", "Citation", "IngestionJob", "IndexedDocument");
	}

	@Test
	void describesInputsInOpenApiAsTheyAreTaken() {
		Reply described = this.client.get("/v3/api-docs");
		assertThat(described.body()).doesNotContain("\"default\":\"\"");
		JsonNode file = described.json()
			.at("/paths/~1api~1documents/post/requestBody/content/multipart~1form-data/schema/properties/file");
		assertThat(file.get("type").asString()).isEqualTo("string");
		assertThat(file.get("format").asString()).isEqualTo("binary");
		JsonNode picture = described.json()
			.at("/paths/~1api~1pictures/post/requestBody/content/multipart~1form-data/schema/properties/file");
		assertThat(picture.get("format").asString()).isEqualTo("binary");
		JsonNode upload = described.json().at("/paths/~1api~1documents/post");
		assertThat(upload.path("parameters").size()).as("tags are fields of the form").isZero();
		assertThat(upload.at("/requestBody/content/multipart~1form-data/schema/properties/tags/type").asString())
			.isEqualTo("array");
		assertThat(upload.at("/requestBody/content/multipart~1form-data/schema/properties/collection/type").asString())
			.isEqualTo("string");
		assertThat(described.json().at("/paths/~1api~1search/get/responses").propertyNames()).contains("404", "422");
		JsonNode parameters = described.json().at("/paths/~1api~1search/get/parameters");
		JsonNode limit = find(parameters, "name", "limit").get("schema");
		assertThat(limit.get("type").asString()).isEqualTo("integer");
		assertThat(limit.get("minimum").intValue()).isEqualTo(1);
		assertThat(limit.get("maximum").intValue()).isEqualTo(100);
		assertThat(limit.get("default").intValue()).isEqualTo(10);
		JsonNode mode = find(parameters, "name", "mode").get("schema");
		assertThat(mode.get("default").asString()).isEqualTo("hybrid");
		assertThat(mode.get("enum").toString()).isEqualTo("[\"vector\",\"text\",\"hybrid\"]");
	}

	@Test
	void describesGoldenQuestionsAsAFile() {
		JsonNode paths = this.client.get("/v3/api-docs").json().get("paths");
		JsonNode file = paths.at("/~1api~1evaluation~1sets/post/requestBody/content/multipart~1form-data/schema")
			.at("/properties/file");
		assertThat(file.get("type").asString()).isEqualTo("string");
		assertThat(file.get("format").asString()).isEqualTo("binary");
		assertThat(paths.at("/~1api~1evaluation~1runs~1{id}~1report/get/responses/200/content").propertyNames())
			.containsExactlyInAnyOrder("text/html", "text/markdown", "text/csv", "application/json");
	}

	@Test
	void describesAnswersInOpenApiAsTheyAreSent() {
		JsonNode schemas = this.client.get("/v3/api-docs").json().at("/components/schemas");
		JsonNode problem = schemas.get("ProblemDetail").get("properties");
		assertThat(problem.propertyNames()).containsExactlyInAnyOrder("title", "status", "detail", "instance", "field",
				"position", "errors");
		assertThat(problem.at("/status/type").asString()).isEqualTo("integer");
		assertThat(schemas.at("/IngestionJob/properties/error/type").toString()).contains("string", "null");
		assertThat(schemas.at("/SearchHit/properties/page/type").toString()).contains("integer", "null");
		assertThat(schemas.at("/TokenEvent/properties/citation/anyOf/1/type").asString()).isEqualTo("null");
		assertThat(schemas.at("/IngestionJob/required").size()).isEqualTo(10);
		assertThat(schemas.at("/RankedPassage/properties/textScore/type").toString()).contains("number", "null");
		assertThat(schemas.at("/RowChange/properties/before/anyOf/1/type").asString()).isEqualTo("null");
		assertThat(schemas.at("/TrialRequest/required").toString()).isEqualTo("[\"question\"]");
		assertThat(schemas.at("/Stage/properties/tokens/anyOf/1/type").asString()).isEqualTo("null");
		assertThat(schemas.at("/FoundPicture/required").toString()).isEqualTo("[\"picture\",\"score\"]");
		assertThat(schemas.at("/EvaluationRunInfo/properties/progress/anyOf/1/type").asString()).isEqualTo("null");
		assertThat(schemas.at("/EvaluationRequest/required").toString()).isEqualTo("[\"rankings\",\"set\"]");
		assertThat(schemas.at("/Turn/required").size()).isEqualTo(14);
		assertThat(schemas.at("/CollectionInfo/required").size()).isEqualTo(4);
		assertThat(schemas.at("/DoneEvent/properties").propertyNames()).contains("stages", "lookedFor", "kept");
	}

}
