/**
 * How well do the ways to find passages answer questions whose answers are known? Sets of
 * golden questions and runs over them, in two tables of the store; nothing here knows
 * HTTP, and one class the playground. Start reading at
 * {@link io.fletch.sample.evaluation.Evaluations}.
 */
@NullMarked
package io.fletch.sample.evaluation;

import org.jspecify.annotations.NullMarked;
