package io.fletch.sample.login;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LimitedProviderTests {

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicInteger looked = new AtomicInteger();

	private final GuessingLimit limit = new GuessingLimit(this.nanos::get);

	private final LimitedProvider provider = new LimitedProvider(new RightIsRight(), this.limit);

	@Test
	void looksAtNoMorePasswordsOfWhoeverGuessesUntilTheTimeIsOver() {
		for (int i = 0; i < GuessingLimit.MOST; i++) {
			guess("10.0.0.1");
		}
		assertThatExceptionOfType(TooManyGuessesException.class)
			.isThrownBy(() -> this.provider.authenticate(attempt("10.0.0.1", "right")))
			.withMessageContaining("Wait 5 minutes");
		assertThat(this.looked).hasValue(GuessingLimit.MOST);
		assertThat(this.provider.authenticate(attempt("10.0.0.2", "right"))).isEqualTo(attempt("10.0.0.2", "right"));
		this.nanos.addAndGet(GuessingLimit.WINDOW.minus(Duration.ofSeconds(1)).toNanos());
		assertThat(this.limit.isReached("10.0.0.1")).isTrue();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		assertThat(this.provider.authenticate(attempt("10.0.0.1", "right"))).isEqualTo(attempt("10.0.0.1", "right"));
	}

	@Test
	void whoKnowsThePasswordIsNotKeptFromOthersByGuessing() {
		for (int i = 0; i < GuessingLimit.MOST - 1; i++) {
			guess("10.0.0.1");
			assertThat(this.provider.authenticate(attempt("10.0.0.1", "right")))
				.isEqualTo(attempt("10.0.0.1", "right"));
		}
		guess("10.0.0.1");
		assertThat(this.limit.isReached("10.0.0.1")).as("a right one in between gives no more guesses").isTrue();
	}

	@Test
	void takesANetworkOfIpv6AsOnePlace() {
		for (int i = 0; i < GuessingLimit.MOST; i++) {
			guess("2001:db8:1:2::" + Integer.toHexString(i));
		}
		assertThat(this.limit.isReached("2001:db8:1:2:ffff::1")).isTrue();
		assertThat(this.limit.isReached("2001:db8:1:3::1")).isFalse();
		assertThat(this.limit.isReached("0:0:0:0:0:0:0:1")).isFalse();
	}

	@Test
	void takesWhatIsNoAddressAsItIs() {
		for (String made : List.of("10.0.0.9:4711", "a:b", "::::", "x".repeat(5000), ":" + "y".repeat(5000))) {
			for (int i = 0; i < GuessingLimit.MOST; i++) {
				guess(made);
			}
			assertThat(this.limit.isReached(made)).as(made).isTrue();
		}
		assertThat(this.limit.isReached("10.0.0.9")).isFalse();
	}

	@Test
	void remembersAFewPlacesOnly() {
		for (int i = 0; i < 30_000; i++) {
			this.limit.wrong("10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256);
		}
		assertThat(this.limit.places()).isLessThanOrEqualTo(10_000);
	}

	@Test
	void manyGuessesAtOnceGainNothing() throws Exception {
		List<Future<?>> guesses = new ArrayList<>();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 500; i++) {
				guesses.add(threads.submit(() -> {
					try {
						this.provider.authenticate(attempt("10.0.0.1", "wrong"));
					}
					catch (AuthenticationException ex) {
						return ex.getMessage();
					}
					throw new AssertionError("A wrong password was taken");
				}));
			}
		}
		for (Future<?> guess : guesses) {
			assertThat(guess.get()).isIn("wrong", TooManyGuessesException.MESSAGE);
		}
		assertThat(this.looked.get()).isBetween(GuessingLimit.MOST,
				GuessingLimit.MOST + Runtime.getRuntime().availableProcessors());
	}

	private void guess(String address) {
		assertThatExceptionOfType(BadCredentialsException.class)
			.isThrownBy(() -> this.provider.authenticate(attempt(address, "wrong")))
			.withMessageContaining("wrong");
	}

	private static Authentication attempt(String address, String password) {
		UsernamePasswordAuthenticationToken attempt = UsernamePasswordAuthenticationToken.unauthenticated("anna",
				password);
		attempt.setDetails(new WebAuthenticationDetails(address, null));
		return attempt;
	}

	private final class RightIsRight implements AuthenticationProvider {

		@Override
		public Authentication authenticate(Authentication attempt) {
			LimitedProviderTests.this.looked.incrementAndGet();
			if (!"right".equals(attempt.getCredentials())) {
				throw new BadCredentialsException("wrong");
			}
			return attempt;
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return true;
		}

	}

}
