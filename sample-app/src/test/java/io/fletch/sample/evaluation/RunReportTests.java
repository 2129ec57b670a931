package io.fletch.sample.evaluation;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RunReportTests {

	@TempDir
	Path home;

	@Test
	void drawsPlots() throws IOException {
		assertThat(ReportsOfARun.outcome(this.home, true)).contains("drawn\ndrawn\nmarkdown");
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only there Java asks fontconfig for fonts")
	void namesTheOtherFormsWhereThereAreNoFonts() throws IOException {
		assertThat(ReportsOfARun.outcome(this.home, false))
			.containsPattern("(?s)refused format: .*no fonts.*md, csv or json.*refused format: .*no fonts.*\nmarkdown");
	}

}
