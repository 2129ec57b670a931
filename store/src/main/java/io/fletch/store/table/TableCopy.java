package io.fletch.store.table;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

import io.fletch.store.data.DataFile;
import io.fletch.store.data.blob.BlobFile;
import io.fletch.store.io.Storage;

/**
 * Makes a new table of a version of another: its data files are the same files under
 * other names, where the file system can do so, or copies of them. Either way neither
 * table notices when the other is cleaned up or dropped.
 */
public final class TableCopy {

	private final Storage source;

	private final Storage target;

	private final boolean share;

	/**
	 * Copies between two folders.
	 * @param source the folder of the table
	 * @param target the folder of the new table, which is empty
	 * @param share whether the new table may share the files
	 */
	public TableCopy(Storage source, Storage target, boolean share) {
		this.source = source;
		this.target = target;
		this.share = share;
	}

	/**
	 * Writes the new table, which begins as version 1.
	 * @param content the version to copy
	 * @param clock gives the time of the first version
	 * @throws IOException if a file cannot be read or written
	 */
	public void write(Manifest content, Clock clock) throws IOException {
		this.target.createFolder(TableFiles.DATA);
		for (Fragment fragment : content.fragments()) {
			for (DataFile file : fragment.files()) {
				copy(file.path());
				for (BlobFile blobs : file.blobFiles()) {
					copy(blobs.path());
				}
			}
		}
		this.target.createFolder(TableFiles.INDEXES);
		for (IndexMetadata index : content.indexes()) {
			for (IndexSegment segment : index.segments()) {
				copy(segment.path());
			}
		}
		List<Fragment> fragments = content.fragments().stream().map(Fragment::withoutDeletionFile).toList();
		Committer.createFrom(this.target,
				new Manifest(content.info(), content.schema(), fragments, content.next(), content.indexes()), clock);
	}

	private void copy(String path) throws IOException {
		if (this.target.exists(path)) {
			return;
		}
		if (this.share) {
			this.source.link(path, this.target, path);
		}
		else {
			this.target.write(path, List.of(this.source.map(path)));
		}
	}

}
