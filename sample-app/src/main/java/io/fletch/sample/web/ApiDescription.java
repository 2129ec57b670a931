package io.fletch.sample.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The OpenAPI description: its head, and problems as the content of every error.
 */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

	private static final String PROBLEM = "Problem";

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
				.forEach((operation) -> operation.getResponses().forEach((code, response) -> {
					if (code.startsWith("4") || code.startsWith("5")) {
						response.setContent(content);
					}
				}));
		};
	}

	private static Schema<?> problem() {
		return new Schema<>().type("object")
			.description("RFC 9457 problem")
			.addProperty("title", new StringSchema().description("The kind of problem"))
			.addProperty("status", new Schema<Integer>().type("integer").description("The HTTP status"))
			.addProperty("detail", new StringSchema().description("What came, what is expected, and the remedy"))
			.addProperty("instance", new StringSchema().description("The path that was asked for"))
			.addProperty("field", new StringSchema().description("The input at fault, where one is"));
	}

}
