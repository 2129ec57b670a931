package io.fletch.autoconfigure.mcp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.mcp.annotation.McpTool;
import org.springframework.ai.mcp.annotation.provider.tool.SyncMcpToolProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.fletch.autoconfigure.FletchAutoConfiguration;
import io.fletch.store.Database;
import io.fletch.store.RowSource;
import io.fletch.store.Table;
import io.fletch.store.index.IndexDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FletchMcpAutoConfigurationTests {

	@TempDir
	private Path folder;

	private ApplicationContextRunner runner;

	@BeforeEach
	void createRunner() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class, FletchMcpAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder, "fletch.mcp-tables=notes,later");
	}

	private static void fill(Database database) {
		for (String name : List.of("notes", "secrets")) {
			Table table = database.createTable(name,
					RowSource.maps(List.of(Map.of("id", 1, "text", "rain in the hills", "tags", List.of("a", "b")),
							Map.of("id", 2, "text", "sun " + "x".repeat(5000), "tags", List.of()))));
			table.indexes().create(IndexDefinition.fullText("text"));
		}
	}

	@Test
	void isAToolOfAServer() {
		this.runner.run((context) -> {
			fill(context.getBean(Database.class));
			SyncToolSpecification tool = new SyncMcpToolProvider(List.of(context.getBean(TableSearchTool.class)))
				.getToolSpecifications()
				.getFirst();
			assertThat(tool.tool().name()).isEqualTo("search_table");
			assertThat(tool.tool().annotations().readOnlyHint()).isTrue();
			McpSchema.CallToolResult found = tool.callHandler()
				.apply(null, new McpSchema.CallToolRequest("search_table",
						Map.of("table", "notes", "question", "hills", "limit", 3)));
			assertThat(found.isError()).isNotEqualTo(true);
			assertThat(found.content()).asString().contains("rain in the hills").doesNotContain("sun");
			McpSchema.CallToolResult refused = tool.callHandler()
				.apply(null,
						new McpSchema.CallToolRequest("search_table", Map.of("table", "secrets", "question", "hills")));
			assertThat(refused.isError()).isTrue();
			assertThat(refused.content()).asString().contains("choose one of [later, notes]");
		});
	}

	@Test
	void givesWhatAModelCanRead() {
		this.runner.run((context) -> {
			fill(context.getBean(Database.class));
			TableSearchTool tool = context.getBean(TableSearchTool.class);
			assertThat(tool.search("notes", "hills", null)).singleElement()
				.satisfies((row) -> assertThat(row.values()).containsEntry("tags", List.of("a", "b"))
					.containsKeys("id", "text"));
			assertThat(tool.search("notes", "sun", null)).singleElement()
				.satisfies((row) -> assertThat(row.values().get("text")).asString().hasSize(4003).endsWith("x..."));
		});
	}

	@Test
	void refusesWhatItShouldNotBeAsked() {
		this.runner.run((context) -> {
			TableSearchTool tool = context.getBean(TableSearchTool.class);
			assertThatIllegalArgumentException().isThrownBy(() -> tool.search("../notes", "hills", 1))
				.withMessage("This table cannot be searched; choose one of [later, notes]");
			assertThatIllegalArgumentException().isThrownBy(() -> tool.search("later", "hills", 1))
				.withMessage("The table 'later' does not exist yet");
			assertThatIllegalArgumentException().isThrownBy(() -> tool.search("notes", "hills", 51))
				.withMessage("limit must be from 1 to 50, but was 51");
			assertThatIllegalArgumentException().isThrownBy(() -> tool.search("notes", " ", 1))
				.withMessage("question must have 1 to 2000 characters, but has 1");
			assertThatIllegalArgumentException().isThrownBy(() -> tool.search("notes", "x".repeat(2001), 1))
				.withMessage("question must have 1 to 2000 characters, but has 2001");
		});
	}

	@Test
	void tablesCanBeAList() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class, FletchMcpAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder, "fletch.mcp-tables[0]=notes", "fletch.mcp-tables[1]=later")
			.run((context) -> {
				fill(context.getBean(Database.class));
				TableSearchTool tool = context.getBean(TableSearchTool.class);
				assertThat(tool.search("notes", "hills", null)).hasSize(1);
				assertThatIllegalArgumentException().isThrownBy(() -> tool.search("secrets", "hills", 1))
					.withMessage("This table cannot be searched; choose one of [later, notes]");
			});
	}

	@Test
	void isOffUnlessTablesAreNamed() {
		this.runner.withPropertyValues("fletch.mcp-tables=")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TableSearchTool.class));
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FletchAutoConfiguration.class, FletchMcpAutoConfiguration.class))
			.withPropertyValues("fletch.uri=" + this.folder)
			.run((context) -> assertThat(context).doesNotHaveBean(TableSearchTool.class));
		this.runner.withClassLoader(new FilteredClassLoader(McpTool.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TableSearchTool.class));
		try (Database database = Database.open("memory:")) {
			this.runner.withBean("own", TableSearchTool.class, () -> new TableSearchTool(database, List.of()))
				.run((context) -> assertThat(context).hasSingleBean(TableSearchTool.class).hasBean("own"));
		}
	}

}
