/**
 * Does a retrieved text try to give orders? Marks what looks like it, and fences text off
 * in prompts. Depends on {@code splitting}. Start reading at
 * {@link io.fletch.context.guard.InjectionDetector}.
 */
@NullMarked
package io.fletch.context.guard;

import org.jspecify.annotations.NullMarked;
