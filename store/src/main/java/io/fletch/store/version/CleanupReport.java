package io.fletch.store.version;

/**
 * What a cleanup took, or would take.
 *
 * @param removedVersions how many versions
 * @param removedFiles how many files, of all kinds
 * @param removedBytes the length of the files
 */
public record CleanupReport(long removedVersions, long removedFiles, long removedBytes) {
}
