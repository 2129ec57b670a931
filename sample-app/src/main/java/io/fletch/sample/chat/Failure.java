package io.fletch.sample.chat;

import java.util.concurrent.TimeoutException;

import com.openai.errors.OpenAIServiceException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.client.WebClientResponseException;

/**
 * Says why an answer broke off, in words for the reader of the page. What a model's
 * server said in its own words stays in the log: it may hold parts of a key.
 */
final class Failure {

	private Failure() {
	}

	static ProblemDetail retrieval() {
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Searching the documents failed",
				"The documents could not be searched. The log of the application says why.");
	}

	static ProblemDetail keeping() {
		return problem(HttpStatus.INTERNAL_SERVER_ERROR, "The answer was not kept",
				"The answer is complete, but could not be kept in its conversation. "
						+ "The log of the application says why.");
	}

	static ProblemDetail silence(AnswererInfo answerer) {
		return problem(HttpStatus.BAD_GATEWAY, "The answer is empty",
				answerer.name() + " ended its answer without a word. Ask again, or choose another model.");
	}

	static ProblemDetail answerer(Throwable failure, AnswererInfo answerer) {
		if (ExtractiveChat.KIND.equals(answerer.kind())) {
			return problem(HttpStatus.INTERNAL_SERVER_ERROR, "Answering failed",
					"The answer could not be composed. The log of the application says why.");
		}
		String name = answerer.name();
		if (caused(failure, CutAnswerException.class) != null) {
			return problem(HttpStatus.BAD_GATEWAY, "The answer was cut off",
					"The connection to " + name + " ended before the answer was complete. Ask again.");
		}
		if (caused(failure, TimeoutException.class) != null) {
			return problem(HttpStatus.GATEWAY_TIMEOUT, "The chat model is silent",
					name + " sent nothing for too long. Ask again, or choose a smaller model.");
		}
		Integer status = statusOf(failure);
		if (status == null) {
			return problem(HttpStatus.BAD_GATEWAY, "The chat model cannot be reached", "No complete answer came from "
					+ name + ". Check that its server runs and that the base-url property names it.");
		}
		return problem(HttpStatus.BAD_GATEWAY, "The chat model refused",
				"The server of " + name + " answered with HTTP " + status + ". " + remedy(status));
	}

	private static String remedy(int status) {
		return switch (status) {
			case 401, 403 -> "Check the api-key property of the provider.";
			case 404 -> "Check that the model of that name exists there, and the base-url property.";
			case 429 -> "Wait a moment, or check the quota of the account.";
			default -> "Try again; the log of the application says more.";
		};
	}

	private static @Nullable Integer statusOf(Throwable failure) {
		OpenAIServiceException openai = caused(failure, OpenAIServiceException.class);
		if (openai != null) {
			return openai.statusCode();
		}
		WebClientResponseException response = caused(failure, WebClientResponseException.class);
		return (response != null) ? response.getStatusCode().value() : null;
	}

	private static <T extends Throwable> @Nullable T caused(Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	private static ProblemDetail problem(HttpStatus status, String title, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(title);
		return problem;
	}

}
