package io.fletch.sample.picture;

import java.io.IOException;

/**
 * A file that somebody wants to add or search by. Read only when there is memory for it.
 */
@FunctionalInterface
public interface PictureFile {

	/**
	 * Reads the file.
	 * @return its bytes
	 * @throws IOException if it cannot be read
	 */
	byte[] read() throws IOException;

}
