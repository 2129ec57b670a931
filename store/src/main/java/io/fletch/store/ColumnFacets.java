package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.expression.FieldTypes;
import io.fletch.store.expression.Kind;
import io.fletch.store.expression.Values;
import io.fletch.store.query.Facet;
import io.fletch.store.scan.IndexedField;
import io.fletch.store.scan.Scanner;

/**
 * How many rows have each value of a column.
 */
final class ColumnFacets {

	private static final Comparator<Facet> BY_VALUE = Comparator.comparing(Facet::value,
			Comparator.nullsLast((left, right) -> Values.compare(normal(left), normal(right))));

	private final List<Facet> facets;

	private ColumnFacets(List<Facet> facets) {
		this.facets = facets;
	}

	/**
	 * Checks that a search is a scan.
	 * @throws InvalidInputException if it is none
	 */
	static void require(SearchRequest request) {
		if (!request.isScan()) {
			throw new InvalidInputException("Values are counted over all rows that satisfy a condition, not over those "
					+ "that a search found; use scan().where(...)");
		}
	}

	static ColumnFacets of(TableHandle.Snapshot snapshot, SearchRequest request, List<String> column)
			throws IOException {
		Scanner scanner = snapshot.scanner();
		IndexedField field = IndexedField.named(snapshot.manifest().schema(), column);
		requireDistinct(field);
		Map<@Nullable Object, Long> counts = scanner.valueCounts(scanner.select(request.filter()), field);
		List<Facet> facets = new ArrayList<>(counts.size());
		counts.forEach((value, count) -> facets.add(new Facet(value, count)));
		return new ColumnFacets(facets);
	}

	private static void requireDistinct(IndexedField named) {
		Field field = named.field();
		Kind kind = Kind.of(field.getType());
		Kind counted = (kind == Kind.LIST) ? Kind.of(field.getChildren().getFirst().getType()) : kind;
		boolean isVector = kind == Kind.LIST
				&& !(field.getType() instanceof ArrowType.List || field.getType() instanceof ArrowType.LargeList);
		switch (counted) {
			case BINARY, LIST, STRUCT, MAP, OTHER, INTERVAL, NULL -> throw uncountable(named);
			default -> {
				if (isVector) {
					throw uncountable(named);
				}
			}
		}
	}

	private static InvalidInputException uncountable(IndexedField field) {
		return new InvalidInputException(
				"The values of the column '" + field.name() + "' of type " + FieldTypes.label(field.field())
						+ " cannot be counted; name one of numbers, texts, dates, booleans, or lists of these");
	}

	private static Object normal(@Nullable Object value) {
		Object normal = Values.normal(value);
		if (normal == null) {
			throw new IllegalStateException("Nulls are compared before");
		}
		return normal;
	}

	int count() {
		return this.facets.size();
	}

	List<Facet> mostFirst(int limit) {
		return this.facets.stream()
			.sorted(Comparator.comparingLong(Facet::count).reversed().thenComparing(BY_VALUE))
			.limit(limit)
			.toList();
	}

	List<@Nullable Object> values() {
		List<@Nullable Object> values = new ArrayList<>();
		this.facets.stream().sorted(BY_VALUE).forEach((facet) -> values.add(facet.value()));
		return values;
	}

}
