package io.fletch.autoconfigure.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application whose tables are tested.
 */
@SpringBootApplication
class SliceApplication {

}
