/**
 * What does the application offer over HTTP, and what does it say when the input is
 * wrong? Depends on the packages that do what it offers, and on Fletch's context module;
 * none of them knows it. Start reading at
 * {@link io.fletch.sample.web.DocumentsController}, then at
 * {@link io.fletch.sample.web.ApiProblems}.
 */
@NullMarked
package io.fletch.sample.web;

import org.jspecify.annotations.NullMarked;
