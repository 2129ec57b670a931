package io.fletch.autoconfigure;

/**
 * Where a service of the application is: the value of a variable in the options of
 * embedding functions and rerankers.
 *
 * @param variable the name of the variable
 * @param address the address
 */
record ServiceAddress(String variable, String address) {
}
