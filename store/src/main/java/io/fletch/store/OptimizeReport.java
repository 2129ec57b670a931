package io.fletch.store;

/**
 * What an optimization did.
 *
 * @param version the latest version, which is a new one unless nothing was to be done
 * @param fragmentsRemoved how many fragments were written anew
 * @param fragmentsAdded how many fragments they became
 * @param filesRemoved how many data files held their rows; they stay until the versions
 * that need them are cleaned up
 * @param filesAdded how many data files hold their rows now
 */
public record OptimizeReport(long version, long fragmentsRemoved, long fragmentsAdded, long filesRemoved,
		long filesAdded) {

	static OptimizeReport nothing(long version) {
		return new OptimizeReport(version, 0, 0, 0, 0);
	}

}
