package io.fletch.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import io.fletch.sample.chat.Chat;
import io.fletch.store.Database;

/**
 * Says in the log where the page is, where the data is, and who answers.
 */
@Component
class StartReport {

	private static final Logger logger = LoggerFactory.getLogger(StartReport.class);

	private final Database database;

	private final Chat chat;

	StartReport(Database database, Chat chat) {
		this.database = database;
		this.chat = chat;
	}

	@EventListener
	@Order(0)
	void ready(ApplicationReadyEvent event) {
		if (event.getApplicationContext() instanceof WebServerApplicationContext context
				&& context.getWebServer() != null) {
			String root = "http://localhost:" + context.getWebServer().getPort();
			logger.info("""


					    Fletch is ready. Open {} in a browser.

					    Data      {}
					    Answers   {}
					    HTTP API  {}/v3/api-docs
					""", root, this.database.uri(), this.chat.answerer().label(), root);
		}
	}

}
