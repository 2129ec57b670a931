package io.fletch.sample.page;

import java.util.List;
import java.util.Objects;

/**
 * What becomes of the server's answers on their way to the page: a slow network that lets
 * later ones pass, or a server that answers as the test wants. A request is known by a
 * part of its method and address, for example {@code GET /api/jobs}; where several parts
 * fit, the latest rule counts.
 */
final class Answers {

	private static final String START = """
			if (!window.answers) {
			  const real = window.fetch;
			  const answers = window.answers = { rules: [], asked: [] };
			  window.fetch = async (path, options = {}) => {
			    const request = `${options.method ?? 'GET'} ${path}`;
			    answers.asked.push(request);
			    const rule = answers.rules.findLast(({ part }) => request.includes(part));
			    if (rule?.status) {
			      return new Response(rule.body, { status: rule.status,
			        headers: { 'Content-Type': 'application/json', 'X-Total-Count': '1' } });
			    }
			    const answer = await real(path, options);
			    if (rule?.free) {
			      rule.held += 1;
			      await rule.free;
			    }
			    if (options.signal?.aborted) {
			      throw options.signal.reason;
			    }
			    return answer;
			  };
			}
			""";

	private final Browser browser;

	/** Takes a browser whose page is open; a page opened anew has its answers at once. */
	Answers(Browser browser) {
		this.browser = browser;
		browser.run(START);
	}

	/** Holds back what answers these requests from now on. */
	void hold(String part) {
		this.browser.run("""
				const rule = { part: arguments[0], held: 0 };
				rule.free = new Promise((resolve) => { rule.release = resolve; });
				window.answers.rules.push(rule);""", part);
	}

	/** Waits until so many answers to a request are held back. */
	void awaitHeld(String part, int count) {
		this.browser.until(count + " answers to " + part + " are held back",
				() -> Objects.equals(this.browser
					.run("return window.answers.rules.findLast((rule) => rule.part === arguments[0]).held", part),
						(long) count));
	}

	/** Lets pass what is a part of what is held back. */
	void pass(String part) {
		this.browser.run("window.answers.rules.push({ part: arguments[0] })", part);
	}

	/** Answers with a body of JSON in the place of the server. */
	void answer(String part, int status, String body) {
		this.browser.run("window.answers.rules.push({ part: arguments[0], status: arguments[1], body: arguments[2] })",
				part, status, body);
	}

	/** Answers with a problem in the place of the server. */
	void refuse(String part, int status, String detail) {
		this.browser.run("""
				const [part, status, detail] = arguments;
				window.answers.rules.push({ part, status, body: JSON.stringify({ detail, status }) });""", part, status,
				detail);
	}

	/** Lets go what was held back or refused, and all that follows. */
	void free(String part) {
		this.browser.run("""
				const { answers } = window;
				const [free, kept] = [true, false].map((is) =>
				  answers.rules.filter(({ part }) => (part === arguments[0]) === is));
				answers.rules = kept;
				free.forEach((rule) => rule.release?.());""", part);
	}

	/** Lets everything pass, what was held back first. */
	void freeAll() {
		this.browser.run("window.answers.rules.splice(0).forEach((rule) => rule.release?.())");
	}

	/** Waits until such a request has been made since the last time that it was asked. */
	void awaitRequest(String part) {
		this.browser.until(part + " is asked", () -> Boolean.TRUE.equals(this.browser.run("""
				const { asked } = window.answers;
				const at = asked.findIndex((request) => request.includes(arguments[0]));
				if (at >= 0) {
				  asked.splice(0, at + 1);
				}
				return at >= 0;""", part)));
	}

	/** Returns the requests since the last time that it was asked, and forgets them. */
	List<String> asked() {
		return ((List<?>) Objects.requireNonNull(this.browser.run("return window.answers.asked.splice(0)"))).stream()
			.map(Object::toString)
			.toList();
	}

	/** Waits a while for what must not happen. */
	void settle() {
		this.browser.run("window.settled = false; setTimeout(() => { window.settled = true; }, 600);");
		this.browser.until("a while has passed", () -> Boolean.TRUE.equals(this.browser.run("return window.settled")));
	}

}
