package io.fletch.sample.login;

import java.util.Map;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Is there somebody who may log in?
 */
class UsersNamedCondition extends SpringBootCondition {

	private static final String USERS = "sample.users";

	static boolean holds(Environment environment) {
		return !Binder.get(environment)
			.bind(USERS, Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of)
			.isEmpty();
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition(USERS);
		return holds(context.getEnvironment()) ? ConditionOutcome.match(message.foundExactly("users"))
				: ConditionOutcome.noMatch(message.because("it names nobody"));
	}

}
