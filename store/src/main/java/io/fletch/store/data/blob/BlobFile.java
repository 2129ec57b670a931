package io.fletch.store.data.blob;

/**
 * A companion of data files: it holds the long values of blob columns.
 *
 * @param path the path of the file, from the table's folder
 * @param byteSize the length of the file
 */
public record BlobFile(String path, long byteSize) {
}
