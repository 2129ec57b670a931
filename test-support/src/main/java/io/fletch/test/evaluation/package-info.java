/**
 * How does a build fail when a search gets worse? Holds the assertions on evaluations;
 * depends on {@code evaluation} and AssertJ only. Start reading at
 * {@link io.fletch.test.evaluation.EvaluationAssertions}.
 */
@NullMarked
package io.fletch.test.evaluation;

import org.jspecify.annotations.NullMarked;
