package io.fletch.store.index;

/**
 * A word of a text as a full-text index knows it.
 *
 * @param text its form in the index
 * @param position its place among the words of the text, from 0; words that were left out
 * have a place too
 * @param start where it begins in the text
 * @param end where it ends in the text
 */
public record TextToken(String text, int position, int start, int end) {
}
