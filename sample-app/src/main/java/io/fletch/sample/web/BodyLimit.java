package io.fletch.sample.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are larger than any that is asked for, before they are in memory.
 * Files have limits of their own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class BodyLimit extends OncePerRequestFilter {

	/** How many bytes a body may have that is no file. */
	static final long MOST_BYTES = 1_000_000;

	static final String DETAIL = "The body is larger than " + MOST_BYTES
			+ " bytes, more than any request needs. Send less.";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String type = request.getContentType();
		if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
			chain.doFilter(request, response);
		}
		else if (request.getContentLengthLong() > MOST_BYTES) {
			refuse(response);
		}
		else if (request.getContentLengthLong() >= 0) {
			chain.doFilter(request, response);
		}
		else {
			chain.doFilter(new Limited(request), response);
		}
	}

	private static void refuse(HttpServletResponse response) throws IOException {
		String problem = "{\"title\":\"Content Too Large\",\"status\":413,\"field\":\"body\",\"detail\":\"" + DETAIL
				+ "\"}";
		response.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
	}

	/** The body turned out to be too large while it was read. */
	static final class TooLargeException extends IOException {

		TooLargeException() {
			super(DETAIL);
		}

		/** Tells whether it is what made something else fail. */
		static boolean isBehind(Throwable failure) {
			Throwable cause = failure;
			while (cause != null && !(cause instanceof TooLargeException)) {
				cause = cause.getCause();
			}
			return cause != null;
		}

	}

	/** A request that does not say how large its body is. */
	private static final class Limited extends HttpServletRequestWrapper {

		private final HttpServletRequest request;

		Limited(HttpServletRequest request) {
			super(request);
			this.request = request;
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new LimitedStream(this.request.getInputStream());
		}

	}

	/** Fails when there are too many bytes. */
	private static final class LimitedStream extends ServletInputStream {

		private final ServletInputStream body;

		private long read;

		LimitedStream(ServletInputStream body) {
			this.body = body;
		}

		@Override
		public int read() throws IOException {
			int value = this.body.read();
			count((value < 0) ? 0 : 1);
			return value;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int count = this.body.read(bytes, offset, length);
			count(Math.max(0, count));
			return count;
		}

		private void count(int more) throws TooLargeException {
			this.read += more;
			if (this.read > MOST_BYTES) {
				throw new TooLargeException();
			}
		}

		@Override
		public boolean isFinished() {
			return this.body.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.body.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.body.setReadListener(listener);
		}

	}

}
