package io.fletch.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process that reads beside those that write: for every line that it is given it looks
 * at the latest version, and prints its number and what is torn.
 */
public final class KillReader {

	private KillReader() {
	}

	/**
	 * Reads until there are no more lines.
	 * @param args the folder
	 * @throws IOException if the lines cannot be read
	 */
	public static void main(String[] args) throws IOException {
		try (Database database = Database.open(Path.of(args[0]),
				DatabaseOptions.defaults().withUpkeep(UpkeepOptions.NONE));
				BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			Table table = database.openTable("t");
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				KillWriter.report(table.version() + " " + torn(table.scan().rows()));
			}
		}
	}

	/**
	 * Finds batches whose rows are not all there, or have not all the same state.
	 * @return their names; empty if all are whole
	 */
	static List<String> torn(List<Map<String, Object>> rows) {
		Map<String, Long> counts = new HashMap<>();
		Map<String, Object> states = new HashMap<>();
		Map<String, String> torn = new HashMap<>();
		for (Map<String, Object> row : rows) {
			String batch = (String) row.get("batch");
			counts.merge(batch, 1L, Long::sum);
			if (!row.get("state").equals(states.computeIfAbsent(batch, (first) -> row.get("state")))) {
				torn.put(batch, "states");
			}
		}
		rows.stream()
			.filter((row) -> counts.get((String) row.get("batch")) != (long) (Integer) row.get("size"))
			.forEach((row) -> torn.put((String) row.get("batch"), "rows"));
		return torn.entrySet().stream().map((entry) -> entry.getKey() + ":" + entry.getValue()).sorted().toList();
	}

}
