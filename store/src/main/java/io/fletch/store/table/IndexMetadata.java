package io.fletch.store.table;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.StoreException;
import io.fletch.store.io.Storage;

/**
 * What a version of a table knows of an index. The bytes are described in
 * {@code docs/format.md}.
 *
 * @param name the name, unique in the table
 * @param type the kind of index
 * @param options the parameters it was created with, by name
 * @param fields the ids of the fields that it covers
 * @param epoch rises whenever values that are stored already change, so that segments
 * built from older ones are not taken
 * @param created when it was created
 * @param segments what is built, in the order of their rows
 */
public record IndexMetadata(String name, String type, Map<String, String> options, List<Integer> fields, int epoch,
		Instant created, List<IndexSegment> segments) {

	public IndexMetadata {
		options = Map.copyOf(options);
		fields = List.copyOf(fields);
		segments = List.copyOf(segments);
		// As it is stored: what is read again must equal what was written.
		created = created.truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Puts segments in the place of those that are there.
	 * @param built the segments
	 * @return the index with them
	 */
	public IndexMetadata with(List<IndexSegment> built) {
		return new IndexMetadata(this.name, this.type, this.options, this.fields, this.epoch, this.created, built);
	}

	/**
	 * Gives up what was built.
	 */
	IndexMetadata outdated() {
		return new IndexMetadata(this.name, this.type, this.options, this.fields, this.epoch + 1, this.created,
				List.of());
	}

	/**
	 * Tells whether two are the same index over the same values, whatever is built of
	 * them.
	 * @param other another index
	 * @return whether segments built for one belong to the other
	 */
	public boolean isSameAs(IndexMetadata other) {
		return with(List.of()).equals(other.with(List.of()));
	}

	/**
	 * Follows a change of the schema: an index over a dropped field goes, one over a
	 * field of another type has to be built anew.
	 */
	static List<IndexMetadata> follow(List<IndexMetadata> indexes, Schema before, Schema after) {
		List<IndexMetadata> followed = new ArrayList<>();
		for (IndexMetadata index : indexes) {
			if (index.fields.stream().allMatch((id) -> FieldIds.find(after, id) != null)) {
				boolean isSame = index.fields.stream()
					.allMatch((id) -> hasSameType(FieldIds.find(before, id), FieldIds.find(after, id)));
				followed.add(isSame ? index : index.outdated());
			}
		}
		return followed;
	}

	/**
	 * Requires the files of the segments that are not known yet.
	 */
	static void requireFiles(List<IndexMetadata> indexes, List<IndexMetadata> known, Storage storage) {
		Set<String> there = paths(known).collect(Collectors.toUnmodifiableSet());
		paths(indexes).filter((path) -> !there.contains(path)).forEach((path) -> {
			if (!storage.exists(path)) {
				throw new StoreException("The file " + path + " of an index is gone; build the index again");
			}
		});
	}

	private static Stream<String> paths(List<IndexMetadata> indexes) {
		return indexes.stream().flatMap((index) -> index.segments.stream().map(IndexSegment::path));
	}

	void write(BinaryOutput output) {
		output.putString(this.name);
		output.putString(this.type);
		output.putInt(this.options.size());
		new TreeMap<>(this.options).forEach((key, value) -> {
			output.putString(key);
			output.putString(value);
		});
		output.putInt(this.fields.size());
		this.fields.forEach(output::putInt);
		output.putInt(this.epoch);
		output.putLong(this.created.toEpochMilli());
		output.putInt(this.segments.size());
		this.segments.forEach((segment) -> segment.write(output));
	}

	static IndexMetadata read(BinaryInput input) {
		String name = input.getString();
		String type = input.getString();
		Map<String, String> options = new HashMap<>();
		for (int count = input.getCount(2 * Integer.BYTES); count > 0; count--) {
			options.put(input.getString(), input.getString());
		}
		List<Integer> fields = new ArrayList<>();
		for (int count = input.getCount(Integer.BYTES); count > 0; count--) {
			fields.add(input.getInt());
		}
		int epoch = input.getInt();
		Instant created = Instant.ofEpochMilli(input.getLong());
		return new IndexMetadata(name, type, options, fields, epoch, created, list(input, IndexSegment::read));
	}

	static void write(List<IndexMetadata> indexes, BinaryOutput output) {
		output.putInt(indexes.size());
		indexes.forEach((index) -> index.write(output));
	}

	static List<IndexMetadata> readAll(BinaryInput input) {
		return list(input, IndexMetadata::read);
	}

	private static <T> List<T> list(BinaryInput input, Function<BinaryInput, T> element) {
		List<T> elements = new ArrayList<>();
		for (int count = input.getCount(1); count > 0; count--) {
			elements.add(element.apply(input));
		}
		return elements;
	}

	private static boolean hasSameType(@Nullable Field before, @Nullable Field after) {
		return before != null && after != null && before.getType().equals(after.getType())
				&& before.getChildren()
					.stream()
					.map(Field::getType)
					.toList()
					.equals(after.getChildren().stream().map(Field::getType).toList());
	}

}
