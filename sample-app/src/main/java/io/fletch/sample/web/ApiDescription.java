package io.fletch.sample.web;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.IngestionJob;
import io.fletch.sample.chat.ChatEvent;
import io.fletch.sample.conversation.Conversation;
import io.fletch.sample.conversation.Source;
import io.fletch.sample.conversation.Turn;
import io.fletch.sample.evaluation.EvaluationRunInfo;
import io.fletch.sample.evaluation.GoldenCheck;
import io.fletch.sample.evaluation.GoldenSet;
import io.fletch.sample.evaluation.QuestionOutcome;
import io.fletch.sample.evaluation.RunComparison;
import io.fletch.sample.evaluation.RunResults;
import io.fletch.sample.operations.RowChange;
import io.fletch.sample.operations.ShownRow;
import io.fletch.sample.operations.VersionChanges;
import io.fletch.sample.operations.VersionEntry;
import io.fletch.sample.operations.VersionRows;
import io.fletch.sample.playground.MapPoint;
import io.fletch.sample.playground.PassagePlot;
import io.fletch.sample.playground.PlacedQuestion;
import io.fletch.sample.playground.RankedPassage;
import io.fletch.sample.playground.RankedPassages;

/**
 * The OpenAPI description: its head, and problems as the content of every error.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

	private static final String PROBLEM = "ProblemDetail";

	private static final String FORBIDDEN = "`Host`, `Origin` or `Sec-Fetch-Site` tells of a page of another site";

	/** The records that answers are made of, by the names of their schemas. */
	private static final Map<String, Class<? extends Record>> ANSWERS = List
		.of(IngestionJob.class, IndexedDocument.class, PassageText.class, SearchController.SearchHit.class,
				Source.class, Conversation.class, Turn.class, ChatEvent.Stage.class, RankedPassages.class,
				RankedPassage.class, PassagePlot.class, MapPoint.class, PlacedQuestion.class, VersionEntry.class,
				VersionRows.class, VersionChanges.class, RowChange.class, ShownRow.class, GoldenSet.class,
				GoldenCheck.class, EvaluationRunInfo.class, RunResults.class, QuestionOutcome.class,
				QuestionOutcome.Expected.class, RunComparison.class)
		.stream()
		.collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

	/** Streamed as an event of this name. */
	private static final Map<String, Class<? extends Record>> EVENTS = Map.of("TokenEvent", ChatEvent.Token.class);

	@Bean
	OpenAPI fletchSampleApi() {
		return new OpenAPI().info(new Info().title("Fletch sample")
			.version("1")
			.description("Questions answered from your own documents, with citations. "
					+ "Every error is a problem of RFC 9457 whose `field` names the input at fault."));
	}

	@Bean
	OpenApiCustomizer problemsAsErrors() {
		return (api) -> {
			api.getComponents().addSchemas(PROBLEM, problem());
			Content content = new Content().addMediaType("application/problem+json",
					new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)));
			api.getPaths()
				.values()
				.stream()
				.flatMap((path) -> path.readOperations().stream())
				.map(Operation::getResponses)
				.forEach((responses) -> {
					responses.addApiResponse("403", new ApiResponse().description(FORBIDDEN));
					responses.forEach((code, response) -> {
						if (code.startsWith("4") || code.startsWith("5")) {
							response.setContent(content);
						}
					});
				});
		};
	}

	/**
	 * The method takes a list only to refuse several files; what it wants is one. Tags
	 * are fields of the form beside it.
	 */
	@Bean
	OpenApiCustomizer oneFileAnUpload() {
		return (api) -> {
			PathItem documents = Objects.requireNonNull(api.getPaths().get("/api/documents"));
			Content body = documents.getPost().getRequestBody().getContent();
			MediaType form = Objects
				.requireNonNull(body.get(org.springframework.http.MediaType.MULTIPART_FORM_DATA_VALUE));
			form.getSchema()
				.addProperty("file", new StringSchema().format("binary")
					.description("The document; its extension says how it is read"));
			form.getSchema()
				.addProperty("tags", new ArraySchema().items(new StringSchema())
					.description("Tags, repeated or with commas between"));
		};
	}

	@Bean
	OpenApiCustomizer nullsAndRequiredFields() {
		return (api) -> Stream.of(ANSWERS, EVENTS)
			.forEach((types) -> types.forEach((name,
					type) -> describe(Objects.requireNonNull(api.getComponents().getSchemas().get(name), name), type)));
	}

	private static void describe(Schema<?> schema, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = component.getName();
			schema.addRequiredItem(name);
			if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				schema.getProperties().computeIfPresent(name, (key, property) -> orNull(property));
			}
		}
	}

	private static Schema<?> orNull(Schema<?> property) {
		if (property.get$ref() == null) {
			property.addType("null");
			return property;
		}
		Schema<Object> none = new Schema<>(SpecVersion.V31);
		none.addType("null");
		return new Schema<>(SpecVersion.V31).addAnyOfItem(property).addAnyOfItem(none);
	}

	private static Schema<?> problem() {
		return new ObjectSchema().description("RFC 9457 problem")
			.addProperty("title", new StringSchema().description("The kind of problem"))
			.addProperty("status", new IntegerSchema().description("The HTTP status"))
			.addProperty("detail", new StringSchema().description("What came, what is expected, and the remedy"))
			.addProperty("instance", new StringSchema().description("The path that was asked for"))
			.addProperty("field", new StringSchema().description("The input at fault, where one is"))
			.addProperty("position",
					new IntegerSchema().description("Where in the field, counted from 0, where it is known"))
			.addProperty("errors",
					new ArraySchema()
						.items(new ObjectSchema().addProperty("line", new IntegerSchema())
							.addProperty("detail", new StringSchema()))
						.description("What is wrong with which lines of a file, where it is read by lines"));
	}

}
