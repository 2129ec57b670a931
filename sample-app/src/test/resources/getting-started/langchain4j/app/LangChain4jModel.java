package app;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.springframework.stereotype.Component;

/**
 * In the place of a model that an application has.
 */
@Component
class LangChain4jModel implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return ChatResponse.builder()
            .aiMessage(AiMessage.from(request.messages().toString().contains("[1]")
                    ? "A lamp may be returned within thirty days [1]. It is blue [2]." : "I do not know."))
            .build();
    }

}
