package io.fletch.context.ingestion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentNameTests {

	@ParameterizedTest
	@CsvSource({ "report.pdf, report.pdf", "/etc/passwd.txt, passwd.txt", "'C:\\Users\\me\\a b.txt', a b.txt",
			"../../x.md, x.md", "'  spaced.txt  ', spaced.txt", "..hidden.txt, ..hidden.txt" })
	void leavesFoldersOut(String given, String expected) {
		assertThat(DocumentName.of(given).value()).isEqualTo(expected);
	}

	@Test
	void leavesOutWhatCannotBeSeen() {
		assertThat(DocumentName.of("a\u0000b\u202ec\u200d\r\n.txt").value()).isEqualTo("abc.txt");
	}

	@Test
	void treatsComposedAndDecomposedLettersAlike() {
		assertThat(DocumentName.of("u\u0308ber.txt").id()).isEqualTo(DocumentName.of("\u00fcber.txt").id());
	}

	@Test
	void shortensLongNamesButKeepsTheExtension() {
		String name = DocumentName.of("\ud83d\ude00".repeat(200) + ".markdown").value();
		assertThat(name.length()).isBetween(250, 255);
		assertThat(name).matches("(\ud83d\ude00)+~[0-9a-f]{16}\\.markdown");
		assertThat(DocumentName.of("x".repeat(300) + "a.md").id())
			.isNotEqualTo(DocumentName.of("x".repeat(300) + "b.md").id());
	}

	@ParameterizedTest
	@CsvSource({ "a/b.txt, a/b.txt", "/a//b.txt, a/b.txt", "'a\\b.txt', a/b.txt", "../../a/./b.txt, a/b.txt",
			"b.txt, b.txt", "' a / b.txt ', a/b.txt" })
	void keepsFoldersInPaths(String given, String expected) {
		assertThat(DocumentName.ofPath(given).value()).isEqualTo(expected);
	}

	@Test
	void keepsLongPathsApart() {
		String folder = "\ud83d\ude00".repeat(200);
		DocumentName first = DocumentName.ofPath(folder + "/a.txt");
		DocumentName second = DocumentName.ofPath(folder + "/b.txt");
		assertThat(first.id()).isNotEqualTo(second.id());
		assertThat(first.value().length()).isBetween(250, 255);
		assertThat(first.value()).matches("(\ud83d\ude00)+~[0-9a-f]{16}\\.txt");
	}

	@Test
	void refusesPathsOfWhichNothingIsLeft() {
		assertThatThrownBy(() -> DocumentName.ofPath("../..//.")).isInstanceOf(IllegalArgumentException.class)
			.hasMessageStartingWith("name must be the name of a file");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  ", "\u0000", "/", "..", ".", "a/", "a\\", "../.." })
	void refusesNamesOfWhichNothingIsLeft(String given) {
		assertThatThrownBy(() -> DocumentName.of(given)).isInstanceOf(IllegalArgumentException.class)
			.hasMessageStartingWith("name must be the name of a file");
	}

}
