package io.fletch.rerankers.remote;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.fletch.embeddings.http.Timing;
import io.fletch.rerankers.ModelReranker;
import io.fletch.store.embedding.EmbeddingOptions;

/**
 * How each provider speaks.
 */
enum Dialect {

	COHERE(new CohereReranking(), "/v2/rerank"),

	JINA(new JinaReranking(), "/rerank"),

	VOYAGE(new VoyageReranking(), "/rerank"),

	OPENAI(new OpenAiReranking(), "/chat/completions"),

	WATSONX(new WatsonxReranking(), "/ml/v1/text/rerank?version=2024-05-31");

	private static final JsonMapper JSON = new JsonMapper();

	private final RemoteRerankerFactory factory;

	private final String path;

	Dialect(RemoteRerankerFactory factory, String path) {
		this.factory = factory;
		this.path = path;
	}

	String alias() {
		return this.factory.alias();
	}

	String path() {
		return this.path;
	}

	ModelReranker reranker(String address, Timing timing, String... more) {
		Map<String, String> values = new HashMap<>(Map.of("base-url", address, "api-key", RerankServer.KEY));
		if (this == WATSONX) {
			values.put("project-id", "p1");
			values.put("token-url", address + "/identity/token");
		}
		for (int i = 0; i < more.length; i += 2) {
			values.put(more[i], more[i + 1]);
		}
		return this.factory.create(EmbeddingOptions.of("reranker", alias(), this.factory.options(), values, Map.of()),
				timing);
	}

	String question(JsonNode request) {
		return (this == OPENAI) ? asked(request).at("/question").stringValue() : request.at("/query").stringValue();
	}

	List<String> texts(JsonNode request) {
		List<String> texts = new ArrayList<>();
		switch (this) {
			case OPENAI -> asked(request).at("/texts").forEach((text) -> texts.add(text.at("/text").stringValue()));
			case WATSONX -> request.at("/inputs").forEach((text) -> texts.add(text.at("/text").stringValue()));
			default -> request.at("/documents").forEach((text) -> texts.add(text.stringValue()));
		}
		return texts;
	}

	private static JsonNode asked(JsonNode request) {
		return JSON.readTree(request.at("/messages/1/content").stringValue());
	}

	/**
	 * Writes scores from 0 to 1, the last text's first, as the order is the index's to
	 * tell.
	 */
	String answer(List<Double> scores) {
		List<Entry> entries = IntStream.range(0, scores.size())
			.map((i) -> scores.size() - 1 - i)
			.mapToObj((i) -> new Entry(i, scores.get(i)))
			.toList();
		return answerOf(entries);
	}

	String answerOf(List<Entry> entries) {
		return switch (this) {
			case COHERE, JINA -> "{\"id\": \"1\", \"results\": " + list(entries, "relevance_score", 1)
					+ ", \"usage\": {\"total_tokens\": 7}}";
			case VOYAGE -> "{\"object\": \"list\", \"data\": " + list(entries, "relevance_score", 1) + "}";
			case WATSONX -> "{\"model_id\": \"x\", \"results\": " + list(entries, "score", 1) + "}";
			case OPENAI -> said("{\"scores\": " + list(entries, "score", 10) + "}");
		};
	}

	static String said(String content) {
		return "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": " + JSON.writeValueAsString(content)
				+ "}}]}";
	}

	private static String list(List<Entry> entries, String field, double scale) {
		return entries.stream()
			.map((entry) -> "{\"index\": " + entry.index() + ", \"" + field + "\": " + entry.score() * scale + "}")
			.toList()
			.toString();
	}

	/**
	 * A score of a text.
	 */
	record Entry(int index, double score) {
	}

}
