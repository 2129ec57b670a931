package io.fletch.sample.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.fletch.context.retrieval.RetrievalQuery;
import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.retrieval.Retriever;
import io.fletch.sample.AppClient;
import io.fletch.sample.DataFolders;
import io.fletch.sample.LeavingReader;
import io.fletch.store.error.CancelledException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The work behind an answer whose reader has left before its first word.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "fletch.sample.corpus=false")
class StopIntegrationTests {

	private static final Path data = DataFolders.fresh();

	@DynamicPropertySource
	static void place(DynamicPropertyRegistry registry) {
		registry.add("fletch.uri", () -> data.toString());
	}

	@Test
	void interruptsTheSearchWhenTheReaderLeaves(@LocalServerPort int port) throws IOException, InterruptedException {
		try (LeavingReader reader = LeavingReader.ask(port, AppClient.question("What takes so long?", "stop-1"))) {
			assertThat(SlowRetriever.asked.await(20, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(SlowRetriever.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(new AppClient(port).get("/api/conversations/stop-1").status()).isEqualTo(404);
	}

	@TestConfiguration
	static class Slow {

		@Bean
		Retriever slowRetriever() {
			return new SlowRetriever();
		}

	}

	/**
	 * Searches until it is interrupted.
	 */
	static final class SlowRetriever implements Retriever {

		static final CountDownLatch asked = new CountDownLatch(1);

		static final CountDownLatch interrupted = new CountDownLatch(1);

		@Override
		public List<RetrievedPassage> retrieve(RetrievalQuery query) {
			asked.countDown();
			try {
				interrupted.await();
				return List.of();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				interrupted.countDown();
				throw new CancelledException("The search was interrupted", ex);
			}
		}

	}

}
