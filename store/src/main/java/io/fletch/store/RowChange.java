package io.fletch.store;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CommitUnknownException;
import io.fletch.store.error.StoreException;
import io.fletch.store.table.Change;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.Transaction;
import io.fletch.store.version.Operation;

/**
 * A write that gives new values to rows. However often it is worked out, no file is left
 * but the one that was committed.
 */
final class RowChange implements Transaction {

	private static final int MAX_REHEARSALS = 5;

	private final OpenTable table;

	private final Operation operation;

	private final Work work;

	private @Nullable RowOutput written;

	RowChange(OpenTable table, Operation operation, Work work) {
		this.table = table;
		this.operation = operation;
		this.work = work;
	}

	/**
	 * Works the change out without committing it, so that what it learns meanwhile is
	 * known when the table is locked.
	 */
	private void rehearse() {
		try {
			this.table.read(() -> apply(this.table.committer().latest()));
		}
		finally {
			discard();
		}
	}

	/**
	 * Commits a change that makes vectors, which it does while others commit: if texts
	 * came meanwhile, it is rehearsed again. The last attempt makes vectors in any case.
	 */
	Manifest commit(TextVectors vectors) {
		for (int rehearsal = 1; rehearsal <= MAX_REHEARSALS; rehearsal++) {
			rehearse();
			try {
				return vectors.only(this::commit);
			}
			catch (TextVectors.NewTextsException ex) {
				// The next rehearsal makes their vectors.
			}
		}
		return commit();
	}

	Manifest commit() {
		Manifest made = commitOnly();
		this.table.upkeep().startIfDue(made);
		return made;
	}

	private Manifest commitOnly() {
		try {
			return this.table.commitOnly(this);
		}
		catch (CommitUnknownException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Whatever it was, the files of the change go, and it is thrown on.
			discard(ex);
			throw ex;
		}
	}

	private void discard(RuntimeException cause) {
		try {
			discard();
		}
		catch (StoreException ex) {
			cause.addSuppressed(ex);
		}
	}

	private void discard() {
		RowOutput output = this.written;
		this.written = null;
		if (output != null) {
			this.table.read(() -> {
				output.discard();
				return this;
			});
		}
	}

	@Override
	public Operation operation() {
		return this.operation;
	}

	@Override
	public Change apply(Manifest latest) throws IOException {
		discard();
		try (RowOutput output = new RowOutput(this.table.storage(), latest.schema())) {
			this.written = output;
			return this.work.run(latest, output);
		}
	}

	/**
	 * Works a change out.
	 */
	@FunctionalInterface
	interface Work {

		Change run(Manifest latest, RowOutput output) throws IOException;

	}

}
