package io.fletch.sample.evaluation;

/**
 * A run as a file.
 *
 * @param name what the file is called, without its ending
 * @param content what it holds
 */
public record ReportFile(String name, String content) {
}
