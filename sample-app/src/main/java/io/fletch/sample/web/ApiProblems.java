package io.fletch.sample.web;

import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

import io.fletch.context.reading.UnreadableDocumentException;
import io.fletch.rerankers.RerankException;
import io.fletch.sample.chat.UnknownModelException;
import io.fletch.sample.evaluation.InvalidGoldenFileException;
import io.fletch.sample.evaluation.RefusedException;
import io.fletch.sample.operations.ChangedMeanwhileException;
import io.fletch.sample.operations.NothingThereException;
import io.fletch.sample.picture.GalleryFullException;
import io.fletch.sample.picture.Pictures;
import io.fletch.sample.picture.PicturesUnavailableException;
import io.fletch.sample.picture.UnusablePictureException;
import io.fletch.sample.playground.FailingFunctionException;
import io.fletch.sample.playground.InvalidFilterException;
import io.fletch.sample.playground.UnknownRankingException;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.error.InvalidInputException;

/**
 * Turns every failure into an RFC 9457 problem. Where the input is at fault, the property
 * {@code field} names it and the detail says what came and what is expected. Where we
 * are, the detail says only where to look: the log.
 */
@RestControllerAdvice
class ApiProblems extends ResponseEntityExceptionHandler {

	private static final Logger failures = LoggerFactory.getLogger(ApiProblems.class);

	private final MultipartProperties multipart;

	private final ChosenCollections collections;

	ApiProblems(MultipartProperties multipart, ChosenCollections collections) {
		this.multipart = multipart;
		this.collections = collections;
	}

	static ProblemDetail problem(HttpStatusCode status, String field, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setProperty("field", field);
		return problem;
	}

	@ExceptionHandler
	ResponseEntity<Object> invalidField(InvalidFieldException ex, WebRequest request) {
		return answer(ex, problem(ex.status(), ex.field(), text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> unknownModel(UnknownModelException ex, WebRequest request) {
		return answer(ex,
				problem(HttpStatus.BAD_REQUEST, "model",
						"model is none of those who can answer. Send one of " + ex.known() + ", or leave it out."),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Object> unreadableDocument(UnreadableDocumentException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.UNPROCESSABLE_CONTENT, "file", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> invalidFilter(InvalidFilterException ex, WebRequest request) {
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "filter", text(ex));
		if (ex.position() >= 0) {
			problem.setProperty("position", ex.position());
		}
		return answer(ex, problem, request);
	}

	@ExceptionHandler
	ResponseEntity<Object> unknownRanking(UnknownRankingException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.BAD_REQUEST, "ranking", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> unusableReranker(RerankException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.UNPROCESSABLE_CONTENT, "ranking", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> failingFunction(FailingFunctionException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.UNPROCESSABLE_CONTENT, "collection", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> failingEmbedding(EmbeddingException ex, WebRequest request) {
		return answer(ex,
				problem(HttpStatus.UNPROCESSABLE_CONTENT, "collection", "The embedding function fails: " + text(ex)),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Object> invalidGoldenFile(InvalidGoldenFileException ex, WebRequest request) {
		ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "file", text(ex));
		problem.setProperty("errors", ex.errors());
		return answer(ex, problem, request);
	}

	@ExceptionHandler
	ResponseEntity<Object> refusedEvaluation(RefusedException ex, WebRequest request) {
		HttpStatus status = switch (ex.reason()) {
			case INVALID -> HttpStatus.BAD_REQUEST;
			case UNKNOWN -> HttpStatus.NOT_FOUND;
			case CONFLICT -> HttpStatus.CONFLICT;
		};
		return answer(ex, problem(status, ex.field(), text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> nothingThere(NothingThereException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.NOT_FOUND, ex.field(), text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> changedMeanwhile(ChangedMeanwhileException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.CONFLICT, "latest", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> unusablePicture(UnusablePictureException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.UNPROCESSABLE_CONTENT, "file", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> galleryFull(GalleryFullException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.CONFLICT, "file", text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> picturesUnavailable(PicturesUnavailableException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.CONFLICT, "fletch.embedding.functions." + Pictures.FUNCTION, text(ex)),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Object> invalidInput(InvalidInputException ex, WebRequest request) {
		return answer(ex, ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, text(ex)), request);
	}

	@ExceptionHandler
	ResponseEntity<Object> notMultipart(MultipartException ex, WebRequest request) {
		return answer(ex, problem(HttpStatus.BAD_REQUEST, "file",
				"The body is not a readable multipart/form-data message. Send the file as its part named 'file'."),
				request);
	}

	@ExceptionHandler
	ResponseEntity<Object> undecodable(InvalidParameterException ex, HttpServletRequest http, WebRequest request) {
		String field = UndecodableQuery.parameterOf(http.getQueryString());
		return answer(ex,
				problem(HttpStatus.BAD_REQUEST, field,
						"The URL's " + field + " is not percent-encoded UTF-8. Encode it, a percent sign as %25."),
				request);
	}

	/**
	 * What fails because a collection was deleted beside it, or because the application
	 * closes, is nobody's fault.
	 */
	@ExceptionHandler
	ResponseEntity<Object> ours(Exception ex, WebRequest request) {
		if (this.collections.areClosed()) {
			ProblemDetail closing = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE,
					"The application is closing. Ask again once it runs.");
			closing.setTitle("The application is closing");
			return answer(ex, closing, request);
		}
		InvalidFieldException gone = this.collections.deletedMeanwhile(request);
		if (gone != null) {
			return invalidField(gone, request);
		}
		String reference = UUID.randomUUID().toString();
		failures.error("Request failed, reference {}", reference, ex);
		return answer(ex,
				ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
						"The request failed on the server. Its log says why, under reference " + reference + "."),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMaxUploadSizeExceededException(MaxUploadSizeExceededException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String most = this.multipart.getMaxFileSize().toBytes() / 1_000_000 + " MB";
		return answer(ex, problem(HttpStatus.CONTENT_TOO_LARGE, "file",
				"The file is larger than " + most + ". Split it, or raise spring.servlet.multipart.max-file-size."),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMissingServletRequestPart(MissingServletRequestPartException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String part = ex.getRequestPartName();
		return answer(ex,
				problem(HttpStatus.BAD_REQUEST, part,
						"The part '" + part
								+ "' is missing. Send multipart/form-data with the document as the file of that part."),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
			MissingServletRequestParameterException ex, HttpHeaders headers, HttpStatusCode status,
			WebRequest request) {
		String name = ex.getParameterName();
		return answer(ex,
				problem(HttpStatus.BAD_REQUEST, name, "The parameter '" + name + "' is missing. Add it to the URL."),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException ex, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String field = (ex instanceof MethodArgumentTypeMismatchException argument) ? argument.getName()
				: Objects.requireNonNullElse(ex.getPropertyName(), "request");
		return answer(ex,
				problem(HttpStatus.BAD_REQUEST, field,
						field + " is " + InvalidFieldException.shown(ex.getValue()) + ", but must be a whole number."),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (BodyLimit.TooLargeException.isBehind(ex)) {
			return answer(ex, problem(HttpStatus.CONTENT_TOO_LARGE, "body", BodyLimit.DETAIL), request);
		}
		String field = "body";
		String detail = "The body is missing or is not well-formed JSON. Send an object as /v3/api-docs describes it.";
		if (ex.getCause() instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
			field = mismatch.getPath()
				.stream()
				.map(JacksonException.Reference::getPropertyName)
				.filter(Objects::nonNull)
				.collect(Collectors.joining("."));
			boolean isList = mismatch.getPath().getLast().getPropertyName() == null
					|| Collection.class.isAssignableFrom(mismatch.getTargetType());
			// Of a list, the type of its elements is in the message only.
			boolean isNumber = wantsNumber(mismatch.getTargetType())
					|| mismatch.getOriginalMessage().contains("<java.lang.Integer>");
			detail = (mismatch instanceof HalfCharacterException)
					? "The field '" + field + "' has half a surrogate pair. Send whole characters."
					: "The field '" + field + "' has the wrong type. Send a " + (isList ? "list of " : "")
							+ (isNumber ? "whole number" : "string") + (isList ? "s." : ".");
		}
		return answer(ex, problem(HttpStatus.BAD_REQUEST, field, detail), request);
	}

	private static boolean wantsNumber(@Nullable Class<?> type) {
		return type != null && Number.class.isAssignableFrom(type);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(HttpMediaTypeNotSupportedException ex,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String came = (ex.getContentType() != null) ? InvalidFieldException.shown(ex.getContentType()) : "missing";
		ProblemDetail problem = problem(status, "Content-Type",
				"Content-Type is " + came + ", but must be one of " + ex.getSupportedMediaTypes() + ".");
		return handleExceptionInternal(ex, problem, headers, status, request);
	}

	private @Nullable ResponseEntity<Object> answerNullable(Exception ex, ProblemDetail problem, WebRequest request) {
		return handleExceptionInternal(ex, problem, new HttpHeaders(), HttpStatusCode.valueOf(problem.getStatus()),
				request);
	}

	private ResponseEntity<Object> answer(Exception ex, ProblemDetail problem, WebRequest request) {
		return Objects.requireNonNullElseGet(answerNullable(ex, problem, request), ResponseEntity.ok()::build);
	}

	private static String text(Exception ex) {
		return Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
	}

}
