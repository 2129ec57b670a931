package io.fletch.store.broken.one;

import io.fletch.store.broken.two.Two;

/**
 * One half of a cycle, so that the rule against cycles is seen to fail.
 */
public class One {

	Two other;

}
