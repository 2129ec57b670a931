package io.fletch.store.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.ConflictException;
import io.fletch.store.error.IndexNotFoundException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.version.Operation;

/**
 * Creates, builds or drops an index.
 */
public final class IndexChange implements Transaction {

	private final UnaryOperator<List<IndexMetadata>> change;

	private IndexChange(UnaryOperator<List<IndexMetadata>> change) {
		this.change = change;
	}

	/**
	 * Adds an index, or puts it in the place of the one of its name.
	 * @param index the index
	 * @param replaced the one that it replaces, or {@code null} if there must be none
	 * @return the change; it fails with {@link InvalidInputException} if there is an
	 * index of that name and none was to be replaced, with {@link ConflictException} if
	 * it is not the one that was to be
	 */
	public static IndexChange create(IndexMetadata index, @Nullable IndexMetadata replaced) {
		return new IndexChange((indexes) -> {
			IndexMetadata present = find(indexes, index.name());
			if (replaced != null && (present == null || !present.isSameAs(replaced))) {
				throw new ConflictException(
						"The index '" + index.name() + "' was changed or dropped while its successor was built");
			}
			if (present != null && replaced == null) {
				throw new InvalidInputException("The index '" + index.name()
						+ "' exists already; give the new one another name, drop the old one, or ask to replace it");
			}
			List<IndexMetadata> changed = new ArrayList<>(indexes);
			changed.remove(present);
			changed.add(index);
			return changed;
		});
	}

	/**
	 * Drops an index.
	 * @param name its name
	 * @return the change; it fails with {@link IndexNotFoundException} if there is none
	 */
	public static IndexChange drop(String name) {
		return new IndexChange((indexes) -> {
			List<IndexMetadata> changed = new ArrayList<>(indexes);
			changed.remove(require(indexes, name));
			return changed;
		});
	}

	/**
	 * Drops an index if it is still the one that somebody knows.
	 * @param index the index
	 * @return the change; it does nothing if the index is gone, or another by now
	 */
	public static IndexChange withdraw(IndexMetadata index) {
		return new IndexChange((indexes) -> indexes.stream().filter((present) -> !present.isSameAs(index)).toList());
	}

	/**
	 * Gives an index a new segment.
	 * @param index the index as it was when building began
	 * @param built the segment, or {@code null} if there was nothing to build
	 * @param replaced the segments in whose place it comes
	 * @return the change; it fails with {@link ConflictException} if the index is another
	 * by now, or somebody else built the same rows meanwhile
	 */
	public static IndexChange build(IndexMetadata index, @Nullable IndexSegment built, List<IndexSegment> replaced) {
		return new IndexChange((indexes) -> {
			IndexMetadata present = require(indexes, index.name());
			if (!present.isSameAs(index) || !present.segments().containsAll(replaced)) {
				throw new ConflictException("The index '" + index.name() + "' was changed while it was built");
			}
			List<IndexSegment> segments = new ArrayList<>(present.segments());
			segments.removeAll(replaced);
			if (built != null) {
				if (segments.stream().anyMatch((other) -> !other.rowIds().overlaps(built.rowIds()).isEmpty())) {
					throw new ConflictException(
							"Somebody else built the same rows of the index '" + index.name() + "' meanwhile");
				}
				segments.add(built);
			}
			return indexes.stream().map((each) -> (each == present) ? present.with(segments) : each).toList();
		});
	}

	private static IndexMetadata require(List<IndexMetadata> indexes, String name) {
		IndexMetadata index = find(indexes, name);
		if (index == null) {
			throw new IndexNotFoundException("The table has no index '" + name + "'; its indexes are "
					+ indexes.stream().map(IndexMetadata::name).toList());
		}
		return index;
	}

	private static @Nullable IndexMetadata find(List<IndexMetadata> indexes, String name) {
		return indexes.stream().filter((index) -> index.name().equals(name)).findFirst().orElse(null);
	}

	@Override
	public Operation operation() {
		return Operation.INDEX;
	}

	@Override
	public Change apply(Manifest latest) {
		List<IndexMetadata> changed = this.change.apply(latest.indexes());
		changed.forEach((index) -> requireFields(index, latest));
		return Change.NONE.withIndexes(changed);
	}

	private static void requireFields(IndexMetadata index, Manifest latest) {
		if (index.fields().stream().anyMatch((id) -> FieldIds.find(latest.schema(), id) == null)) {
			throw new InvalidInputException(
					"A column of the index '" + index.name() + "' was dropped while the index was built");
		}
	}

}
