package startup;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that starts, and ends.
 */
@SpringBootApplication
public class Empty {

	public static void main(String[] arguments) {
		SpringApplication.run(Empty.class, arguments);
	}

}
