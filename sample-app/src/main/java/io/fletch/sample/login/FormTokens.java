package io.fletch.sample.login;

import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.util.StringUtils;

/**
 * Reads the token that a request repeats: of the login its form's field, of all else a
 * header. No other body is looked into, as that would keep a stranger's upload on the
 * disk before anybody asks who sends it.
 */
final class FormTokens implements CsrfTokenRequestHandler {

	private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;

	private static final String PARTS = "multipart/";

	private final CsrfTokenRequestAttributeHandler header = new CsrfTokenRequestAttributeHandler();

	private final CsrfTokenRequestAttributeHandler field = new XorCsrfTokenRequestAttributeHandler();

	FormTokens() {
		this.field.setCsrfRequestAttributeName(null);
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
		this.field.handle(request, response, token);
	}

	@Override
	public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
		if (isLogin(request)) {
			return isForm(request) ? this.field.resolveCsrfTokenValue(request, token) : null;
		}
		return StringUtils.hasText(request.getHeader(token.getHeaderName()))
				? this.header.resolveCsrfTokenValue(request, token) : null;
	}

	static boolean isLogin(HttpServletRequest request) {
		return request.getMethod().equals("POST") && request.getServletPath().equals("/login");
	}

	/** Says whether there is a body of several parts, which are kept on the disk. */
	static boolean hasParts(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && type.strip().regionMatches(true, 0, PARTS, 0, PARTS.length());
	}

	private static boolean isForm(HttpServletRequest request) {
		String type = request.getContentType();
		return type != null && FORM.equalsIgnoreCase(type.split(";", 2)[0].strip());
	}

}
