package io.fletch.context.ingestion;

import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JobListTests {

	private final JobList jobs = new JobList(new ReentrantLock(), new EventQueue());

	@Test
	void forgetsTheOldestJobsThatEnded() {
		locked(() -> {
			Job waiting = this.jobs.enqueue(new Job(document("waiting")));
			Job oldest = this.jobs.addFinished(Job.unchanged(document("oldest")));
			for (int index = 0; index < 1000; index++) {
				this.jobs.addFinished(Job.unchanged(document("d" + index)));
			}
			assertThat(this.jobs.snapshots()).hasSize(1001);
			assertThat(this.jobs.find(oldest.id())).isEmpty();
			assertThat(this.jobs.find(waiting.id())).isPresent();
		});
	}

	@Test
	void givesOutJobsInOrder() {
		locked(() -> {
			Job first = this.jobs.enqueue(new Job(document("first")));
			Job second = this.jobs.enqueue(new Job(document("second")));
			assertThat(this.jobs.take()).isSameAs(first);
			assertThat(this.jobs.take()).isSameAs(second);
			this.jobs.close();
			assertThat(this.jobs.take()).isNull();
		});
	}

	private void locked(Runnable action) {
		this.jobs.lock().lock();
		try {
			action.run();
		}
		finally {
			this.jobs.lock().unlock();
		}
	}

	private static IndexedDocument document(String name) {
		return new IndexedDocument(name, name, "text/plain", "0-0", 1, IndexedDocument.READY, null, 1, Instant.EPOCH);
	}

}
