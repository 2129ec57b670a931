package io.fletch.sample.page;

/**
 * What becomes of the server's answers on their way to the page: a slow network that lets
 * later ones pass, or a server that refuses. A request is known by a part of its method
 * and address, for example {@code GET /api/jobs}; where several parts fit, the latest
 * rule counts.
 */
final class Answers {

	private final Browser browser;

	/** Takes a browser whose page is open; a page opened anew has its answers at once. */
	Answers(Browser browser) {
		this.browser = browser;
		browser
			.run("""
					const real = window.fetch;
					window.rules = [];
					window.asked = [];
					window.fetch = async (path, options = {}) => {
					  const request = `${options.method ?? 'GET'} ${path}`;
					  window.asked.push(request);
					  const rule = window.rules.findLast(({ part }) => request.includes(part));
					  if (rule?.detail) {
					    return new Response(JSON.stringify({ detail: rule.detail, status: rule.status }), { status: rule.status });
					  }
					  const answer = await real(path, options);
					  await rule?.free;
					  if (options.signal?.aborted) {
					    throw options.signal.reason;
					  }
					  return answer;
					};""");
	}

	/** Holds back what answers these requests from now on. */
	void hold(String part) {
		this.browser.run("""
				const rule = { part: arguments[0] };
				rule.free = new Promise((resolve) => { rule.release = resolve; });
				window.rules.push(rule);""", part);
	}

	/** Lets pass what is a part of what is held back. */
	void pass(String part) {
		this.browser.run("window.rules.push({ part: arguments[0] })", part);
	}

	void refuse(String part, int status, String detail) {
		this.browser.run("window.rules.push({ part: arguments[0], status: arguments[1], detail: arguments[2] })", part,
				status, detail);
	}

	/** Lets go what was held back or refused, and all that follows. */
	void free(String part) {
		this.browser.run("""
				window.rules = window.rules.filter((rule) => {
				  if (rule.part === arguments[0]) {
				    rule.release?.();
				  }
				  return rule.part !== arguments[0];
				});""", part);
	}

	/** Waits until such a request has been made since the last time that it was asked. */
	void awaitRequest(String part) {
		this.browser.until(part + " is asked", () -> Boolean.TRUE.equals(this.browser.run("""
				const at = window.asked.findIndex((request) => request.includes(arguments[0]));
				if (at >= 0) {
				  window.asked.splice(0, at + 1);
				}
				return at >= 0;""", part)));
	}

	/** Waits a while for what must not happen. */
	void settle() {
		this.browser.run("window.settled = false; setTimeout(() => { window.settled = true; }, 600);");
		this.browser.until("a while has passed", () -> Boolean.TRUE.equals(this.browser.run("return window.settled")));
	}

}
