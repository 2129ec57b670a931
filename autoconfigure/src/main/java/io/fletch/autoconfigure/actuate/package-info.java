/**
 * What can be asked of a running application about its databases? Holds the health of
 * each and the endpoint that shows and keeps up their tables; may depend on the databases
 * and on Spring Boot's actuator. Start reading at
 * {@link io.fletch.autoconfigure.actuate.FletchEndpoint}.
 */
@NullMarked
package io.fletch.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
