package io.fletch.sample.login;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class LoginReportTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Reported.class);

	@Test
	void warnsWhereOthersMayReachItAndNobodyHasToLogIn(CapturedOutput output) {
		this.runner.run((context) -> context.publishEvent(ready(context)));
		assertThat(output).contains("nobody has to log in").contains("server.address=localhost");
	}

	@Test
	void saysNothingWhereOnlyThisMachineReachesIt(CapturedOutput output) {
		this.runner.withPropertyValues("server.address=localhost")
			.run((context) -> context.publishEvent(ready(context)));
		assertThat(output).doesNotContain("log in");
	}

	@Test
	void warnsOfPasswordsInPlainTextWithoutTellingThem(CapturedOutput output) {
		this.runner.withPropertyValues("sample.users.anna=rosebud and sled")
			.run((context) -> context.publishEvent(ready(context)));
		assertThat(output).contains("passwords of [anna] in plain text")
			.doesNotContain("rosebud")
			.doesNotContain("nobody has to log in");
	}

	@Test
	void aUserWithoutAPasswordEndsTheStart() {
		this.runner.withPropertyValues("sample.users.anna=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sample.users.anna has 0 bytes"));
	}

	@Test
	void theLogSaysWhatToDoAboutIt(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Reported.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--sample.users.anna=", "--spring.config.name=none"))
			.withMessageContaining("LoginReport");
		assertThat(output).contains("APPLICATION FAILED TO START", "sample.users.anna has 0 bytes",
				"Give another one, or its hash after {bcrypt}.");
	}

	@Test
	void aLoginThatWasLeftOutAheadOfTimeEndsTheStart() {
		new ApplicationContextRunner().withUserConfiguration(WithoutLogin.class)
			.withPropertyValues("sample.users.anna=rosebud and sled")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("prepared ahead of time without a login"));
	}

	private static ApplicationReadyEvent ready(ConfigurableApplicationContext context) {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], context, null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ServerProperties.class)
	@Import(LoginReport.class)
	static class WithoutLogin {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties({ ServerProperties.class, LoginProperties.class })
	@Import(LoginReport.class)
	static class Reported {

		@Bean
		@Conditional(UsersNamedCondition.class)
		Passwords passwords(LoginProperties properties) {
			return new Passwords(properties.users());
		}

	}

}
