package io.fletch.embeddings.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.fletch.store.embedding.EmbeddingException;

/**
 * Brings one file into the cache. What has come stays beside the place of the file when a
 * connection breaks, and is gone on with; the file itself appears only when all of it is
 * there and has the checksum that the hub names.
 */
final class Download {

	private static final Logger logger = LoggerFactory.getLogger(Download.class);

	private static final int ATTEMPTS = 5;

	private static final int PARTIAL = 206;

	private static final int OK = 200;

	private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();

	private final HubClient client;

	private final DownloadProgress progress;

	private final long maxBytes;

	private final RemoteFile file;

	private final Path target;

	private final Path part;

	private final AtomicLong received = new AtomicLong();

	private volatile boolean isTooLarge;

	Download(HubClient client, HubSettings settings, RemoteFile file, Path target) {
		this.client = client;
		this.progress = settings.progress();
		this.maxBytes = settings.maxBytes();
		this.file = file;
		this.target = target;
		// Of another content, a part would be of no use.
		this.part = target
			.resolveSibling(target.getFileName() + "." + Integer.toHexString(file.tag().hashCode()) + ".part");
	}

	void run() throws IOException {
		requireSize(this.file.size());
		boolean complete = Files.exists(this.part) && size() == this.file.size();
		for (int attempt = 1; !complete; attempt++) {
			try {
				attempt();
				complete = true;
			}
			catch (IOException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
				logger.info("Downloading {} again from byte {}: {}", this.file.label(), size(), ex.getMessage());
				pause(FIRST_PAUSE << attempt);
			}
		}
		verify();
		try (FileChannel channel = FileChannel.open(this.part, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
		Files.move(this.part, this.target, StandardCopyOption.ATOMIC_MOVE);
	}

	private void pause(long nanos) {
		LockSupport.parkNanos(nanos);
		if (Thread.currentThread().isInterrupted()) {
			throw new EmbeddingException("Interrupted while downloading " + this.file.label());
		}
	}

	private long size() throws IOException {
		return Files.exists(this.part) ? Files.size(this.part) : 0;
	}

	private void attempt() throws IOException {
		long start = size();
		if (this.file.size() >= 0 && start > this.file.size()) {
			Files.delete(this.part);
			start = 0;
		}
		try (FileChannel channel = FileChannel.open(this.part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			HttpResponse<Void> response = this.client.get(this.file, start, into(channel), this.received::get);
			if (response.statusCode() != OK && response.statusCode() != PARTIAL) {
				channel.truncate(0);
				throw new IOException("the hub answered with status " + response.statusCode());
			}
			if (this.file.size() >= 0 && channel.size() < this.file.size()) {
				throw new IOException("only " + channel.size() + " of " + this.file.size() + " bytes came");
			}
		}
		catch (IOException ex) {
			if (this.isTooLarge) {
				Files.deleteIfExists(this.part);
				requireSize(Long.MAX_VALUE);
			}
			throw ex;
		}
	}

	private HttpResponse.BodyHandler<Void> into(FileChannel channel) {
		return (response) -> switch (response.statusCode()) {
			case OK -> receive(channel, 0);
			case PARTIAL -> receive(channel, start(response.headers().firstValue("Content-Range").orElse("")));
			default -> HttpResponse.BodySubscribers.discarding();
		};
	}

	private static long start(String range) {
		try {
			return Long.parseLong(range.substring(range.indexOf(' ') + 1, range.indexOf('-')));
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("the hub gives the range '" + range + "'", ex);
		}
	}

	private HttpResponse.BodySubscriber<Void> receive(FileChannel channel, long start) {
		try {
			channel.truncate(start).position(start);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return HttpResponse.BodySubscribers
			.ofByteArrayConsumer((bytes) -> bytes.ifPresent((some) -> write(channel, some)));
	}

	private void write(FileChannel channel, byte[] bytes) {
		try {
			long end = channel.position() + bytes.length;
			if (this.file.size() >= 0 && end > this.file.size()) {
				throw new IOException("more than the " + this.file.size() + " bytes that the hub named came");
			}
			if (end > this.maxBytes) {
				this.isTooLarge = true;
				throw new IOException("more than " + this.maxBytes + " bytes came");
			}
			ByteBuffer buffer = ByteBuffer.wrap(bytes);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			this.received.addAndGet(bytes.length);
			this.progress.advanced(this.file.label(), end, this.file.size());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void verify() throws IOException {
		Checksum expected = this.file.checksum();
		if (expected == null) {
			return;
		}
		Checksum found = expected.of(this.part);
		if (!found.equals(expected)) {
			Files.delete(this.part);
			throw new EmbeddingException("The file " + this.file.label() + " came with the " + expected.algorithm()
					+ " checksum " + found.digits() + ", but the hub names " + expected.digits()
					+ ". What came was deleted; try again, and if it stays so, ask who runs the hub or the proxy "
					+ "before it.");
		}
	}

	private void requireSize(long size) {
		if (size > this.maxBytes) {
			throw new EmbeddingException("The file " + this.file.label() + " has more than " + this.maxBytes
					+ " bytes. Choose a smaller one by the option 'file', or allow more by the option "
					+ "'max-download-bytes'.");
		}
	}

}
