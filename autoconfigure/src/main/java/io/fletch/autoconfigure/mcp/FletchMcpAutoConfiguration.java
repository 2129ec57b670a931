package io.fletch.autoconfigure.mcp;

import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.autoconfigure.FletchProperties;
import io.fletch.store.Database;

/**
 * Auto-configuration of the tool that searches tables, for whoever names tables.
 */
@AutoConfiguration(after = FletchAutoConfiguration.class)
@ConditionalOnClass({ Database.class, McpTool.class })
@ConditionalOnSingleCandidate(Database.class)
@Conditional(OnTables.class)
@EnableConfigurationProperties(FletchProperties.class)
public final class FletchMcpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TableSearchTool fletchTableSearchTool(Database database, FletchProperties properties) {
		return new TableSearchTool(database, properties.mcpTables());
	}

}
