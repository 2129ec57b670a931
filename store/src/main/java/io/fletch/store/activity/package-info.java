/**
 * What does a store do, and how long does it take? Holds the port that hears of it, for
 * meters, traces and logs. Depends on {@code query} alone. Start reading at
 * {@link io.fletch.store.activity.ActivityObserver}.
 */
@NullMarked
package io.fletch.store.activity;

import org.jspecify.annotations.NullMarked;
