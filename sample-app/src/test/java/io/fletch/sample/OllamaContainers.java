package io.fletch.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.testcontainers.ollama.OllamaContainer;

/**
 * The application with Ollama in a container that comes and goes with it, for who has
 * Docker: {@code mvn -pl sample-app -am spring-boot:test-run}.
 */
public final class OllamaContainers {

	public static void main(String[] arguments) {
		SpringApplication.from(SampleApplication::main)
			.with(OllamaContainers.class)
			.withAdditionalProfiles("ollama")
			.run(arguments);
	}

	@Bean
	@ServiceConnection
	OllamaContainer ollama() {
		return new OllamaContainer("ollama/ollama:0.13.5");
	}

}
