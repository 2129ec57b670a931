package io.fletch.sample.chat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.ai.openai.http.okhttp.SpringAiOpenAiHttpClient;

/**
 * Ends calls to OpenAI whose answer nobody reads any more. Spring AI 2.0 does not:
 * cancelling its stream leaves the HTTP call running, and the tokens are paid for. The
 * call is found again by a header that never leaves this machine.
 */
final class OpenAiCalls implements OpenAiHttpClientBuilderCustomizer, Interceptor {

	private static final String HEADER = "Fletch-Answer";

	private final Map<String, Call> calls = new ConcurrentHashMap<>();

	@Override
	public void customize(SpringAiOpenAiHttpClient.Builder builder) {
		builder.interceptor(this);
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		String answer = chain.request().header(HEADER);
		if (answer == null) {
			return chain.proceed(chain.request());
		}
		this.calls.put(answer, chain.call());
		return chain.proceed(chain.request().newBuilder().removeHeader(HEADER).build());
	}

	/**
	 * Marks the call that a prompt will make, and asks for its tokens to be counted,
	 * which the protocol leaves out of streams otherwise.
	 */
	ChatClient.ChatClientRequestSpec mark(ChatClient.ChatClientRequestSpec prompt, String answer) {
		return prompt.options(OpenAiChatOptions.builder().streamUsage(true).customHeaders(Map.of(HEADER, answer)));
	}

	/** Ends the call if it is still running. */
	void end(String answer) {
		Call call = this.calls.remove(answer);
		if (call != null) {
			call.cancel();
		}
	}

}
