package io.fletch.springai.vectorstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

import static org.assertj.core.api.Assertions.assertThat;

class ConcurrencyTests extends OpenStore {

	private static final int THREADS = 8;

	private static final int DOCUMENTS = 20;

	@Test
	void threadsAddReplaceDeleteAndSearch() throws Exception {
		List<Callable<Void>> work = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			work.add(() -> addReplaceAndDelete(thread));
			work.add(this::search);
		}
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (Future<Void> done : threads.invokeAll(work)) {
				done.get();
			}
		}
		assertThat(this.store.count()).isEqualTo(THREADS * DOCUMENTS / 2);
		assertThat(this.store.list(null, 0, 1000)).allSatisfy((document) -> {
			assertThat(document.getText()).startsWith("replaced");
			assertThat(document.getMetadata()).containsEntry("even", true);
		});
	}

	@Test
	void theFirstUsesMayComeAtOnce() throws Exception {
		List<Callable<Void>> work = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			FletchVectorStore one = FletchVectorStore.builder(this.database, MODEL).build();
			String id = "d" + i;
			work.add(() -> {
				one.add(List.of(new Document(id, "added", Map.of())));
				return null;
			});
		}
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (Future<Void> done : threads.invokeAll(work)) {
				done.get();
			}
		}
		assertThat(this.store.count()).isEqualTo(THREADS);
	}

	private Void addReplaceAndDelete(int thread) {
		for (int i = 0; i < DOCUMENTS; i++) {
			String id = thread + "-" + i;
			this.store.add(List.of(new Document(id, "added", Map.of("thread", thread))));
			this.store.add(List.of(new Document(id, "replaced " + i, Map.of("thread", thread, "even", i % 2 == 0))));
		}
		this.store.delete("thread == " + thread + " && even == false");
		return null;
	}

	private Void search() {
		for (int i = 0; i < DOCUMENTS; i++) {
			List<Document> found = this.store.similaritySearch(
					SearchRequest.builder().query("replaced " + i).topK(50).filterExpression("even == true").build());
			assertThat(ids(found)).doesNotHaveDuplicates();
			assertThat(found).allSatisfy((document) -> assertThat(document.getText()).startsWith("replaced"));
		}
		return null;
	}

}
