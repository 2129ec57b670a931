package io.fletch.context.answer;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.retrieval.RetrievedPassage;
import io.fletch.context.splitting.Span;

import static org.assertj.core.api.Assertions.assertThat;

class CitationVerifierTests {

	private static final List<RetrievedPassage> PASSAGES = Passages
		.of("Apples are red. Pears turn green in May. Plums are blue.", "A write survives a power cut. It is fast.");

	private final CitationVerifier verifier = new CitationVerifier();

	@Test
	void findsTheSentenceThatBearsAClaimOut() {
		assertThat(sentences("In May the pears are green [1].")).containsExactly("Pears turn green in May.");
	}

	@Test
	void readsSeveralNumbersAtOnce() {
		assertThat(sentences("Plums are blue and a write survives a cut [1, 2].")).containsExactly("Plums are blue.",
				"A write survives a power cut.");
		assertThat(sentences("Plums are blue and a write survives a cut [2][1]."))
			.containsExactly("A write survives a power cut.", "Plums are blue.");
	}

	@Test
	void takesAMarkAfterTheFullStopForTheSentenceBefore() {
		assertThat(sentences("Plums are blue. [1] Power cuts lose no write. [2]")).containsExactly("Plums are blue.",
				"A write survives a power cut.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Power cuts lose no write. [2] It is known that plums are blue. [1]",
			"Power cuts lose no write.[2] It is known that plums are blue.[1]",
			"Power cuts lose no write. [2] [2] Plums are blue, it is said. [1] And so on. [9] The end." })
	void takesMarksAfterFullStopsWithinALineForTheSentenceBefore(String answer) {
		assertThat(sentences(answer)).containsExactly("A write survives a power cut.", "Plums are blue.");
	}

	@Test
	void givesACitationOnce() {
		assertThat(this.verifier.verify("Plums are blue [1]. Blue are the plums [1].", PASSAGES))
			.containsExactly(new Citation(1, "d0-0", 41, 56));
	}

	@Test
	void dropsNumbersWithoutPassageAndClaimsWithoutSupport() {
		assertThat(this.verifier.verify("Pears are green [3]. Pears are green [0]. Cats sleep [1].", PASSAGES))
			.isEmpty();
		assertThat(this.verifier.verify("No citation, an [x], a list [1a] and [9999].", PASSAGES)).isEmpty();
	}

	@Test
	void tellsWhatBecameOfEveryNumber() {
		CitationCheck check = this.verifier.check("Pears turn green [1][2] [7]. Plums are blue [1\u20132].", PASSAGES);
		assertThat(check.marks()).extracting(CheckedMark::number).containsExactly(1, 2, 7, 1, 2);
		assertThat(check.marks()).extracting(CheckedMark::status)
			.containsExactly(MarkStatus.VERIFIED, MarkStatus.UNSUPPORTED, MarkStatus.OUT_OF_RANGE, MarkStatus.VERIFIED,
					MarkStatus.UNSUPPORTED);
		assertThat(check.isClean()).isFalse();
		assertThat(check.marks().get(1).mark().of("Pears turn green [1][2] [7].")).isEqualTo("[2]");
	}

	@Test
	void givesPlacesInTheDocument() {
		List<RetrievedPassage> later = List.of(Passages.passage("d", 1000, "Apples are red. Plums are blue.", null));
		CheckedMark mark = this.verifier.check("Plums are blue [1].", later).marks().getFirst();
		assertThat(mark.citation()).isEqualTo(new Citation(1, "d-1000", 16, 31));
		assertThat(mark.inDocument()).isEqualTo(new Span(1016, 1031));
	}

	@ParameterizedTest
	@ValueSource(strings = { "It says \"pears TURN green\" [1].", "\u201cPears\u00a0turn\n green\u201d [1].",
			"\u201ePears turn green in May.\u201c [1]", "It is \u00abpears turn gre\u00aden\u00bb [1]",
			"[2] \"survives a power cut\" [1][2]" })
	void findsQuotationsWordByWord(String answer) {
		CheckedMark last = this.verifier.check(answer, PASSAGES).marks().getLast();
		assertThat(last.status()).isEqualTo(MarkStatus.VERIFIED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"Apples are red\" [1], \"Pears are green in May\" [2].",
			"\"Apples are red\" [1] and \"Pears are green in May\" [2].",
			"\"Apples are red\" [1]; \"Pears are green in May\" [2].",
			"\"Apples are red\" [1], not \"Pears are green in May\" [2].",
			"Pears are green in May [2], apples are red in June [1].",
			"Pears are green in May [2], apples are red in June. [1]",
			"Employees may not smoke in the office [2], and apples are red in June [2].",
			"According to [2], pears are green in May, and according to [1], apples are red in June." })
	void holdsEachMarkAgainstWhatStandsBeforeIt(String answer) {
		List<RetrievedPassage> passages = Passages.of("Pears are green in May. Employees may not smoke in the office.",
				"Apples are red in June.");
		CitationCheck swapped = this.verifier.check(answer, passages);
		assertThat(swapped.marks()).first()
			.satisfies((mark) -> assertThat(mark.status()).isEqualTo(MarkStatus.UNSUPPORTED));
		assertThat(swapped.isClean()).isFalse();
		String right = answer.contains("smoke") ? answer.replaceFirst("\\[2\\]", "[1]")
				: answer.replace("[1]", "[3]").replace("[2]", "[1]").replace("[3]", "[2]");
		assertThat(this.verifier.check(right, passages).isClean()).as(right).isTrue();
	}

	@Test
	void holdsNumbersAgainstTheirOwnMark() {
		List<RetrievedPassage> passages = Passages.of("Pears cost 5 kg.", "Apples cost 7 kg.");
		assertThat(this.verifier.check("Pears cost 7 kg [1], apples 5 kg [2].", passages).isClean()).isFalse();
		assertThat(this.verifier.check("Pears cost 5 kg [1], apples 7 kg [2].", passages).isClean()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Plums are blue and a write survives a power cut [1] and [2].",
			"Plums are blue and a write survives a power cut [1], [2].",
			"Plums are blue and a write survives a power cut [1]; see also [2].",
			"Plums are blue and a write survives a power cut ([1], [2]).",
			"According to [1] and [2], plums are blue and a write survives a power cut.",
			"Plums [1], pears [1] and a write that survives a power cut [2] are known.",
			"Plums are blue [1] and a write survives a power cut. [2]" })
	void poolsMarksWithNothingBetweenThem(String answer) {
		assertThat(this.verifier.check(answer, PASSAGES).marks())
			.allSatisfy((mark) -> assertThat(mark.status()).as(answer).isEqualTo(MarkStatus.VERIFIED));
	}

	@Test
	void findsQuotationsWhateverStandsAroundTheirDashes() {
		List<RetrievedPassage> passages = Passages.of("It is well\u2011known \u2013 green pears.");
		assertThat(this.verifier.check("\"well-known\u2014green pears\" [1]", passages).isClean()).isTrue();
		assertThat(this.verifier.check("\"well known green pears\" [1]", passages).isClean()).isFalse();
	}

	@Test
	void findsQuotationsHoweverUnicodeWritesThem() {
		List<RetrievedPassage> passages = Passages.of("Le cafe\u0301 \u2014 noir \ud83d\ude00 est bon.");
		Citation found = this.verifier.verify("\u00abcaf\u00e9 - noir \ud83d\ude00\u00bb [1]", passages).getFirst();
		assertThat(new Span(found.start(), found.end()).of(passages.getFirst().text()))
			.isEqualTo("cafe\u0301 \u2014 noir \ud83d\ude00");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Pears \"turn green in June\" [1].", "\"Plums are red\" [1][2]." })
	void refusesQuotationsThatNoPassageHolds(String answer) {
		assertThat(this.verifier.check(answer, PASSAGES).marks())
			.allSatisfy((mark) -> assertThat(mark.status()).isEqualTo(MarkStatus.UNSUPPORTED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "The report says \"Profits tripled. The board was sacked\" [1].",
			"The report says \"Profits tripled. The board was sacked.\" [1]",
			"\"Profits tripled. The board was sacked.\" That is what the board says [1].",
			"The board says \"we met in May [1].", "The \"board met in May [1]. And \"so did we all\" [1].",
			"\u201cThe board met in June. In May [1].", "\u00bbThe board was sacked\u00ab in May [1].",
			"The \"oard met in May\" of the board [1].", "\"The board met in Ma\" of the board [1]." })
	void refusesQuotationsOfSeveralSentencesAndUnbalancedOnes(String answer) {
		assertThat(this.verifier.check(answer, Passages.of("The board met in May.")).marks())
			.extracting(CheckedMark::status)
			.contains(MarkStatus.UNSUPPORTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"Pears turn green in May. Plums are blue.\" [1]", "\u00bbturn green in May\u00ab [1]",
			"He says: \"Apples are red. Pears turn green\" and \"Plums are blue\" [1].",
			"A 5\" screen of blue plums [1].", "\" Pears turn green \" in May [1].",
			"\u201ePears turn green\" in May [1].", "\u4ed6\u8bf4\"Pears turn green\"\u3002Plums are blue [1]." })
	void readsQuotationsOfSeveralSentences(String answer) {
		List<RetrievedPassage> passages = Passages.of("Apples are red. Pears turn green in May. Plums are blue. 5.");
		assertThat(this.verifier.check(answer, passages).marks()).extracting(CheckedMark::status)
			.containsOnly(MarkStatus.VERIFIED);
	}

	@Test
	void readsHugeAnswersOfQuotationMarksQuickly() {
		for (String mark : List.of("\u00ab", " \"a", "\"x\" ", "\u201c. ")) {
			assertThat(this.verifier.check(mark.repeat(5000) + " [1]", PASSAGES).marks()).hasSize(1);
		}
	}

	@Test
	void wantsHalfOfTheWordsAndAllNumbers() {
		List<RetrievedPassage> passages = Passages
			.of("Pears are green in May. Revenue was 50 million in 2024. It rose by 1,200 a day. Costs fell.");
		assertThat(this.verifier.verify("Pears are poisonous in winter [1].", passages)).isEmpty();
		assertThat(this.verifier.verify("Revenue was 12 million [1].", passages)).isEmpty();
		assertThat(this.verifier.verify("2. Revenue was 50 million and rose by 1200 [1].", passages)).hasSize(1);
		assertThat(this.verifier.verify("Pears are green in 2024 [1].", passages)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			It was -5 °C at night         | It was 5 °C at night
			It was 5 °C at night          | It was -5 °C at night
			It was 5 °C at night          | It was −5 °C at night
			It was 5 °C at night          | It was minus 5 degrees at night
			It was 5 °C at night          | It was 5 °F at night
			The load was ½                  | The load was ¼
			The load was ½ kg               | The load was ⅓ kg
			The load was ⅔ kg               | The load was ⅓ kg
			The load was 1½                 | The load was 1
			The load was 1                  | The load was 1½
			The load was 10³                | The load was 10⁴
			The load was 5·10³              | The load was 5·10⁴
			The load was 12 m               | Load (kg): 12 ~ Length (m): 3
			The load was -€5                | The load was €5
			The load was 12 kg              | The load was 12 m
			The load was 12kg               | The load was 12 mg
			The load was 12 MW              | The load was 12 mW
			The load was 12 km/h            | The load was 12 km
			The load was 12 km              | The load was 12 km an hour
			The load was 12 m²             | The load was 12 m
			The load was 12 %               | The load was 12 percentage points
			The load was 12 %               | The load was 12 kg and 5 %
			The load was $12                | The load was €12
			The load was 12 million         | The load was 12 billion
			The load was 12 million         | The load was 12
			The load was 12                 | The load was 12 thousand
			The load was €12 million       | The load was $12 million
			The load was €12 a month       | The load was €12 a year
			The load was 5 am               | The load was 5 pm
			The load was 5 degrees          | The load was -5 degrees
			The load was -5 degrees         | The load was 5 degrees
			The load was 5 degrees          | The load was minus 5 degrees
			""")
	void wantsTheSignAndTheUnitOfNumbers(String answer, String passage) {
		assertThat(this.verifier.verify(answer + " [1].", Passages.of(passage.replace('~', '|') + "."))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			It was -5 °C at night          | It was −5 °C at night
			It was −5 °C at night         | It was –5 degrees Celsius at night
			It was -5 °C at night          | It was minus 5 °C at night
			It was -5 °C at night          | It was 5 degrees below zero at night
			It was 5° at night              | It was 5 °C at night
			The load was 5 %                 | The load was 5 percent
			The load was 5 per cent          | The load was 5%
			The load was €5                 | The load was 5 euro
			The load was 5 EUR               | The load was EUR 5
			The load was 5 dollars           | The load was US$5
			The load was 5 pounds            | The load was £5
			The load was 5 lb                | The load was 5 pounds
			The old green ship has 1,000 kg | The old green ship has 1000 kilograms
			The load was 1\u00a0000 kg       | The load was 1000 kg
			The load was 1.5 million         | The load was 1,500,000
			The load was €1.234 million     | The load was 1,234,000 euros
			The load was 0.125 t             | The load was 0,125 tonnes
			The load was 5.0 kg              | The load was 5 kg
			The load was $5m                 | The load was 5 million dollars
			The load was 5bn                 | The load was 5 billion
			The load was 12 m2               | The load was 12 square metres
			The load was 12 m²              | The load was 12 m^2
			The load was 50 km/h             | The load was 50 kilometres per hour
			The load was 50 mph              | The load was 50 miles an hour
			The load was €12                | The load was €12 a month
			The load was 5 kg                | The load was 5–10 kg
			The load was 5 kg                | The load was 5, 10, and 15 kg
			The load was 5 million           | The load was 5 to 10 million
			The load was 10 kg               | The load was 5-10 kg
			The load was 5 days              | The load was 5 working days
			The load was 5 working days      | The load was 5 days
			The load was 12 kg               | The load (kg) was 12
			The load was 12 kg               | Load (kg): 12 ~ Length (m): 3
			The load was ½ kg               | The load was 0.5 kg
			The load was 1 ½ kg             | The load was 1.50 kg
			The load was ⅓ kg               | The load was ⅓ kg
			The load was 10³ kg             | The load was 10³ kg
			The load was 2024               | The load was 2024¹
			The load was 12                  | The load was 12 kg
			The load was 12 kg               | The load was 12
			The load was 5 hours             | The load was 5 hrs
			The load was 5 kWh               | The load was 5 kilowatt hours
			The load was 30 min              | The load was 30 Minuten
			The price is 5 EUR               | Price EUR: 5, weight kg: 3
			En 2020 l'entreprise a grandi    | L'entreprise a grandi en 2020
			In 2020 T-Mobile grew strongly   | T-Mobile grew strongly in 2020
			In 1911 M. Curie won the prize   | M. Curie won the prize in 1911
			In 1989 V. Havel was elected     | V. Havel was elected in 1989
			In 2022 yen weakened a lot       | The yen weakened a lot in 2022
			In 2020 bars and pubs closed     | Bars and pubs closed in 2020
			Die Zahl stieg 2020 am meisten   | 2020 stieg die Zahl am meisten
			A 5-year load                    | A load of 5 years
			The load of the 1990s            | The load of the 1990 ones
			The load was in 2024 A new one   | The load was in 2024 a new one
			GPT-4 was a load                 | GPT 4 was a load
			2020–2024 was the load          | From 2020 to 2024 the load was
			The load came 2024-05-12         | The load came 2024/05/12
			The load was 12 MB               | The load was 12 megabytes
			The load was 100 dollars         | The load was １００ dollars
			The load was 100 dollars         | The load was ＄１００
			The load was 100 dollars         | The load was １００ ｄｏｌｌａｒｓ
			The load was 100 %               | The load was １００％
			The load was 12 kb               | The load was 12 kB
			The load was ١٢ kg         | The load was 12 kg
			""")
	void readsSpellingsOfNumbersAndUnits(String answer, String passage) {
		assertThat(this.verifier.verify(answer + " [1].", Passages.of(passage.replace('~', '|') + "."))).hasSize(1);
	}

	@ParameterizedTest
	@Timeout(60)
	@ValueSource(strings = { "1, ", "-", "5 ", "1 and ", "5 million ", "1.", "9", "5°", "(", "-5 k ", "€", "5 a ",
			"1 000", "minus ", "(kg) 5 ", "m/", "(kg): 5 | ", "½", "10³", "1 ½ " })
	void readsHugeTextsOfNumbersQuickly(String part) {
		String huge = part.repeat(300_000 / part.length());
		assertThat(this.verifier.check("Load " + huge + " [1].", Passages.of("Load " + huge)).marks()).hasSize(1);
	}

	@Test
	@Timeout(10)
	void checksManyNumbersOnceHoweverOftenTheyAreCited() {
		StringBuilder load = new StringBuilder("Load");
		for (int number = 0; number < 10_000; number++) {
			load.append(" ").append(number).append(" kg");
		}
		String answer = load + ".\n[1]".repeat(10_000);
		CitationCheck check = this.verifier.check(answer, Passages.of(load + "."));
		assertThat(check.marks()).hasSize(10_000);
		assertThat(check.isClean()).isTrue();
	}

	@Test
	void wantsMoreThanOneWordOfMany() {
		assertThat(this.verifier.verify(
				"Every green engine of the northern railway company leaves the old central station early [1].",
				PASSAGES))
			.isEmpty();
	}

	@Test
	void endsWhateverAModelWrites() {
		String many = "[" + "1,".repeat(50_000) + "1]";
		assertThat(this.verifier.check("Pears are green " + many + ".", List.of()).isClean()).isFalse();
		assertThat(this.verifier.check("Pears [2147483647], [2147483648], [99999999999999999].", PASSAGES).marks())
			.hasSize(3)
			.extracting(CheckedMark::status)
			.containsOnly(MarkStatus.OUT_OF_RANGE);
		assertThat(this.verifier.check("Pears are green [1-999999999999999999].", List.of()).marks())
			.extracting(CheckedMark::status)
			.containsOnly(MarkStatus.UNREADABLE);
	}

	@ParameterizedTest
	@Timeout(30)
	@ValueSource(strings = { "[1]", " [1]", "[", "[1", "[1,", "1,", "[1-", "[^1]", "\\[", "[1] .", ". ", ".\"", "[9a",
			"[1 and ", "[1](", "\u3010\uff11\u3011", "'a ", " 'as' b", "\u2018", "\u00bb ", "\u2019s", "\"\n\n",
			"a\"\n\n", "a [1]", "\"pears turn\" [1]", "according to [1]", "[1\n", "``", "``a", "``a''" })
	void readsHugeAnswersOfMarksQuickly(String part) {
		String huge = part.repeat(300_000 / part.length());
		for (String answer : List.of("Arrow is columnar." + huge + " Next [1].", "[" + huge + "] Pears [1].")) {
			assertThat(this.verifier.check(answer, PASSAGES).marks())
				.hasSizeLessThanOrEqualTo(CitationVerifier.MOST_NUMBERS + 1);
		}
	}

	@Test
	void readsAnyNumberOfMarksBehindAFullStop() {
		String answer = "Plums are blue." + "[1]".repeat(CitationVerifier.MOST_NUMBERS) + " Next it is fast.";
		CitationCheck check = this.verifier.check(answer, PASSAGES);
		assertThat(check.marks()).hasSize(CitationVerifier.MOST_NUMBERS);
		assertThat(check.isClean()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[1,2,]", "[9a]", "[^1]", "[-1]", "[1](http://evil.example/x)", "[1 or 9]", "[#1]",
			"[1 2]", "[1-2-3]", "[1-102]", "[,1]", "[1;]", "[1\u00a09]", "[1.9]", "[1/9]", "[1\u20269]", "[1..9]",
			"[1~9]", "[9.]", "[9:3]", "[1\n9]", "[1. 9]", "[1,\u200b9]", "[[1]](http://evil.example/x)",
			"\\[\\[1\\]\\](http://evil.example/x)" })
	void reportsWhatLooksLikeACitationButCannotBeRead(String mark) {
		CitationCheck check = this.verifier.check("Plums are blue " + mark + ".", PASSAGES);
		assertThat(check.marks()).extracting(CheckedMark::status).containsExactly(MarkStatus.UNREADABLE);
		assertThat(check.isClean()).isFalse();
		assertThat(check.citations()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\uff11]", "[\u0661]", "\\[1\\]", "\uff3b1\uff3d", "[01]", "[1 and 1]", "[1 & 1]",
			"[[1]]", "[\u00a01\u2009]", "[1,\u00a01]", "[1\u2009\u2013\u20091]", "[1,\n1]" })
	void readsMarksInOtherSpellings(String mark) {
		assertThat(this.verifier.check("Plums are blue " + mark + ".", PASSAGES).citations()).hasSize(1);
	}

	@Test
	void readsNoMarkOfWhatIsNone() {
		assertThat(this.verifier
			.check("Plums [sic] are [ ] blue [x] [page 1] [v1.5] [see 2] [2nd] [link 3](http://x).", PASSAGES)
			.marks()).isEmpty();
	}

	@Test
	void tellsNumbersThatAreTooLarge() {
		assertThat(this.verifier.check("Plums are blue [99999999999999999999] [2147483647].", PASSAGES).marks())
			.allSatisfy((mark) -> assertThat(mark.status()).isEqualTo(MarkStatus.OUT_OF_RANGE))
			.extracting(CheckedMark::number)
			.containsOnly(Integer.MAX_VALUE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u2018%s\u2019", "'%s'", "\u2039%s\u203a", "\u203a%s\u2039", "\u201a%s\u2018",
			"\u201a%s\u2019", "\u300e%s\u300f", "\u3008%s\u3009", "\u300a%s\u300b", "\uff02%s\uff02", "\u275d%s\u275e",
			"\u201f%s\u201d", "\u301d%s\u301e", "\u301d%s\u301f", "\u201d%s\u201d", "\u2019%s\u2019", "\u00bb%s\u00bb",
			"\u203a%s\u203a", "\u201b%s\u2019", "\uff07%s\uff07", "\u275b%s\u275c", "\uff62%s\uff63", "\"%s\"",
			"``%s''", "\u276e%s\u276f", "\ufe41%s\ufe42", "\ufe43%s\ufe44", "\u00b4%s\u00b4", "\"\u201c%s\u201d\"",
			"\u201c%s\u201d", "\u201e%s\u201c", "\u00ab %s \u00bb", "('%s')", "It says '%s', no more" })
	void readsQuotationMarksOfAllKinds(String marks) {
		List<RetrievedPassage> passages = Passages
			.of("Pears are green in May. Employees may not smoke in the employees' office, they don't.");
		for (String said : List.of("Pears are green in May", "employees may not smoke",
				"smoke in the employees' office, they don't", "smoke in the employees\u2019 office")) {
			assertThat(this.verifier.check(marks.replace("%s", said) + " [1].", passages).isClean()).as(said).isTrue();
		}
		for (String said : List.of("Pears are blue in May", "Employees may smoke in the employees' office",
				"Employees may smoke in the office")) {
			assertThat(this.verifier.check(marks.replace("%s", said) + " [1].", passages).isClean()).as(said).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"Employees may smoke\n\nin the office\" [1]", "Employees may smoke in the office\" [1].",
			"\"Employees may smoke\n\nin the office [1].", "\u201cEmployees may smoke\n\nin the office\u201d [1]",
			"Employees may smoke in the office\u201d [1].", "Employees may smoke in the office\u00bb [1].",
			"Employees may smoke in the office\u300d [1]." })
	void refusesQuotationsThatBeginOrEndNowhere(String answer) {
		List<RetrievedPassage> passages = Passages.of("Pears are green. Employees may not smoke in the office.");
		assertThat(this.verifier.check(answer, passages).isClean()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "They don't smoke in the employees' office of the dogs' owners [1].",
			"They don\u2019t smoke in the employees\u2019 office of the dogs\u2019 owners [1].",
			"Employees' dogs don't smoke in the owners' office, it isn't theirs' [1].",
			"A 5' board and a 6' one, 5'10\" by 6'11\", a 5\" one and the 6\" one smoke [1].",
			"'Tis the employees' office, '90s dogs' owners smoke rock 'n' roll boards [1].",
			"The \u203a office \u203a smoke \u203a employees path [1]." })
	void takesApostrophesFeetAndInchesForNoQuotations(String answer) {
		List<RetrievedPassage> passages = Passages.of(
				"They don't smoke 5'10\" by 6'11\" in the employees' office of the dogs' owners: a 5' board one 6.",
				"'Tis '90s rock 'n' roll, boards, path, theirs.");
		assertThat(this.verifier.check(answer.replace("[1]", "[1, 2]"), passages).marks().getFirst().status())
			.isEqualTo(MarkStatus.VERIFIED);
	}

	@ParameterizedTest
	@Timeout(10)
	@ValueSource(strings = { "\"The board met in June\" [%s1-10]. ", "The board met in June [%s1-10]. ",
			"\"The board met\" in June.\n[%s1-10].\n", "The \"board met\" in \"June and\" chose.\n[1-10]\n[%s1]\n" })
	void looksUpPassagesOnceHoweverOftenTheyAreCited(String claim) {
		String prose = "The board met in June and chose the pears. Plums are blue in May and the trees are green. ";
		String[] texts = Collections.nCopies(10, prose.repeat(90)).toArray(String[]::new);
		CitationCheck check = this.verifier.check(claim.replace("%s", "1-10,".repeat(20)).repeat(75),
				Passages.of(texts));
		assertThat(check.marks()).hasSizeGreaterThan(15_000);
		assertThat(check.isClean()).isTrue();
		assertThat(check.citations()).hasSize(10);
	}

	@Test
	@Timeout(10)
	void readsMarksBehindALongSentenceQuickly() {
		String answer = "\"pears turn\" and \"turn green\" ".repeat(1000) + ".\n[1]".repeat(5000);
		assertThat(this.verifier.check(answer, PASSAGES).marks()).hasSize(5000);
	}

	@Test
	@Timeout(10)
	void checksSomeNumbersAndReportsThatThereAreMore() {
		String most = "Plums are blue [1-1]. ".repeat(CitationVerifier.MOST_NUMBERS);
		assertThat(this.verifier.check(most, PASSAGES).isClean()).isTrue();
		CitationCheck more = this.verifier.check(most + "Plums are blue [1,1,1]. Plums are blue [1].", PASSAGES);
		assertThat(more.marks()).hasSize(CitationVerifier.MOST_NUMBERS + 1);
		assertThat(more.marks().getLast().status()).isEqualTo(MarkStatus.UNSUPPORTED);
		assertThat(more.isClean()).isFalse();
		assertThat(more.citations()).hasSize(1);
	}

	@Test
	void readsOddMarks() {
		assertThat(this.verifier.check("[1-99999] [5-2] [999999999] [1](http://x) [-] [] a[0].", PASSAGES).marks())
			.extracting(CheckedMark::number)
			.containsExactly(1, 5, 2, 999999999, 1, 0);
		assertThat(this.verifier.check("Plums are blue \u30101\u3011\u3002", PASSAGES).isClean()).isTrue();
		assertThat(this.verifier.check("", PASSAGES).marks()).isEmpty();
		assertThat(this.verifier.check("[1] ".repeat(5000), List.of()).marks()).hasSize(5000);
	}

	private List<String> sentences(String answer) {
		return this.verifier.verify(answer, PASSAGES)
			.stream()
			.map((citation) -> PASSAGES.get(citation.number() - 1).text().substring(citation.start(), citation.end()))
			.toList();
	}

}
