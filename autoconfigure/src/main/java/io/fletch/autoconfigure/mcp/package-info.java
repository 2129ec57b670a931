/**
 * How does a model of another application search a table? Holds the tool that a server of
 * the model context protocol offers; may depend on the databases and on Spring AI's
 * annotations. Start reading at {@link io.fletch.autoconfigure.mcp.TableSearchTool}.
 */
@NullMarked
package io.fletch.autoconfigure.mcp;

import org.jspecify.annotations.NullMarked;
