/**
 * Which hash tells contents apart? The one way in which the stages of this module hash
 * texts and files. Depends on nothing of the project, and is of no use outside it. Start
 * reading at {@link io.fletch.context.hash.Sha256}.
 */
@NullMarked
package io.fletch.context.hash;

import org.jspecify.annotations.NullMarked;
