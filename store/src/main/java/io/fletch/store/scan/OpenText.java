package io.fletch.store.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CancelledException;
import io.fletch.store.index.text.LiveSegment;
import io.fletch.store.index.text.TextAnalysis;
import io.fletch.store.index.text.TextSegment;
import io.fletch.store.index.text.TextSegmentBuilder;
import io.fletch.store.io.Storage;
import io.fletch.store.table.IndexMetadata;
import io.fletch.store.table.Manifest;

/**
 * A full-text index of a table. The words of rows that no file covers are kept in memory,
 * in parts, one for the rows that came since the last search. What is stored under an id
 * does not change, so a part serves every version that has some of its rows.
 */
final class OpenText {

	/** More are joined. */
	private static final int MAX_PARTS = 8;

	private final Storage storage;

	/** Without segments. */
	private final IndexMetadata index;

	private final List<TextAnalysis> analyses;

	private final ReentrantLock lock = new ReentrantLock();

	private List<TextPart> parts = List.of();

	/** The versions from this one on have the values that the parts hold. */
	private long floor;

	private long newest;

	private final LongAdder analysed = new LongAdder();

	private Thread joining = Thread.ofVirtual().unstarted(() -> {
	});

	private volatile @Nullable LiveText last;

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
		if (manifest.version() < from) {
			// Nobody waits for what only this version needs.
			RowSelection rest = files.coverage().uncovered();
			return live(manifest, files, rest, covering(manifest, rest, List.of()));
		}
		lock();
		try {
			if (this.floor < from) {
				this.parts = List.of();
				this.floor = from;
			}
			RowSelection rest = files.coverage().uncovered();
			List<TextPart> covering = covering(manifest, rest, this.parts);
			LiveText live = live(manifest, files, rest, covering);
			if (manifest.version() >= this.newest) {
				this.parts = covering;
				this.newest = manifest.version();
				this.last = live;
				tidy(manifest, rest);
			}
			return live;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void lock() {
		try {
			this.lock.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CancelledException("The thread was interrupted while it searched the table; ask again", ex);
		}
	}

	/**
	 * Returns parts that hold some rows: known ones as far as these go, and one of the
	 * others, whose texts are the only ones that are read.
	 */
	private List<TextPart> covering(Manifest manifest, RowSelection rows, List<TextPart> known) throws IOException {
		Coverage coverage = coverage(manifest, known);
		List<TextPart> covering = new ArrayList<>();
		for (int i = 0; i < known.size(); i++) {
			if (!coverage.ordinals(i, rows).isEmpty()) {
				covering.add(known.get(i));
			}
		}
		RowSelection missing = coverage.uncovered(rows);
		if (!missing.isEmpty()) {
			covering.add(build(manifest, missing));
		}
		covering.sort(Comparator.comparingLong((part) -> part.rowIds().at(0)));
		return covering;
	}

	private Coverage coverage(Manifest manifest, List<TextPart> some) {
		return Coverage.of(manifest, this.index.with(some.stream().map(TextPart::asStored).toList()));
	}

	private TextPart build(Manifest manifest, RowSelection rows) {
		List<IndexedField> fields = IndexedField.of(manifest.schema(), this.index);
		IndexableRows source = new IndexableRows(this.storage, manifest, fields, rows);
		TextPart part = new TextPart(new TextSegmentBuilder(this.analyses, source, (done) -> {
		}).inMemory(), source.rowIds());
		this.analysed.add(source.count());
		return part;
	}

	/**
	 * Joins parts where they are many, beside the searches, which need not wait for it.
	 */
	private void tidy(Manifest manifest, RowSelection rows) {
		if (this.parts.size() <= MAX_PARTS || this.joining.isAlive()) {
			return;
		}
		Coverage coverage = coverage(manifest, this.parts);
		List<JoinedParts.Source> sources = new ArrayList<>();
		for (int i = 0; i < this.parts.size(); i++) {
			sources.add(new JoinedParts.Source(this.parts.get(i), coverage.ordinals(i, rows)));
		}
		JoinedParts join = new JoinedParts(this.analyses, sources);
		this.joining = Thread.ofVirtual().name("fletch-text").start(() -> replace(join));
	}

	private void replace(JoinedParts join) {
		List<TextPart> joined = join.parts();
		this.lock.lock();
		try {
			if (this.parts.containsAll(join.sources())) {
				List<TextPart> all = new ArrayList<>(this.parts);
				all.removeAll(join.sources());
				all.addAll(joined);
				all.sort(Comparator.comparingLong((part) -> part.rowIds().at(0)));
				this.parts = all;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns of how many rows the texts were cut into words, each as often as it was.
	 */
	long analysed() {
		return this.analysed.sum();
	}

	/**
	 * Waits until no parts are being joined.
	 * @return how many there are
	 */
	int settle() throws InterruptedException {
		this.joining.join();
		return this.parts.size();
	}

	private LiveText live(Manifest manifest, LiveIndex<TextSegment> files, RowSelection rest, List<TextPart> memory)
			throws IOException {
		List<LiveText.Slot> slots = new ArrayList<>();
		for (int i = 0; i < files.segments().size(); i++) {
			BitSet rows = files.coverage().ordinals(i, RowSelection.all(manifest));
			slots.add(slot(files.coverage(), i, files.segments().get(i), rows, true));
		}
		Coverage coverage = coverage(manifest, memory);
		for (int i = 0; i < memory.size(); i++) {
			slots.add(slot(coverage, i, memory.get(i).segment(), coverage.ordinals(i, rest), false));
		}
		if (slots.isEmpty()) {
			TextPart none = build(manifest, RowSelection.none(manifest));
			slots.add(slot(coverage(manifest, List.of(none)), 0, none.segment(), new BitSet(), false));
		}
		slots.sort(Comparator.comparingLong(LiveText.Slot::firstRowId));
		List<String> columns = IndexedField.of(manifest.schema(), this.index).stream().map(IndexedField::name).toList();
		return new LiveText(columns, this.analyses, slots);
	}

	private LiveText.Slot slot(Coverage coverage, int number, TextSegment segment, BitSet live, boolean isStored) {
		BitSet deleted = new BitSet(segment.rowCount());
		deleted.set(0, segment.rowCount());
		deleted.andNot(live);
		LiveText before = this.last;
		LiveSegment known = (before != null) ? before.find(segment, deleted) : null;
		return new LiveText.Slot(coverage, number,
				(known != null) ? known : new LiveSegment(segment, deleted, coverage.rowIds(number)::at), isStored);
	}

}
