package io.fletch.data;

import org.springframework.dao.UncategorizedDataAccessException;

/**
 * Something went wrong in the store that no other exception of Spring's hierarchy stands
 * for, for example because the database was closed.
 */
public class UncategorizedFletchException extends UncategorizedDataAccessException {

	UncategorizedFletchException(String message, Throwable cause) {
		super(message, cause);
	}

}
