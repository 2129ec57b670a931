package io.fletch.embeddings.hub;

/**
 * Is told how far a download is. Called by the thread that receives the bytes, so it
 * should return at once.
 */
@FunctionalInterface
public interface DownloadProgress {

	/**
	 * Takes note of bytes that came.
	 * @param file the file, with the model's name
	 * @param done how many bytes are there, those of earlier attempts included
	 * @param total how many there will be, or -1 if the server does not say
	 */
	void advanced(String file, long done, long total);

}
