package io.fletch.sample.login;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * Those who may log in, with hashes of their passwords. What the properties say in plain
 * text is hashed, and known by its hash only from then on.
 */
final class Passwords {

	private static final String MARK = "{bcrypt}";

	private static final int LEAST = 8;

	/** Of bytes: bcrypt takes no more. */
	private static final int MOST = 72;

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}");

	private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

	private final BCryptPasswordEncoder encoder = new BCryptPasswordEncoder();

	private final List<UserDetails> users;

	private final List<String> plain;

	/**
	 * Checks names and passwords.
	 * @param users passwords by names
	 * @throws UnusableUsersException if a name or password cannot be used, without
	 * telling the password
	 */
	Passwords(Map<String, String> users) {
		this.users = users.entrySet().stream().map((user) -> user(user.getKey(), user.getValue())).toList();
		this.plain = users.entrySet()
			.stream()
			.filter((user) -> !user.getValue().startsWith(MARK))
			.map(Map.Entry::getKey)
			.toList();
	}

	BCryptPasswordEncoder encoder() {
		return this.encoder;
	}

	List<UserDetails> users() {
		return this.users;
	}

	/** Returns whose passwords the properties tell in plain text. */
	List<String> plain() {
		return this.plain;
	}

	private UserDetails user(String name, String password) {
		if (!NAME.matcher(name).matches()) {
			throw new UnusableUsersException("sample.users names '" + name + "', but a name must be 1 to 64 letters, "
					+ "digits, dots, hyphens, underscores or @.", "Choose another one.");
		}
		return User.withUsername(name).password(hash("sample.users." + name, password)).roles("USER").build();
	}

	private String hash(String property, String password) {
		if (password.startsWith(MARK)) {
			String hash = password.substring(MARK.length());
			if (!HASH.matcher(hash).matches()) {
				throw new UnusableUsersException(
						property + " begins with {bcrypt}, but no hash of bcrypt with a cost of 4 to 16 follows.",
						"Make one, for example by: htpasswd -nB anybody");
			}
			return hash;
		}
		int bytes = password.getBytes(StandardCharsets.UTF_8).length;
		if (password.isBlank() || bytes < LEAST || bytes > MOST) {
			throw new UnusableUsersException(property + " has " + bytes + " bytes, but a password must have " + LEAST
					+ " to " + MOST + ", and not be blank.", "Give another one, or its hash after {bcrypt}.");
		}
		return this.encoder.encode(password);
	}

}
