package io.fletch.sample.web;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells browsers to load nothing from elsewhere and to keep no answer, and turns away
 * what another site's page makes a browser send: where nobody has to log in, nothing else
 * would stop it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrowserGuard extends OncePerRequestFilter {

	/**
	 * Everything comes from here or not at all, and no text becomes markup or code.
	 */
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types 'none'";

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	/** No name that another site could let its own domain's server give an address. */
	private static final Pattern THIS_MACHINE = Pattern
		.compile("(?i)(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

	private final boolean onlyThisMachine;

	BrowserGuard(ServerProperties server) {
		InetAddress address = server.getAddress();
		this.onlyThisMachine = address != null && address.isLoopbackAddress();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		protect(response);
		if (request.getServletPath().startsWith("/api/")) {
			response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
		}
		String host = request.getHeader(HttpHeaders.HOST);
		if (this.onlyThisMachine && (host == null || !THIS_MACHINE.matcher(host).matches())) {
			refuse(response, HttpHeaders.HOST, "The server listens to this machine only. "
					+ "Call it localhost, or set server.address to what others shall reach.");
		}
		else if (!READING.contains(request.getMethod()) && fromElsewhere(request.getHeader("Sec-Fetch-Site"))) {
			refuse(response, "Sec-Fetch-Site",
					"The request comes from a page of another site. Send it from this application's own page.");
		}
		else if (!READING.contains(request.getMethod()) && !samePlace(request.getHeader(HttpHeaders.ORIGIN), host)) {
			refuse(response, HttpHeaders.ORIGIN,
					"The request comes from a page of another host or port. Send it from this application's own page; "
							+ "a proxy in between must pass the Host header on.");
		}
		else {
			chain.doFilter(request, response);
		}
	}

	static void protect(HttpServletResponse response) {
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
	}

	private static boolean fromElsewhere(@Nullable String site) {
		return "cross-site".equals(site) || "same-site".equals(site);
	}

	private static boolean samePlace(@Nullable String origin, @Nullable String host) {
		return origin == null || origin.substring(origin.indexOf("://") + 1).equalsIgnoreCase("//" + host);
	}

	private static void refuse(HttpServletResponse response, String field, String detail) throws IOException {
		String problem = "{\"title\":\"Forbidden\",\"status\":403,\"field\":\"" + field + "\",\"detail\":\"" + detail
				+ "\"}";
		response.setStatus(HttpStatus.FORBIDDEN.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
	}

}
