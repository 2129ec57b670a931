package io.fletch.sample.operations;

/**
 * Names a table.
 *
 * @param database the name of its database
 * @param table its name, with {@code $} between it and its namespaces
 */
public record TablePlace(String database, String table) {
}
