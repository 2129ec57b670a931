/**
 * What does the application offer over HTTP, and what does it say when the input is
 * wrong? Depends on all packages of the sample but those for the login and the corpus,
 * and on Fletch's context module. Start reading at
 * {@link io.fletch.sample.web.DocumentsController}, then at
 * {@link io.fletch.sample.web.ApiProblems}.
 */
@NullMarked
package io.fletch.sample.web;

import org.jspecify.annotations.NullMarked;
