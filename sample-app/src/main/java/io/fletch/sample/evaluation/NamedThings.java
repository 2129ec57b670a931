package io.fletch.sample.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.fletch.context.ingestion.IndexedDocument;
import io.fletch.context.ingestion.Passage;
import io.fletch.sample.evaluation.GoldenCheck.Missing;
import io.fletch.sample.evaluation.GoldenCheck.Repeated;
import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.TypedTable;

/**
 * Knows which documents and passages a collection has.
 */
final class NamedThings {

	private static final int AT_ONCE = 500;

	private final LazyTable<TypedTable<IndexedDocument>> documents;

	private final LazyTable<TypedTable<Passage>> passages;

	NamedThings(Database database) {
		this.documents = LazyTable.of(() -> IndexedDocument.table(database));
		this.passages = LazyTable.of(() -> Passage.table(database));
	}

	GoldenCheck check(GoldenFile file) {
		Set<String> named = new HashSet<>();
		file.lines().forEach((line) -> named.addAll(line.question().relevant().keySet()));
		Set<String> present = present(file.kind(), named);
		List<Missing> missing = file.lines()
			.stream()
			.flatMap((line) -> line.question()
				.relevant()
				.keySet()
				.stream()
				.filter((name) -> !present.contains(name))
				.map((name) -> new Missing(line.number(), name)))
			.toList();
		return new GoldenCheck(named.size(), present.size(), missing.stream().limit(GoldenCheck.LISTED).toList(),
				missing.size(), repeated(file));
	}

	private static List<Repeated> repeated(GoldenFile file) {
		Map<String, Integer> firsts = new HashMap<>();
		List<Repeated> repeated = new ArrayList<>();
		for (GoldenFile.Line line : file.lines()) {
			Integer first = firsts.putIfAbsent(line.question().text().strip(), line.number());
			if (first != null && repeated.size() < GoldenCheck.LISTED) {
				repeated.add(new Repeated(line.number(), first));
			}
		}
		return repeated;
	}

	private Set<String> present(String kind, Collection<String> names) {
		List<String> all = List.copyOf(names);
		Set<String> present = new HashSet<>();
		for (int from = 0; from < all.size(); from += AT_ONCE) {
			List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
			present.addAll(kind.equals(GoldenFile.PASSAGES) ? passages(some) : documents(some));
		}
		return present;
	}

	/** A document that was taken and has no passage yet cannot be found. */
	private List<String> documents(List<String> names) {
		return this.documents.get()
			.scan()
			.where("name IN (:names) AND state <> :deleted AND passages > 0",
					Map.of("names", names, "deleted", IndexedDocument.DELETED))
			.select("id", "name")
			.rows()
			.stream()
			.map(IndexedDocument::name)
			.toList();
	}

	private List<String> passages(List<String> ids) {
		return this.passages.get()
			.scan()
			.where("id IN (:ids)", Map.of("ids", ids))
			.select("id")
			.rows()
			.stream()
			.map(Passage::id)
			.toList();
	}

}
