package io.fletch.autoconfigure.observation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.autoconfigure.DatabaseOptionsCustomizer;
import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;

import static org.assertj.core.api.Assertions.assertThat;

class FletchSlowQueryAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	private final Logger logger = (Logger) LoggerFactory.getLogger(SlowQueries.class);

	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.logged.start();
		this.logger.addAppender(this.logged);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.logged);
	}

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(FletchAutoConfiguration.class, FletchSlowQueryAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder);
	}

	private static void ask(Database database) {
		database
			.createTable("notes",
					RowSource.maps(List.of(Map.of("id", 1, "text", "secret"), Map.of("id", 2, "text", "open"))))
			.scan()
			.where("text = :text", Map.of("text", "secret"))
			.rows();
	}

	@Test
	void logsThePlanOfASlowQueryWithoutItsValues() {
		this.runner.withPropertyValues("fletch.slow-query=0ms").run((context) -> ask(context.getBean(Database.class)));
		assertThat(this.logged.list).extracting(ILoggingEvent::getFormattedMessage)
			.singleElement()
			.asString()
			.startsWith("A query of kind scan on the table 'notes' of the database 'default' took ")
			.contains("gave 1; version 1, 2 rows")
			.contains("- filter: every row is looked at")
			.doesNotContain("secret");
	}

	@Test
	void isSilentAboutOthers() {
		this.runner.withPropertyValues("fletch.slow-query=1h").run((context) -> ask(context.getBean(Database.class)));
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(FletchSlowQueryAutoConfiguration.class);
			context.getBean(Database.class).openTable("notes").scan().rows();
		});
		assertThat(this.logged.list).isEmpty();
	}

	@Test
	void isOffWithoutATime() {
		this.runner.withPropertyValues("fletch.slow-query=").run((context) -> {
			ask(context.getBean(Database.class));
			assertThat(context.getBean(Database.class).options().observer().wantsPlans()).isFalse();
		});
		assertThat(this.logged.list).isEmpty();
	}

	@Test
	void refusesANegativeTime() {
		this.runner.withPropertyValues("fletch.slow-query=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("fletch.slow-query must not be negative, but was PT-1S"));
	}

	@Test
	void backsOff() {
		this.runner.withPropertyValues("fletch.slow-query=1s")
			.withClassLoader(new FilteredClassLoader(Database.class))
			.run((context) -> assertThat(context).doesNotHaveBean(FletchSlowQueryAutoConfiguration.class));
		this.runner.withPropertyValues("fletch.slow-query=1s")
			.withBean("fletchSlowQueries", DatabaseOptionsCustomizer.class, () -> (name, options) -> options)
			.run((context) -> assertThat(context.getBean(Database.class).options().observer().wantsPlans()).isFalse());
	}

}
