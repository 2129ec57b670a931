package io.fletch.sample.web;

import java.security.Principal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who uses the application.
 */
@RestController
@Tag(name = "Info")
class SessionController {

	@GetMapping(path = "/api/session", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read who is logged in",
			description = "With a login, sets the cookie `fletch-csrf`, which what a page writes must repeat as the "
					+ "header `X-CSRF-TOKEN`; who sends name and password by HTTP Basic need not")
	@ApiResponse(responseCode = "200")
	Session session(@Parameter(hidden = true) @Nullable Principal somebody,
			@Parameter(hidden = true) @RequestAttribute(name = "_csrf", required = false) @Nullable CsrfToken token) {
		if (token != null) {
			// The cookie is written when somebody wants to know its value.
			token.getToken();
		}
		return new Session((somebody != null) ? somebody.getName() : null);
	}

	/**
	 * Who uses the application.
	 *
	 * @param user the name; absent where nobody has to log in
	 */
	record Session(@Nullable String user) {
	}

}
