package io.fletch.store.broken.two;

import io.fletch.store.broken.one.One;

/**
 * One half of a cycle, so that the rule against cycles is seen to fail.
 */
public class Two {

	One other;

}
