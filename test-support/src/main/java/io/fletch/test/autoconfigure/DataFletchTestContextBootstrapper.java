package io.fletch.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the contexts of {@link DataFletchTest}.
 */
final class DataFletchTestContextBootstrapper extends TestSliceTestContextBootstrapper<DataFletchTest> {

}
