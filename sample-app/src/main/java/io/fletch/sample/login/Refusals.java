package io.fletch.sample.login;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is said to who is not logged in: programs get a problem (RFC 9457), people the
 * login.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, AuthenticationFailureHandler {

	/** Where programs ask. */
	private static final List<String> PROGRAMS = List.of("/api/", "/actuator", "/v3/", "/logout");

	/** Sent by the page, whose browser shall not ask for a password by itself. */
	private static final String PAGE = "X-Requested-With";

	private final JsonMapper json;

	Refusals(JsonMapper json) {
		this.json = json;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
			throws IOException {
		if (ex instanceof TooManyGuessesException) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(GuessingLimit.WINDOW.toSeconds()));
			write(response, HttpStatus.TOO_MANY_REQUESTS, HttpHeaders.AUTHORIZATION, TooManyGuessesException.MESSAGE);
		}
		else if (isPage(request)) {
			response.sendRedirect(request.getContextPath() + "/login");
		}
		else {
			if (request.getHeader(PAGE) == null) {
				response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Fletch\", charset=\"UTF-8\"");
			}
			String came = (request.getHeader(HttpHeaders.AUTHORIZATION) == null)
					? "The request comes from nobody who is logged in, or the session has ended."
					: "Name or password is wrong.";
			write(response, HttpStatus.UNAUTHORIZED, HttpHeaders.AUTHORIZATION,
					came + " Send name and password by HTTP Basic, or log in at /login.");
		}
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException {
		if (request.getServletPath().equals("/login")) {
			response.sendRedirect(request.getContextPath() + "/login?again");
		}
		else if (SecurityContextHolder.getContext().getAuthentication() == null) {
			commence(request, response, new InsufficientAuthenticationException("Nobody is logged in"));
		}
		else {
			write(response, HttpStatus.FORBIDDEN, LoginConfiguration.TOKEN_HEADER,
					"The request does not repeat the token of the cookie " + LoginConfiguration.TOKEN_COOKIE
							+ ". Send it as this header; a page that is open for long has to be loaded again.");
		}
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException ex) throws IOException {
		response.sendRedirect(
				request.getContextPath() + "/login?" + ((ex instanceof TooManyGuessesException) ? "wait" : "wrong"));
	}

	private static boolean isPage(HttpServletRequest request) {
		return List.of("GET", "HEAD").contains(request.getMethod())
				&& PROGRAMS.stream().noneMatch(request.getServletPath()::startsWith)
				&& request.getHeader(HttpHeaders.AUTHORIZATION) == null;
	}

	private void write(HttpServletResponse response, HttpStatus status, String field, String detail)
			throws IOException {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setTitle(status.getReasonPhrase());
		problem.setProperty("field", field);
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(problem));
	}

}
