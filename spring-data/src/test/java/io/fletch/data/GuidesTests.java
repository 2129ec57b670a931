package io.fletch.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.repository.query.parser.Part;

import static org.assertj.core.api.Assertions.assertThat;

class GuidesTests {

	@TempDir
	private Path folder;

	@Test
	void mapsRecordsAsTheGuideSays() throws Exception {
		assertThat(GuideExample.run("mapping.md", "Mapped", this.folder, this.folder.resolve("db").toString()))
			.containsExactly("1", "state_idx BITMAP", "year_idx BTREE", "author.name_idx BTREE", "tags_idx LABEL_LIST");
	}

	@Test
	void readsResultsAsTheGuideSays() throws Exception {
		assertThat(GuideExample.run("mapping.md", "Results", this.folder, this.folder.resolve("db").toString()))
			.containsExactly("bar true");
	}

	@Test
	void savesAndFindsAsTheGuideSays() throws Exception {
		assertThat(GuideExample.run("spring-data.md", "app.Library", this.folder, this.folder.resolve("db").toString()))
			.containsExactly("saved 2 articles", "Arrow is a columnar memory format.", "Lions sleep in the shade. 1.0",
					"1 of 2", "en");
	}

	@Test
	void namesEveryKeywordOfMethods() throws Exception {
		String guide = Files.readString(Path.of("../docs/spring-data.md"));
		for (Part.Type type : Part.Type.values()) {
			List<String> keywords = List.copyOf(type.getKeywords());
			assertThat(guide).as(type.name()).containsAnyOf(keywords.toArray(String[]::new));
		}
	}

}
