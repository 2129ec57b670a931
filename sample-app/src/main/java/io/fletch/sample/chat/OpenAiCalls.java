package io.fletch.sample.chat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;

/**
 * Ends calls to OpenAI whose answer nobody reads any more. Spring AI 2.0 does not:
 * cancelling its stream leaves the HTTP call running, and the tokens are paid for. The
 * call is found again by a header that never leaves this machine. The client tries calls
 * again that were ended: those of an answer that has ended go nowhere.
 */
final class OpenAiCalls implements OpenAiHttpClientBuilderCustomizer, Interceptor {

	private static final String HEADER = "Fletch-Answer";

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	@Override
	public void customize(SpringAiOpenAiHttpClient.Builder builder) {
		builder.interceptor(this);
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		String id = chain.request().header(HEADER);
		if (id == null) {
			return chain.proceed(chain.request());
		}
		Answer answer = this.answers.get(id);
		if (answer == null || !answer.begin(chain.call())) {
			throw new IOException("Nobody waits for this answer any more");
		}
		return chain.proceed(chain.request().newBuilder().removeHeader(HEADER).build());
	}

	/**
	 * Names an answer, so that calls can be made for it until it is ended.
	 */
	String begin() {
		String id = UUID.randomUUID().toString();
		this.answers.put(id, new Answer());
		return id;
	}

	/**
	 * Marks the call that a prompt will make, and asks for its tokens to be counted,
	 * which the protocol leaves out of streams otherwise.
	 */
	ChatClient.ChatClientRequestSpec mark(ChatClient.ChatClientRequestSpec prompt, String id) {
		return prompt.options(OpenAiChatOptions.builder().streamUsage(true).customHeaders(Map.of(HEADER, id)));
	}

	/** Ends the call if it is still running; none can be made for the answer any more. */
	void end(String id) {
		Answer answer = this.answers.remove(id);
		if (answer != null) {
			answer.end();
		}
	}

	int running() {
		return this.answers.size();
	}

	/**
	 * An answer and the latest call for it.
	 */
	private static final class Answer {

		private @Nullable Call call;

		private boolean hasEnded;

		synchronized boolean begin(Call begun) {
			this.call = begun;
			return !this.hasEnded;
		}

		synchronized void end() {
			this.hasEnded = true;
			if (this.call != null) {
				this.call.cancel();
			}
		}

	}

}
