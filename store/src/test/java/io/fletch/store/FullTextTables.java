package io.fletch.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Hit;
import io.fletch.store.query.text.Fuzziness;
import io.fletch.store.query.text.TextQuery;
import io.fletch.store.query.text.WordOperator;

/**
 * Rows with texts, and questions about them.
 */
final class FullTextTables {

	private FullTextTables() {
	}

	/**
	 * Two columns of texts beside an id.
	 * @param isMarked whether they are marked as full text
	 */
	static Schema schema(boolean isMarked) {
		Map<String, String> metadata = isMarked ? Map.of(ColumnRoles.FULL_TEXT, ColumnRoles.ENGLISH) : Map.of();
		return new Schema(List.of(Field.notNullable("id", new ArrowType.Int(64, true)),
				new Field("title", new FieldType(true, new ArrowType.Utf8(), null, metadata), null),
				new Field("body", new FieldType(true, new ArrowType.Utf8(), null, metadata), null)));
	}

	static List<Map<String, @Nullable Object>> rows(Random random, int from, int count) {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (long id = from; id < from + count; id++) {
			Map<String, @Nullable Object> row = new HashMap<>();
			row.put("id", id);
			row.put("title", (random.nextInt(10) == 0) ? null : words(random, 1 + random.nextInt(4)));
			row.put("body", (random.nextInt(10) == 0) ? null : words(random, random.nextInt(30)));
			rows.add(row);
		}
		return rows;
	}

	/**
	 * Words of which some are frequent.
	 */
	static String words(Random random, int count) {
		StringBuilder words = new StringBuilder();
		for (int i = 0; i < count; i++) {
			words.append((i > 0) ? " " : "").append("w").append((int) Math.pow(200, random.nextDouble()));
		}
		return words.toString();
	}

	static List<TextQuery> queries(Random random) {
		TextQuery.Match some = TextQuery.match(words(random, 3));
		TextQuery.Match rare = TextQuery.match("w" + (100 + random.nextInt(100)));
		return List.of(some, some.in("title"), rare, some.in("body").with(WordOperator.AND),
				TextQuery.phrase(words(random, 2)), TextQuery.phrase(words(random, 2)).in("body").withSlop(3),
				rare.with(Fuzziness.AUTO), rare.with(new Fuzziness(1, 1, 5)), new TextQuery.Prefix("w1", "body"),
				new TextQuery.Prefix("w15", null), some.in("title").and(rare.in("body")), some.or(rare),
				new TextQuery.Combination(List.of(some), List.of(rare.in("title")),
						List.of(TextQuery.match("w7", "body"))),
				new TextQuery.Combination(List.of(), List.of(), List.of(some.in("body"))),
				TextQuery.queryString("-w3 -title:w2"), new TextQuery.Demotion(some, rare, 0.7),
				TextQuery.multiMatch(words(random, 2), List.of("title", "body")).withBoosts(List.of(3.0, 1.0)),
				TextQuery.queryString("+w3 -w9 \"w1 w2\" title:w5 w12*"), TextQuery.match("nothing like it"),
				TextQuery.match(""));
	}

	/**
	 * Returns what a search finds, by the ids in the rows.
	 */
	static List<Found> found(Search<Map<String, @Nullable Object>> search) {
		return search.select("id").hits().stream().map(FullTextTables::found).toList();
	}

	private static Found found(Hit<Map<String, @Nullable Object>> hit) {
		return new Found(String.valueOf(hit.row().get("id")), hit.score());
	}

	record Found(String id, double score) {
	}

}
