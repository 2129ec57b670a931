package io.fletch.springai.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonObjectTests {

	@Test
	void writesEveryValueInItsForm() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("whole", (byte) 1);
		values.put("real", 0.1f);
		values.put("counter", new AtomicLong(7));
		values.put("decimal", new BigDecimal("1.50"));
		values.put("huge", BigInteger.TEN.pow(30));
		values.put("date", new Date(0));
		values.put("zoned", ZonedDateTime.parse("2026-01-31T13:00:00+01:00"));
		values.put("day", LocalDate.parse("2026-01-31"));
		values.put("place", URI.create("https://example.org"));
		values.put("array", new int[] { 1, 2 });
		values.put("list", Arrays.asList("\"", null, true));
		values.put("nothing", null);
		assertThat(JsonObject.write(values)).isEqualTo("{\"whole\":1,\"real\":0.1,\"counter\":7,\"decimal\":1.50,"
				+ "\"huge\":1000000000000000000000000000000,\"date\":\"1970-01-01T00:00:00Z\","
				+ "\"zoned\":\"2026-01-31T12:00:00Z\",\"day\":\"2026-01-31\",\"place\":\"https://example.org\","
				+ "\"array\":[1,2],\"list\":[\"\\\"\",null,true],\"nothing\":null}");
	}

	@Test
	void readsNumbersInTheSmallestTypeThatHoldsThem() {
		assertThat(JsonObject.read("{\"a\":1,\"b\":4294967296,\"c\":1e2,\"d\":99999999999999999999}"))
			.isEqualTo(Map.of("a", 1, "b", 4294967296L, "c", 100.0, "d", new BigInteger("99999999999999999999")));
	}

	@Test
	void readsWhatItWrote() {
		Map<String, Object> values = Map.of("map", Map.of("list", List.of(1, Map.of("text", "日本"))), "at",
				Instant.EPOCH.toString());
		assertThat(JsonObject.read(JsonObject.write(values))).isEqualTo(values);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "text", "{\"a\":", "{\"a\":1" })
	void refusesWhatIsNoObject(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.read(json))
			.withMessageContaining("The text is no JSON object");
	}

	@Test
	void namesThePlaceOfWhatCannotBeWritten() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonObject.write(Map.of("a", Map.of("b", List.of(new Object())))))
			.withMessageContaining("an element of 'a' > 'b' is a java.lang.Object");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.write(Map.of("a", Map.of(1, 2))))
			.withMessageContaining("The name of a value in 'a' must be a text");
	}

}
