package io.fletch.autoconfigure.slice;

import org.springframework.stereotype.Component;

import io.fletch.store.Database;

/**
 * A part of the application that uses its tables.
 *
 * @param database holds the tables
 */
@Component
record Shelf(Database database) {
}
