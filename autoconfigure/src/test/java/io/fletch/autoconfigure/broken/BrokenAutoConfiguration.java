package io.fletch.autoconfigure.broken;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Breaks every rule of auto-configurations, so that the rules are seen to fail.
 */
@AutoConfiguration
public class BrokenAutoConfiguration {

	/** A public field. */
	public static final String NAME = "broken";

	/**
	 * A public bean method.
	 * @return the bean
	 */
	@Bean
	public String brokenBean() {
		return NAME;
	}

}
