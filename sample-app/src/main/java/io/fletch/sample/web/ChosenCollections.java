package io.fletch.sample.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import io.fletch.sample.collection.DocumentCollection;
import io.fletch.sample.collection.DocumentCollections;
import io.fletch.sample.collection.UnknownCollectionException;
import io.fletch.sample.collection.UnusableFunctionException;

/**
 * The collections that requests name.
 */
@Component
class ChosenCollections {

	/** What names a collection in a request. */
	static final String FIELD = "collection";

	/** What this field means where requests are described. */
	static final String DESCRIPTION = "The id of a collection; leave out for the default one";

	private static final String ASKED = ChosenCollections.class.getName();

	private final DocumentCollections collections;

	ChosenCollections(DocumentCollections collections) {
		this.collections = collections;
	}

	/**
	 * Opens a collection.
	 * @param id what the request names; {@code null} for the default one
	 */
	DocumentCollection one(@Nullable String id) {
		return one(FIELD, Objects.requireNonNullElse(id, DocumentCollection.DEFAULT));
	}

	/**
	 * Opens several collections.
	 * @param field what names them in the request
	 * @param ids what the request names; {@code null} or none for the default one
	 */
	List<DocumentCollection> all(String field, @Nullable List<@Nullable String> ids) {
		if (ids == null || ids.isEmpty()) {
			return List.of(one(null));
		}
		if (ids.size() > DocumentCollections.MOST) {
			throw InvalidFieldException.badRequest(field, field + " has " + ids.size() + " ids; at most "
					+ DocumentCollections.MOST + " are allowed. Send each once.");
		}
		return ids.stream().distinct().map((id) -> one(field, String.valueOf(id))).toList();
	}

	/**
	 * Says whether no collection can be asked any more.
	 */
	boolean areClosed() {
		return this.collections.isClosed();
	}

	/**
	 * Tells which of the collections of a request was deleted while it was answered.
	 * @return the problem; {@code null} if all are there
	 */
	@Nullable InvalidFieldException deletedMeanwhile(RequestAttributes request) {
		return asked(request).entrySet()
			.stream()
			.filter((asked) -> !this.collections.isThere(asked.getKey()))
			.map((asked) -> InvalidFieldException.notFound(asked.getValue(),
					asked.getValue() + " names " + InvalidFieldException.shown(asked.getKey())
							+ ", which was deleted meanwhile. GET /api/collections lists those there are."))
			.findFirst()
			.orElse(null);
	}

	/** The collections that a request has named, and in which fields. */
	@SuppressWarnings("unchecked")
	private static Map<String, String> asked(RequestAttributes request) {
		Object asked = request.getAttribute(ASKED, RequestAttributes.SCOPE_REQUEST);
		if (asked == null) {
			asked = new ConcurrentHashMap<String, String>();
			request.setAttribute(ASKED, asked, RequestAttributes.SCOPE_REQUEST);
		}
		return (Map<String, String>) asked;
	}

	private DocumentCollection one(String field, String id) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			asked(request).put(id, field);
		}
		try {
			return this.collections.open(id);
		}
		catch (UnknownCollectionException ex) {
			throw InvalidFieldException.notFound(field, field + " names " + InvalidFieldException.shown(id) + ". "
					+ Objects.requireNonNullElse(ex.getMessage(), ""));
		}
		catch (UnusableFunctionException ex) {
			throw new InvalidFieldException(HttpStatus.UNPROCESSABLE_CONTENT, field,
					"The collection " + InvalidFieldException.shown(id) + " cannot be opened. " + ex.getMessage());
		}
	}

}
