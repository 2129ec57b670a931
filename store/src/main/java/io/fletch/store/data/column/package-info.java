/**
 * How are the values of one column written and read? Knows each Arrow type: which values
 * it takes, how they are collected and how they are read in place. Depends on
 * {@code data.buffer}, {@code data.blob} and {@code data.value}. Start reading at
 * {@link io.fletch.store.data.column.ColumnType} and
 * {@link io.fletch.store.data.column.ColumnReader}.
 */
@NullMarked
package io.fletch.store.data.column;

import org.jspecify.annotations.NullMarked;
