package io.fletch.embeddings.hub;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * What a hub says about a file.
 *
 * @param label the file with its model, for messages
 * @param address where it is
 * @param tag changes when the content does
 * @param checksum what its content must have, or {@code null} if the hub gives none
 * @param size the number of bytes, or -1 if the hub does not say
 */
record RemoteFile(String label, URI address, String tag, @Nullable Checksum checksum, long size) {

}
