package io.fletch.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;

import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ScrollingTests {

	private final Database database = Memory.open();

	private final FletchTemplate template = new FletchTemplate(this.database);

	@AfterEach
	void close() {
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void aKeysetGivesEveryRecordOnceInOrder(long seed) {
		Random random = new Random(seed);
		List<Article> articles = some(random, 57);
		this.template.saveAll(articles);
		for (boolean isAscending : List.of(true, false)) {
			for (boolean nullsFirst : List.of(true, false)) {
				Sort.Order price = new Sort.Order(isAscending ? Sort.Direction.ASC : Sort.Direction.DESC, "price",
						nullsFirst ? Sort.NullHandling.NULLS_FIRST : Sort.NullHandling.NATIVE);
				Sort sort = Sort.by(price, Sort.Order.desc("lang").ignoreCase());
				List<String> expected = articles.stream()
					.sorted(byPrice(isAscending, nullsFirst)
						.thenComparing((article) -> article.lang().toLowerCase(Locale.ROOT), Comparator.reverseOrder())
						.thenComparing(Article::id))
					.map(Article::id)
					.toList();
				int size = 1 + random.nextInt(20);
				assertThat(scroll(sort, size, ScrollPosition.keyset())).as("seed %s, %s", seed, sort)
					.containsExactlyElementsOf(expected);
				assertThat(scroll(sort, size, ScrollPosition.offset())).as("offset, seed %s, %s", seed, sort)
					.hasSameElementsAs(expected);
				assertThat(scroll(sort, size, ScrollPosition.keyset().backward())).as("back, seed %s, %s", seed, sort)
					.containsExactlyElementsOf(expected);
			}
		}
	}

	private static Comparator<Article> byPrice(boolean isAscending, boolean nullsFirst) {
		Comparator<Double> values = isAscending ? Comparator.naturalOrder() : Comparator.reverseOrder();
		return Comparator.comparing(Article::price,
				nullsFirst ? Comparator.nullsFirst(values) : Comparator.nullsLast(values));
	}

	private List<String> scroll(Sort sort, int size, ScrollPosition begin) {
		List<String> ids = new ArrayList<>();
		boolean isBackward = begin instanceof KeysetScrollPosition keyset && keyset.scrollsBackward();
		ScrollPosition position = begin;
		while (true) {
			Window<Article> window = this.template.query(Article.class).sort(sort).limit(size).window(position);
			ids.addAll(isBackward ? 0 : ids.size(), window.map(Article::id).toList());
			if (!window.hasNext()) {
				return ids;
			}
			assertThat(window.size()).isEqualTo(size);
			position = window.positionAt(isBackward ? 0 : window.size() - 1);
		}
	}

	@Test
	void aKeysetStaysApartWhileOthersWrite() {
		this.template.saveAll(List.of(Article.of("b", "x", "en", 1), Article.of("d", "x", "en", 1)));
		Window<Article> first = this.template.query(Article.class)
			.sort(Sort.by("id"))
			.limit(1)
			.window(ScrollPosition.keyset());
		this.template.saveAll(List.of(Article.of("a", "x", "en", 1), Article.of("c", "x", "en", 1)));
		assertThat(this.template.query(Article.class).sort(Sort.by("id")).limit(9).window(first.positionAt(0)))
			.extracting(Article::id)
			.containsExactly("c", "d");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void idsThatDifferInTheirCaseOnlyStandInDifferentPlaces(boolean isBackward) {
		this.template.saveAll(Stream.of("b", "A", "a", "B", "c").map((id) -> Article.of(id, "x", "en", 1)).toList());
		KeysetScrollPosition begin = ScrollPosition.keyset();
		assertThat(scroll(Sort.by(Sort.Order.asc("id").ignoreCase()), 1, isBackward ? begin.backward() : begin))
			.containsExactly("A", "a", "B", "b", "c");
	}

	@Test
	void refusesAKeysetOfAnotherOrderOrOfASearch() {
		this.template.save(Article.of("1", "x", "en", 1));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.query(Article.class)
				.sort(Sort.by("year"))
				.window(ScrollPosition.forward(Map.of("lang", "en"))))
			.withMessageContaining("The scroll position has no value of 'year', but only of [lang]");
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.template.search(Article.class, "x").window(ScrollPosition.keyset()))
			.withMessageContaining("is scrolled by offsets only");
		assertThat(this.template.search(Article.class, "x").limit(1).window(ScrollPosition.offset())).hasSize(1);
	}

	private static List<Article> some(Random random, int count) {
		List<Article> articles = new ArrayList<>();
		String[] langs = { "en", "EN", "de" };
		for (int i = 0; i < count; i++) {
			@Nullable Double price = (random.nextInt(4) == 0) ? null : (double) random.nextInt(5);
			articles
				.add(Article.of(String.format(Locale.ROOT, "%03d", i), "x", langs[random.nextInt(3)], 1).priced(price));
		}
		return articles;
	}

}
