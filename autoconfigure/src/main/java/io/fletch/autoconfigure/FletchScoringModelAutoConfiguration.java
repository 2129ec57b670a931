package io.fletch.autoconfigure;

import dev.langchain4j.model.scoring.ScoringModel;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.fletch.langchain4j.FletchScoringModel;

/**
 * Auto-configuration of a scoring model for LangChain4j, where the application chose a
 * reranker: the one that nobody chose is a formula, which reads no texts. Comes before
 * the rerankers, so that only those of the application are seen here.
 */
@AutoConfiguration(before = FletchRerankerAutoConfiguration.class)
@ConditionalOnClass({ ScoringModel.class, FletchScoringModel.class })
@Conditional(RerankerIsChosen.class)
public final class FletchScoringModelAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ScoringModel.class)
	FletchScoringModel fletchScoringModel(ListableBeanFactory beans) {
		return new FletchScoringModel(DefaultReranker.of(beans).orElseThrow());
	}

}
