package io.fletch.sample.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Answers with a problem, not with a page, where Tomcat refuses a request before Spring
 * sees it: one that is malformed or too long.
 */
class ProblemReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		String problem = "{\"title\":\"Request refused\",\"status\":" + status + ",\"detail\":\"The server cannot take "
				+ "this request. Check its address, its headers and their sizes.\"}";
		try {
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			BrowserGuard.protect(response);
			response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
			response.finishResponse();
		}
		catch (IOException | IllegalStateException ex) {
			getContainer().getLogger().debug("The client is gone before it read why it was refused", ex);
		}
	}

}
