package io.fletch.sample.login;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PasswordsTests {

	@Test
	void keepsAPlainTextAsItsHashOnly() {
		Passwords passwords = new Passwords(Map.of("anna", "rosebud and sled"));
		UserDetails anna = passwords.users().getFirst();
		assertThat(anna.getPassword()).startsWith("$2").doesNotContain("rosebud");
		assertThat(passwords.encoder().matches("rosebud and sled", anna.getPassword())).isTrue();
		assertThat(passwords.encoder().matches("rosebud and sleds", anna.getPassword())).isFalse();
		assertThat(passwords.plain()).containsExactly("anna");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2a", "$2b", "$2y" })
	void takesAHashAsItIs(String kind) {
		String hash = new BCryptPasswordEncoder(4).encode("rosebud and sled").replaceFirst("\\$2a", "\\" + kind);
		Passwords passwords = new Passwords(Map.of("Änne.O-1@home", "{bcrypt}" + hash));
		assertThat(passwords.users().getFirst().getPassword()).isEqualTo(hash);
		assertThat(passwords.encoder().matches("rosebud and sled", hash)).isTrue();
		assertThat(passwords.plain()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "         ", "seven77" })
	void refusesWhatIsSoonGuessed(String password) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(Map.of("anna", password)))
			.withMessageContaining("sample.users.anna has " + password.length() + " bytes")
			.withMessageContaining("{bcrypt}");
	}

	@Test
	void refusesWhatBcryptWouldCut() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(Map.of("anna", "ü".repeat(37))))
			.withMessageContaining("sample.users.anna has 74 bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{bcrypt}", "{bcrypt}rosebud and sled", "{bcrypt}$2a$31$aaaa" })
	void refusesWhatIsNoHashWithoutTellingIt(String password) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(Map.of("anna", password)))
			.withMessageContaining("sample.users.anna begins with {bcrypt}, but no hash")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("rosebud"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a:b", "a b", "<b>", "-x", "a\nb" })
	void refusesNamesThatCannotBeSent(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(Map.of(name, "rosebud and sled")))
			.withMessageContaining("sample.users names '" + name + "'");
	}

}
