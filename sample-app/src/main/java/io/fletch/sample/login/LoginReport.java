package io.fletch.sample.login;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Warns of what lets more people in than may be meant.
 */
@Component
class LoginReport {

	private static final Logger logger = LoggerFactory.getLogger(LoginReport.class);

	private final ServerProperties server;

	private final ObjectProvider<Passwords> passwords;

	/**
	 * Makes the report.
	 * @throws IllegalStateException if users are named, but the application was prepared
	 * ahead of time without any, so that nobody would have to log in
	 */
	LoginReport(ServerProperties server, ObjectProvider<Passwords> passwords, Environment environment) {
		this.server = server;
		this.passwords = passwords;
		if (passwords.getIfAvailable() == null && UsersNamedCondition.holds(environment)) {
			throw new IllegalStateException("sample.users names somebody, but this application was prepared ahead of "
					+ "time without a login. Prepare it with sample.users, or leave out spring.aot.enabled.");
		}
	}

	@EventListener
	void ready(ApplicationReadyEvent event) {
		Passwords named = this.passwords.getIfAvailable();
		if (named != null && !named.plain().isEmpty()) {
			logger.warn("sample.users tells the passwords of {} in plain text. Give their hashes: {bcrypt} and what "
					+ "'htpasswd -nB NAME' prints after the colon.", named.plain());
		}
		else if (named == null && !isOnlyThisMachine()) {
			logger.warn("Other machines may reach this application, and nobody has to log in: whoever reaches it can "
					+ "read, change and delete all documents. Set sample.users.NAME=PASSWORD, or server.address=localhost.");
		}
	}

	private boolean isOnlyThisMachine() {
		return this.server.getAddress() != null && this.server.getAddress().isLoopbackAddress();
	}

}
