package demo;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class DemoTests {

    @Test
    void findsTheNearest() {
        Assertions.assertEquals("1", Demo.nearest("What is a columnar format?"));
    }

}
