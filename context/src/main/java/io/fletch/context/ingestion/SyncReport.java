package io.fletch.context.ingestion;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What became of the documents of a source. Documents appear by their names, in the order
 * of the source, each once.
 *
 * @param added those that were not known
 * @param changed those whose content or settings were other ones, or that were to be
 * ingested anyway
 * @param unchanged those that were left alone
 * @param removed those that were in the source before and are no more
 * @param deletedByUser those that stay out because a user deleted them with this content
 * @param failed those that could not be ingested, and why
 * @param nothingRemoved why nothing was removed although {@link SyncMode#FULL} was asked
 * for; {@code null} if there was no such reason
 */
public record SyncReport(List<String> added, List<String> changed, List<String> unchanged, List<String> removed,
		List<String> deletedByUser, Map<String, String> failed, @Nullable String nothingRemoved) {

	public SyncReport {
		Objects.requireNonNull(added, "added");
		Objects.requireNonNull(changed, "changed");
		Objects.requireNonNull(unchanged, "unchanged");
		Objects.requireNonNull(removed, "removed");
		Objects.requireNonNull(deletedByUser, "deletedByUser");
		Objects.requireNonNull(failed, "failed");
	}

	/**
	 * Says whether the source and the documents were in step already.
	 * @return whether nothing was added, changed or removed, and nothing failed
	 */
	public boolean isUnchanged() {
		return this.added.isEmpty() && this.changed.isEmpty() && this.removed.isEmpty() && this.failed.isEmpty();
	}

	@Override
	public String toString() {
		return this.added.size() + " added, " + this.changed.size() + " changed, " + this.unchanged.size()
				+ " unchanged, " + this.removed.size() + " removed, " + this.deletedByUser.size()
				+ " deleted by a user, " + this.failed.size() + " failed";
	}

}
