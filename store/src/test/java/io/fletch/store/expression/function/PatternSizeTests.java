package io.fletch.store.expression.function;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PatternSizeTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "abc; 3", "a|b; 3", "(ab); 3", "a{3}; 5", "a{2,5}; 7", "a{4,}; 6", "(a{10}){10}; 144",
					"[a-z{9}]{2}; 4", "[]x]; 1", "[^]x]y; 2", "\\d{2}; 4", "\\{9}; 3", "\\Qa{9}\\E; 5", "a)b; 2" })
	void writesRepetitionsOut(String pattern, long size) {
		assertThat(PatternSize.of(pattern)).isEqualTo(size);
	}

	@ParameterizedTest
	@ValueSource(strings = { "((a{1000}){1000}){1000}", "(?i:(x{999}){999})", "(((((a{9}){9}){9}){9}){9}){9}",
			"([ab]{1000}){1000}", "(\\w{500}){50}", "(a|b{1000}){100}" })
	void refusesPatternsThatWouldFillTheMemory(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> RegularExpressions.find("aaa", pattern, ""))
			.withMessage("a regular expression has at most 10000 parts when its repetitions are written out; '"
					+ pattern + "' has more");
	}

	@ParameterizedTest
	@ValueSource(strings = { "^[\\w.+-]{1,64}@[\\w-]{1,63}(\\.[\\w-]{1,63}){1,8}$",
			"\\b\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}\\b", "(a{100}){50}", "(?:25[0-5]|1?\\d?\\d)(\\.\\d{1,3}){3}" })
	void takesWhatPeopleWrite(String pattern) {
		assertThat(PatternSize.of(pattern)).isLessThan(10_000);
		assertThat(Pattern.compile(pattern).programSize()).isLessThan(20_000);
	}

}
