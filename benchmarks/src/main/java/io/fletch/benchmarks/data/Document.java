package io.fletch.benchmarks.data;

/**
 * The columns of a row beside its vector.
 *
 * @param id the number of the document
 * @param cat one of about a hundred categories, some of them far more frequent than
 * others
 * @param num a number that no other document has, below the number of documents
 * @param price any number
 * @param text some hundred letters
 */
public record Document(long id, String cat, int num, double price, String text) {

}
