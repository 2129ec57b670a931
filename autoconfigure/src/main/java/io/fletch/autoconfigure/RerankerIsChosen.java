package io.fletch.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

import io.fletch.rerankers.Rerankers;
import io.fletch.store.query.Reranker;

/**
 * The application chose a reranker, by a property or a bean: the one that nobody chose is
 * a formula over two rankings, which has nothing to say about one. For configurations
 * that come before {@link FletchRerankerAutoConfiguration}, so that only beans of the
 * application are seen.
 */
final class RerankerIsChosen extends AnyNestedCondition {

	RerankerIsChosen() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnClass(Rerankers.class)
	@ConditionalOnProperty("fletch.reranker")
	static final class ByProperty {

	}

	@ConditionalOnBean(Reranker.class)
	static final class ByBean {

	}

}
