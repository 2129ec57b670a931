package io.fletch.sample.login;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in.
 *
 * @param users passwords by the names of those who may use the application: a plain text
 * of 8 to 72 bytes, or a hash after {@code {bcrypt}}. If there is nobody, nobody has to
 * log in
 */
@ConfigurationProperties("sample")
record LoginProperties(@DefaultValue Map<String, String> users) {
}
