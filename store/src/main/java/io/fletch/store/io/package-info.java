/**
 * Where do the bytes live? Files are listed, written, appended to, mapped, locked and
 * deleted here and nowhere else. Depends on nothing else of Fletch. Start reading at
 * {@link io.fletch.store.io.Storage}.
 */
@NullMarked
package io.fletch.store.io;

import org.jspecify.annotations.NullMarked;
