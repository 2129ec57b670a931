package io.fletch.store.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Schema;

import io.fletch.store.data.RowBatch;
import io.fletch.store.data.RowCopy;
import io.fletch.store.io.Storage;

/**
 * Neighbouring fragments that are read as one. Most stand alone. Small appends in the log
 * would each cost a reader as much as hundreds of rows, so those without deletions are
 * joined in memory, by 64, by 16 or by 4; what was joined is kept beside the first of
 * them.
 *
 * @param whole the rows of all members
 * @param members the fragments
 */
public record FragmentGroup(Fragment whole, List<Fragment> members) {

	private static final int[] SIZES = { 64, 16, 4 };

	private static final int MAX_ROWS = 64;

	/** A longer one costs its reader more than finding it. */
	private static final int MAX_BYTES = 8 << 10;

	/**
	 * Groups the fragments of a version.
	 * @param manifest the version
	 * @param storage the folder of the table
	 * @return the groups, which hold every fragment once, in the manifest's order
	 * @throws IOException if the rows cannot be read
	 */
	public static List<FragmentGroup> of(Manifest manifest, Storage storage) throws IOException {
		List<Fragment> all = manifest.fragments();
		List<FragmentGroup> groups = new ArrayList<>();
		int end = 0;
		for (int from = 0; from < all.size();) {
			end = Math.max(end, from);
			while (end < all.size() && isJoinable(all.get(end))) {
				end++;
			}
			List<Fragment> members = all.subList(from, from + size(end - from));
			Fragment whole = (members.size() == 1) ? members.getFirst() : join(members, storage, manifest.schema());
			groups.add(new FragmentGroup(whole, members));
			from += members.size();
		}
		return groups;
	}

	private static boolean isJoinable(Fragment fragment) {
		byte[] message = fragment.rows().message();
		return message != null && message.length <= MAX_BYTES && fragment.rowCount() <= MAX_ROWS
				&& fragment.deletions().isEmpty();
	}

	private static int size(int available) {
		for (int size : SIZES) {
			if (size <= available) {
				return size;
			}
		}
		return 1;
	}

	private static Fragment join(List<Fragment> members, Storage storage, Schema schema) throws IOException {
		FragmentRows first = members.getFirst().rows();
		FragmentGroup known = first.group();
		if (known != null && holdsTheRowsOf(known, members)) {
			return known.whole();
		}
		RowCopy rows = new RowCopy(storage, schema);
		for (Fragment member : members) {
			for (RowBatch batch : member.batches(storage, schema)) {
				BitSet all = new BitSet();
				all.set(0, batch.rowCount());
				rows.add(batch, all);
			}
		}
		LiveRowIds ids = LiveRowIds.of(members);
		Fragment whole = new Fragment(members.getFirst().id(), ids.rowIds(), ids.origins(),
				FragmentRows.inLog(rows.encode().toByteArray()));
		first.keep(new FragmentGroup(whole, List.copyOf(members)));
		return whole;
	}

	private static boolean holdsTheRowsOf(FragmentGroup known, List<Fragment> members) {
		if (known.members.size() != members.size()) {
			return false;
		}
		for (int i = 0; i < members.size(); i++) {
			if (known.members.get(i).rows() != members.get(i).rows()) {
				return false;
			}
		}
		return true;
	}

}
