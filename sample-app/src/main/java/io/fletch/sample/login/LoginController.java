package io.fletch.sample.login;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The page that asks for name and password. It works without scripts; with them it leads
 * back to the view that was wanted.
 */
@RestController
@Conditional(UsersNamedCondition.class)
class LoginController {

	/** The page has a form, which the others have not. */
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types 'none'";

	private static final Map<String, String> REASONS = Map.of("wrong",
			"Name or password is wrong. Check both and try again.", "wait",
			"Too many wrong passwords came from here. Wait " + GuessingLimit.WINDOW.toMinutes()
					+ " minutes, then try again.",
			"again", "This page was open for too long. Log in now.");

	private static final String OUT = "You are logged out.";

	private final String template;

	LoginController() throws IOException {
		try (InputStream html = new ClassPathResource("login.html").getInputStream()) {
			this.template = new String(html.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
	@Nullable String page(HttpServletRequest request, HttpServletResponse response, CsrfToken token, @Nullable Principal somebody)
			throws IOException {
		if (somebody != null) {
			response.sendRedirect(request.getContextPath() + "/");
			return null;
		}
		response.setHeader("Content-Security-Policy", POLICY);
		// Under no-referrer a browser sends a form with the origin "null", as if from
		// elsewhere.
		response.setHeader("Referrer-Policy", "same-origin");
		String problem = REASONS.entrySet()
			.stream()
			.filter((reason) -> request.getParameter(reason.getKey()) != null)
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse("");
		return this.template.replace("{{token}}", HtmlUtils.htmlEscape(token.getToken()))
			.replace("{{problem}}", problem)
			.replace("{{note}}", (request.getParameter("out") != null) ? OUT : "");
	}

}
