package io.fletch.store.table;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

import io.fletch.store.io.Storage;

/**
 * The names of the files in a table's folder.
 */
public final class TableFiles {

	static final String LOG = "_log";

	static final String MANIFESTS = "_manifests";

	static final String DELETIONS = "_deletions";

	static final String TAGS = "_tags";

	static final String LEASES = "_leases";

	static final String DATA = "data";

	static final String INDEXES = "_indices";

	/** The folder that holds the branches, each a table folder of its own. */
	public static final String BRANCHES = "_branches";

	/** The file that whoever changes a table locks. */
	public static final String LOCK = "_lock";

	/** The file that names the version before which the log is not to be read. */
	static final String OLDEST = "_oldest";

	private static final String LOG_SUFFIX = ".log";

	private static final String MANIFEST_SUFFIX = ".manifest";

	private static final Pattern DATA_FILE = Pattern.compile(DATA + "/[0-9a-f-]{36}\\.(arrow|blob)");

	private static final Pattern DELETION_FILE = Pattern.compile(DELETIONS + "/[0-9]+-[0-9]+\\.roaring");

	private static final Pattern INDEX_FILE = Pattern.compile(INDEXES + "/[0-9a-f-]{36}\\.index");

	private TableFiles() {
	}

	/**
	 * Makes the folders that every table has.
	 * @param storage the folder of the table
	 * @throws IOException if one cannot be made
	 */
	public static void createFolders(Storage storage) throws IOException {
		for (String folder : List.of(LOG, MANIFESTS, DELETIONS, DATA, INDEXES)) {
			storage.createFolder(folder);
		}
	}

	/**
	 * Returns a name for a new data file.
	 * @return a path that no other file has
	 */
	public static String newData() {
		return DATA + "/" + UUID.randomUUID() + ".arrow";
	}

	/**
	 * Makes up the path of a file of an index.
	 * @return a path that no other file has
	 */
	public static String newIndex() {
		return INDEXES + "/" + UUID.randomUUID() + ".index";
	}

	static boolean isIndex(String path) {
		return INDEX_FILE.matcher(path).matches();
	}

	static boolean isData(String path) {
		return DATA_FILE.matcher(path).matches();
	}

	static boolean isDeletions(String path) {
		return DELETION_FILE.matcher(path).matches();
	}

	static String log(long firstVersion) {
		return LOG + "/" + number(firstVersion) + LOG_SUFFIX;
	}

	static String manifest(long version) {
		return MANIFESTS + "/" + number(version) + MANIFEST_SUFFIX;
	}

	static String deletions(int fragmentId, long version) {
		return DELETIONS + "/" + fragmentId + "-" + version + ".roaring";
	}

	static String tag(String name) {
		return TAGS + "/" + name;
	}

	static String lease(UUID owner) {
		return LEASES + "/" + owner;
	}

	/**
	 * Returns the version in the name of a log file or manifest.
	 * @return the version, or -1 if the name is not one of these
	 */
	static long versionOf(String name) {
		int digits = name.indexOf('.');
		boolean ours = digits == 20 && (name.endsWith(LOG_SUFFIX) || name.endsWith(MANIFEST_SUFFIX))
				&& name.chars().limit(digits).allMatch((digit) -> digit >= '0' && digit <= '9')
				&& name.compareTo("09223372036854775807") < 0;
		return ours ? Long.parseLong(name.substring(0, digits)) : -1;
	}

	private static String number(long version) {
		return String.format(Locale.ROOT, "%020d", version);
	}

}
