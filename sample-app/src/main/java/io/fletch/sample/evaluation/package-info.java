/**
 * How well do the ways to find passages answer questions whose answers are known? Sets of
 * golden questions and runs over them, in three tables of the store. Depends on the
 * packages for collections and the playground, whose rankings one class asks; nothing
 * here knows HTTP. Start reading at {@link io.fletch.sample.evaluation.Evaluations}.
 */
@NullMarked
package io.fletch.sample.evaluation;

import org.jspecify.annotations.NullMarked;
