package io.fletch.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

import io.fletch.autoconfigure.actuate.FletchEndpointAutoConfiguration;
import io.fletch.autoconfigure.actuate.FletchHealthAutoConfiguration;
import io.fletch.autoconfigure.mcp.FletchMcpAutoConfiguration;
import io.fletch.autoconfigure.observation.FletchObservationAutoConfiguration;
import io.fletch.autoconfigure.observation.FletchSlowQueryAutoConfiguration;
import io.fletch.autoconfigure.observation.FletchTableMetricsAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class AutoConfigurationImportsTests {

	@Test
	void namesEveryAutoConfiguration() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.filteredOn((name) -> name.startsWith("io.fletch"))
			.containsExactly(FletchAutoConfiguration.class.getName(), FletchContextAutoConfiguration.class.getName(),
					FletchDataAutoConfiguration.class.getName(), FletchEmbeddingCacheAutoConfiguration.class.getName(),
					FletchLangChain4jAutoConfiguration.class.getName(),
					FletchLangChain4jChatAutoConfiguration.class.getName(),
					FletchLangChain4jRetrievalAutoConfiguration.class.getName(),
					FletchLangChain4jStoreAutoConfiguration.class.getName(),
					FletchMetricsAutoConfiguration.class.getName(), FletchOllamaAutoConfiguration.class.getName(),
					FletchRepositoriesAutoConfiguration.class.getName(),
					FletchRerankerAutoConfiguration.class.getName(),
					FletchScoringModelAutoConfiguration.class.getName(),
					FletchSpringAiAutoConfiguration.class.getName(),
					FletchSpringAiChatAutoConfiguration.class.getName(),
					FletchSpringAiMemoryAutoConfiguration.class.getName(),
					FletchSpringAiRetrievalAutoConfiguration.class.getName(),
					FletchVectorStoreAutoConfiguration.class.getName(), FletchEndpointAutoConfiguration.class.getName(),
					FletchHealthAutoConfiguration.class.getName(), FletchMcpAutoConfiguration.class.getName(),
					FletchObservationAutoConfiguration.class.getName(),
					FletchSlowQueryAutoConfiguration.class.getName(),
					FletchTableMetricsAutoConfiguration.class.getName());
	}

}
