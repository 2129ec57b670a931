package io.fletch.sample.web;

import java.util.List;
import java.util.TreeSet;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.fletch.context.reading.DocumentReader;
import io.fletch.sample.chat.AnswererInfo;
import io.fletch.sample.chat.Chat;
import io.fletch.sample.collection.DocumentCollections;

/**
 * What a client needs to know before its first request.
 */
@RestController
@Tag(name = "Info", description = "Who answers, and what can be uploaded")
class InfoController {

	private static final List<String> EXAMPLES = List.of("How does a write become durable?",
			"May several processes write to one table?", "What is reciprocal rank fusion?");

	private final Chat chat;

	private final DocumentCollections collections;

	private final DocumentReader reader;

	private final MultipartProperties multipart;

	InfoController(Chat chat, DocumentCollections collections, DocumentReader reader, MultipartProperties multipart) {
		this.chat = chat;
		this.collections = collections;
		this.reader = reader;
		this.multipart = multipart;
	}

	@GetMapping(path = "/api/info", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read what this installation offers")
	@ApiResponse(responseCode = "200")
	Info info() {
		return new Info(this.chat.answerer(), this.chat.answerers(),
				List.copyOf(new TreeSet<>(this.reader.extensions())), this.multipart.getMaxFileSize().toBytes(),
				EXAMPLES, this.collections.functions());
	}

	/**
	 * What this installation offers.
	 *
	 * @param answerer who answers where a question does not choose
	 * @param answerers who can be chosen
	 * @param extensions the endings of the files that can be read
	 * @param maxFileBytes the size of the largest file that is accepted
	 * @param examples questions that the bundled documents answer
	 * @param embeddingFunctions the functions that a collection can have, the default
	 * first
	 */
	record Info(AnswererInfo answerer, List<AnswererInfo> answerers, List<String> extensions, long maxFileBytes,
			List<String> examples, List<String> embeddingFunctions) {
	}

}
