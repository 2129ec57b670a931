package io.fletch.autoconfigure.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.fletch.store.IndexInfo;
import io.fletch.store.OptimizeReport;
import io.fletch.store.Table;
import io.fletch.store.version.CleanupPolicy;
import io.fletch.store.version.CleanupReport;

/**
 * What can be asked to be done to a table.
 */
enum MaintenanceOperation {

	/** Joins fragments, and adds rows to indexes. */
	OPTIMIZE {

		@Override
		String run(Table table) {
			OptimizeReport report = table.optimize();
			return "version " + report.version() + ", " + report.fragmentsRemoved() + " fragments became "
					+ report.fragmentsAdded();
		}

	},

	/** Builds all indexes anew. */
	REINDEX {

		@Override
		String run(Table table) {
			List<String> names = table.indexes().list().stream().map(IndexInfo::name).toList();
			names.forEach(table.indexes()::rebuild);
			return "indexes " + names;
		}

	},

	/** Takes old versions, as upkeep does: those of more than seven days. */
	CLEANUP {

		@Override
		String run(Table table) {
			CleanupReport report = table.cleanup(CleanupPolicy.DEFAULT);
			return report.removedVersions() + " versions, " + report.removedFiles() + " files and "
					+ report.removedBytes() + " bytes went";
		}

	};

	abstract String run(Table table);

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<MaintenanceOperation> of(String label) {
		return Arrays.stream(values()).filter((operation) -> operation.label().equals(label)).findFirst();
	}

	static List<String> labels() {
		return Arrays.stream(values()).map(MaintenanceOperation::label).toList();
	}

}
