package io.fletch.embeddings.hub;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each tenth of a download.
 */
final class LoggedProgress implements DownloadProgress {

	private static final Logger logger = LoggerFactory.getLogger(ModelHub.class);

	private static final long UNKNOWN_STEP = 10L << 20;

	private final ConcurrentMap<String, Long> steps = new ConcurrentHashMap<>();

	@Override
	public void advanced(String file, long done, long total) {
		long step = (total > 0) ? done * 10 / total : done / UNKNOWN_STEP;
		Long before = this.steps.put(file, step);
		if (before == null || before != step) {
			logger.info("Downloading {}: {} of {} bytes", file, done, (total > 0) ? total : "unknown");
		}
		if (done == total) {
			this.steps.remove(file);
		}
	}

}
