/**
 * How do the ways to find passages differ for one question? Runs each of them, tells what
 * filters may say, and draws the passages' vectors in the plane. Depends on the tables of
 * Fletch's context module and on the package for collections. Start reading at
 * {@link io.fletch.sample.playground.Playground}, then at
 * {@link io.fletch.sample.playground.PassageMap}.
 */
@NullMarked
package io.fletch.sample.playground;

import org.jspecify.annotations.NullMarked;
