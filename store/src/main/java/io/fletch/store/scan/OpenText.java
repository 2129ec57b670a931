package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.fletch.store.data.schema.FieldIds;
import io.fletch.store.error.CorruptTableException;
import io.fletch.store.index.text.LiveSegment;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.text.TextSegment;
import io.fletch.store.index.text.TextSegmentBuilder;
import io.fletch.store.io.Storage;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.IndexSegment;
import io.fletch.store.table.Manifest;
import io.fletch.store.table.RowIds;

/**
 * A full-text index of a table. The words of rows that no file covers are kept in memory,
 * in parts that are joined when others of their size come, so that there are never many.
 * What is stored under an id does not change, so a part serves every version that has
 * some of its rows.
 */
final class OpenText {

	private final Storage storage;

	/** Without segments. */
	private final IndexMetadata index;

	private final List<TextAnalysis> analyses;

	private final ReentrantLock lock = new ReentrantLock();

	private List<Part> parts = List.of();

	/** The versions from this one on have the values that the parts hold. */
	private long floor;

	private long newest;

	private @Nullable LiveText last;

	OpenText(Storage storage, IndexMetadata index) {
		this.storage = storage;
		this.index = index;
		this.analyses = Collections.nCopies(index.fields().size(), TextAnalysis.of(index.options()));
	}

	/**
	 * Makes the index ready for a version.
	 * @param manifest the version
	 * @param files the segments that are stored
	 * @param from from which version on values are as they are in the latest
	 */
	LiveText at(Manifest manifest, LiveIndex<TextSegment> files, long from) throws IOException {
		this.lock.lock();
		try {
			boolean isShared = manifest.version() >= from;
			if (isShared && this.floor < from) {
				this.parts = List.of();
				this.floor = from;
			}
			RowSelection rest = files.coverage().uncovered();
			List<Part> covering = covering(manifest, rest, (isShared) ? this.parts : List.of());
			LiveText live = live(manifest, files, rest, covering);
			if (isShared && manifest.version() >= this.newest) {
				this.parts = covering;
				this.newest = manifest.version();
				this.last = live;
			}
			return live;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns parts that hold some rows, made of known ones as far as these go.
	 */
	private List<Part> covering(Manifest manifest, RowSelection rows, List<Part> known) throws IOException {
		Coverage coverage = coverage(manifest, known);
		RowSelection missing = coverage.uncovered(rows);
		long built = missing.count();
		List<Count> counts = new ArrayList<>();
		for (int i = 0; i < known.size(); i++) {
			counts.add(new Count(known.get(i), coverage.ordinals(i, rows).cardinality()));
		}
		counts.sort(Comparator.comparingInt(Count::live));
		List<Part> kept = new ArrayList<>();
		boolean isJoined = false;
		for (Count count : counts) {
			boolean isWorn = count.live() > 0 && 2 * count.live() < count.part().rowIds().size();
			if (built > 0 && count.live() <= 2 * built || isWorn) {
				built += count.live();
				isJoined = true;
			}
			else if (count.live() > 0) {
				kept.add(count.part());
			}
		}
		if (built > 0) {
			kept.add(build(manifest, (isJoined) ? coverage(manifest, kept).uncovered(rows) : missing));
		}
		return kept;
	}

	private Coverage coverage(Manifest manifest, List<Part> some) {
		return Coverage.of(manifest, this.index.with(some.stream().map(Part::asStored).toList()));
	}

	private Part build(Manifest manifest, RowSelection rows) {
		List<Integer> columns = this.index.fields()
			.stream()
			.map((id) -> manifest.schema().getFields().indexOf(FieldIds.find(manifest.schema(), id)))
			.toList();
		IndexableRows source = new IndexableRows(this.storage, manifest, columns, rows);
		return new Part(new TextSegmentBuilder(this.analyses, source, (done) -> {
		}).inMemory(), source.rowIds());
	}

	private LiveText live(Manifest manifest, LiveIndex<TextSegment> files, RowSelection rest, List<Part> memory)
			throws IOException {
		List<LiveText.Slot> slots = new ArrayList<>();
		for (int i = 0; i < files.segments().size(); i++) {
			BitSet rows = files.coverage().ordinals(i, RowSelection.all(manifest));
			slots.add(slot(files.coverage(), i, files.segments().get(i), rows));
		}
		Coverage coverage = coverage(manifest, memory);
		for (int i = 0; i < memory.size(); i++) {
			slots.add(slot(coverage, i, memory.get(i).segment(), coverage.ordinals(i, rest)));
		}
		if (slots.isEmpty()) {
			Part none = build(manifest, RowSelection.none(manifest));
			slots.add(slot(coverage(manifest, List.of(none)), 0, none.segment(), new BitSet()));
		}
		slots.sort(Comparator.comparingLong(LiveText.Slot::firstRowId));
		List<String> columns = this.index.fields().stream().map((id) -> name(manifest, id)).toList();
		return new LiveText(columns, this.analyses, slots);
	}

	private LiveText.Slot slot(Coverage coverage, int number, TextSegment segment, BitSet live) {
		BitSet deleted = new BitSet(segment.rowCount());
		deleted.set(0, segment.rowCount());
		deleted.andNot(live);
		LiveText before = this.last;
		LiveSegment known = (before != null) ? before.find(segment, deleted) : null;
		return new LiveText.Slot(coverage, number,
				(known != null) ? known : new LiveSegment(segment, deleted, coverage.rowIds(number)::at));
	}

	private String name(Manifest manifest, int id) {
		return manifest.schema()
			.getFields()
			.stream()
			.filter((field) -> FieldIds.of(field) == id)
			.findFirst()
			.orElseThrow(() -> new CorruptTableException(
					"The index '" + this.index.name() + "' is over a column that the table does not have"))
			.getName();
	}

	/**
	 * Words of rows, in memory.
	 */
	private record Part(TextSegment segment, RowIds rowIds) {

		IndexSegment asStored() {
			return new IndexSegment("", 0, 0, this.rowIds);
		}

	}

	/**
	 * How many rows of a part a version has that no file covers.
	 */
	private record Count(Part part, int live) {
	}

}
