package io.fletch.embeddings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/pictures.md}, compiled and run as it stands there.
 */
class PicturesGuideTests {

	@TempDir
	private Path folder;

	@BeforeEach
	void compile() throws IOException {
		Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("../docs/pictures.md")));
		assertThat(example.find()).isTrue();
		Path source = Files.writeString(this.folder.resolve("Pictures.java"), example.group(1));
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		int status = ToolProvider.getSystemJavaCompiler()
			.run(null, errors, errors, "-cp", System.getProperty("java.class.path"), "-d", this.folder.toString(),
					source.toString());
		assertThat(status).as(errors.toString(StandardCharsets.UTF_8)).isZero();
	}

	@Test
	void findsByWordsAndByPictures() throws Exception {
		Path model = Assets.requireFile("models/emoji-clip");
		Path emojis = Assets.requireFile("images/emoji-fluent-flat-64px");
		Path pictures = Files.createDirectory(this.folder.resolve("pictures"));
		for (String emoji : List.of("1f34e", "1f697", "1f408", "1f382")) {
			Files.copy(emojis.resolve(emoji + ".png"), pictures.resolve(emoji + ".png"));
		}
		String[] arguments = { this.folder.resolve("data").toString(), model.toString(), pictures.toString(),
				"red apple" };
		assertThat(printed(arguments)).startsWith("red apple: 1f34e.png", "1f34e.png").hasSize(4);
		assertThat(printed(arguments)).as("run again").hasSize(4);
	}

	private List<String> printed(String... arguments) throws Exception {
		return JavaProcess.output("Pictures", this.folder, arguments);
	}

}
