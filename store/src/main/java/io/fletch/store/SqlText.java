package io.fletch.store;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A condition or another expression in SQL, as it was given.
 *
 * @param sql the text
 * @param parameters the values of its named parameters
 */
record SqlText(String sql, Map<String, ? extends @Nullable Object> parameters) {

	SqlText {
		parameters = Collections.unmodifiableMap(new HashMap<>(parameters));
	}

}
