package io.fletch.autoconfigure.slice;

import org.springframework.stereotype.Service;

/**
 * A part of the application that has nothing to do with its tables.
 */
@Service
class Unrelated {

	Unrelated() {
		throw new IllegalStateException("This service is no part of a test of tables");
	}

}
