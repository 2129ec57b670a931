package io.fletch.sample.page;

import java.util.List;
import java.util.Objects;

/**
 * What the server answers to a page, held back or replaced by the test. A request is
 * named by its beginning, for example {@code GET /api/documents}; the latest rule for it
 * counts.
 */
final class HeldAnswers {

	private static final String START = """
			if (!window.answers) {
			  const real = window.fetch;
			  const answers = window.answers = { rules: [], asked: [] };
			  window.fetch = async (path, options = {}) => {
			    const request = `${options.method ?? 'GET'} ${path}`;
			    answers.asked.push(request);
			    const rule = answers.rules.find((each) => request.startsWith(each.request));
			    if (rule?.status) {
			      return new Response(rule.body, { status: rule.status,
			        headers: { 'Content-Type': 'application/json', 'X-Total-Count': '1' } });
			    }
			    const response = await real(path, options);
			    if (rule) {
			      await new Promise((resolve) => rule.held.push(resolve));
			    }
			    return response;
			  };
			}
			""";

	private final Browser browser;

	HeldAnswers(Browser browser) {
		this.browser = browser;
		browser.run(START);
	}

	/** Keeps the answers until they are released. */
	void hold(String request) {
		this.browser.run("window.answers.rules.unshift({ request: arguments[0], held: [] })", request);
	}

	void awaitHeld(String request, int count) {
		this.browser.until(count + " answers to " + request + " are held back",
				() -> Objects.equals(this.browser.run(
						"return window.answers.rules.find(({ request }) => request === arguments[0]).held.length",
						request), (long) count));
	}

	void answer(String request, int status, String body) {
		this.browser.run(
				"window.answers.rules.unshift({ request: arguments[0], status: arguments[1], body: arguments[2] })",
				request, status, body);
	}

	/** Lets everything pass, what was held back first. */
	void release() {
		this.browser.run("""
				const { rules } = window.answers;
				rules.splice(0).forEach(({ held }) => held?.forEach((resolve) => resolve()));""");
	}

	/** The requests since the last call. */
	List<String> asked() {
		return ((List<?>) Objects.requireNonNull(this.browser.run("return window.answers.asked.splice(0)"))).stream()
			.map(Object::toString)
			.toList();
	}

}
