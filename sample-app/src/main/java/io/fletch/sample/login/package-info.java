/**
 * Who may use the application, and how do they log in? Does nothing until
 * {@code sample.users} names somebody. May use no other package of the sample. Start
 * reading at {@link io.fletch.sample.login.LoginConfiguration}.
 */
@NullMarked
package io.fletch.sample.login;

import org.jspecify.annotations.NullMarked;
