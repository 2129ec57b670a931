package io.fletch.sample.web;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What this application changes in Tomcat.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
		return (tomcat) -> tomcat
			.addContextCustomizers((context) -> context.getParent().getPipeline().addValve(new ProblemReportValve()));
	}

}
