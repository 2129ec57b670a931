package io.fletch.sample.login;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Checks passwords, as many at once as there are processors, and those of whoever guesses
 * not at all. As the limit is looked at when a check's turn has come, guesses that are
 * sent all at once gain nothing.
 */
final class LimitedProvider implements AuthenticationProvider {

	private final AuthenticationProvider passwords;

	private final GuessingLimit limit;

	private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

	LimitedProvider(AuthenticationProvider passwords, GuessingLimit limit) {
		this.passwords = passwords;
		this.limit = limit;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) throws AuthenticationException {
		String address = (authentication.getDetails() instanceof WebAuthenticationDetails details)
				? details.getRemoteAddress() : "unknown";
		this.turns.acquireUninterruptibly();
		try {
			if (this.limit.isReached(address)) {
				throw new TooManyGuessesException();
			}
			return this.passwords.authenticate(authentication);
		}
		catch (BadCredentialsException ex) {
			this.limit.wrong(address);
			throw ex;
		}
		finally {
			this.turns.release();
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.passwords.supports(authentication);
	}

}
