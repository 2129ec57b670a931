package io.fletch.context.reading;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MoreFormatsTests {

	private static final String ODT = "application/vnd.oasis.opendocument.text";

	@TempDir
	private Path folder;

	private final DocumentReader reader = new DocumentReader();

	@Test
	void keepsTheNamesOfTheColumnsWithEveryRowOfACsv() {
		ParsedDocument document = read(write("prices.csv",
				"\ufeffFruit,Price,\"A, note\"\r\nApple,3,\"two\nlines\"\r\nPear,,\r\n,,\r\nPlum,1,x,extra\r\n"));
		assertThat(document.text()).isEqualTo(
				"Fruit: Apple | Price: 3 | A, note: two lines\nFruit: Pear\nFruit: Plum | Price: 1 | A, note: x | extra");
		assertThat(document.mediaType()).isEqualTo("text/csv");
		assertThat(document.title()).isEqualTo("prices");
	}

	@Test
	void findsTheDelimiterOfACsv() {
		assertThat(read(write("a.csv", "a;b\n1,5;2\n")).text()).isEqualTo("a: 1,5 | b: 2");
		assertThat(read(write("a.tsv", "a\tb\n1\t2\n")).text()).isEqualTo("a: 1 | b: 2");
		assertThat(read(write("b.csv", "name\nOne\nTwo\n")).text()).isEqualTo("name: One\nname: Two");
		assertThat(read(write("c.csv", "only,a,header\n")).text()).isEqualTo("only | a | header");
	}

	@Test
	void bracketsOfMarkdownThatOpenInOneParagraphAndCloseInAnotherAreNoNesting() throws IOException {
		String markdown = "The interval [0, 1) is open.\n\n".repeat(300)
				+ "The interval (0, 1] is open.\n\n".repeat(300);
		assertThat(read(write("intervals.md", markdown)).text()).startsWith("The interval [0, 1) is open.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					Sales report 2024~~Fruit,Amount~Apple,3~>Sales report 2024~Fruit: Apple | Amount: 3
					Sales report 2024~Fruit,Amount~Apple,3~>Sales report 2024~Fruit: Apple | Amount: 3
					Sales report 2024,,~Fruit,Amount,~Apple,3,~>Sales report 2024~Fruit: Apple | Amount: 3
					Report, of 2024~Fruit,Amount,Price~Apple,3,1~>Report | of 2024~Fruit: Apple | Amount: 3 | Price: 1
					Report, of 2024~Fruit;Amount~Apple;3~Pear;4~>Report, of 2024~Fruit: Apple | Amount: 3~Fruit: Pear | Amount: 4
					Name,City~Bo,Bonn,late~Al,Ulm,early~>Name: Bo | City: Bonn | late~Name: Al | City: Ulm | early
					a,b~0,1,2~3,4,5~>a: 0 | b: 1 | 2~a: 3 | b: 4 | 5
					a,b,c~1,2,3,~4,5,6,~>a: 1 | b: 2 | c: 3~a: 4 | b: 5 | c: 6
					a;b~1,5;2,5~3,5;4,5~>a: 1,5 | b: 2,5~a: 3,5 | b: 4,5
					sep=;~a;b~1,5;2,5~>a: 1,5 | b: 2,5
					name,city,~Bob,Rome,x~Al,Oslo,5~>name: Bob | city: Rome | x~name: Al | city: Oslo | 5
					,Amount~0,3~1,5~>0 | Amount: 3~1 | Amount: 5
					Title~~Only this~>Title: Only this
					""")
	void keepsWhatStandsAboveATableOutOfItsColumns(String csv, String text) {
		assertThat(read(write("a.csv", csv.replace('~', '\n'))).text()).isEqualTo(text.replace('~', '\n'));
	}

	@Test
	void readsACsvWithAnOpenQuoteAsFarAsItCan() {
		assertThat(read(write("a.csv", "a,b\n1,\"open\n2,3\n")).text()).startsWith("a: 1 | b: open");
	}

	@Test
	void readsACsvInAnotherCharacterSet() throws IOException {
		String german = "Stadt,Gr\u00f6\u00dfe\n"
				+ "M\u00fcnchen,gro\u00df genug f\u00fcr \u00e4ltere H\u00e4user\n".repeat(10);
		Path file = Files.write(this.folder.resolve("a.csv"), german.getBytes(Charset.forName("windows-1252")));
		assertThat(read(file).text()).startsWith("Stadt: M\u00fcnchen | Gr\u00f6\u00dfe: gro\u00df genug");
	}

	@Test
	void readsSignsBesideUmlautsInAnotherCharacterSet() throws IOException {
		Charset latin = Charset.forName("windows-1252");
		Path csv = Files.write(this.folder.resolve("a.csv"),
				"Name;Gr\u00f6\u00dfe (\u00b5m)\n\u00d6l;5\n".getBytes(latin));
		assertThat(read(csv).text()).isEqualTo("Name: \u00d6l | Gr\u00f6\u00dfe (\u00b5m): 5");
		Path json = Files.write(this.folder.resolve("a.json"),
				"{\"Ma\u00df\": \"Gr\u00f6\u00dfe \u00b5\"}".getBytes(latin));
		assertThat(read(json).text()).isEqualTo("Ma\u00df: Gr\u00f6\u00dfe \u00b5");
	}

	@Test
	void boundsACsvWithAMillionColumns() {
		String row = "column,".repeat(1_000_000) + "\n";
		assertUnreadable(write("wide.csv", row + row), Reason.TOO_LARGE);
	}

	@Test
	void flattensJson() {
		ParsedDocument document = read(write("shop.json", """
				{"name": "Shop", "open": true, "none": null, "tags": ["a", "b"],
				 "products": [{"id": 1, "title": "Tea \\ud83c\\udf75"}, {"id": 2, "size": {"cm": 3.5}}]}"""));
		assertThat(document.text()).isEqualTo("""
				name: Shop
				open: true

				tags

				tags: a
				tags: b

				products

				products.id: 1
				products.title: Tea \ud83c\udf75

				products.id: 2
				products.size.cm: 3.5""");
		assertThat(document.sections()).extracting(Section::heading).containsExactly(null, "tags", "products");
		DocumentReaderTests.assertCovered(document);
	}

	@Test
	void readsLinesOfJson() {
		assertThat(read(write("log.jsonl", "{\"a\": 1}\n{\"a\": 2}\n\"text\"\n")).text())
			.isEqualTo("a: 1\n\na: 2\n\ntext");
	}

	@Test
	void putsNothingBelowTheNameOfAnotherField() {
		ParsedDocument document = read(
				write("shop.json", "{\"tags\": [\"a\"], \"name\": \"Shop\", \"at\": {\"x\": 1}}"));
		assertThat(document.text()).isEqualTo("tags\n\ntags: a\n\nname: Shop\n\nat\n\nat.x: 1");
		assertThat(document.sections()).extracting(Section::heading).containsExactly("tags", null, "at");
		DocumentReaderTests.assertCovered(document);
	}

	@Test
	void putsNoLineOfJsonBelowAFieldOfTheOneBefore() {
		ParsedDocument document = read(
				write("log.jsonl", "{\"a\": 1, \"b\": {\"c\": 2}}\n{\"a\": 3, \"b\": {\"c\": 4}}\n"));
		assertThat(document.text()).isEqualTo("a: 1\n\nb\n\nb.c: 2\n\na: 3\n\nb\n\nb.c: 4");
		assertThat(document.sections()).extracting(Section::heading).containsExactly(null, "b", null, "b");
	}

	@Test
	void refusesJsonThatIsDamagedOrTooDeep() {
		assertUnreadable(write("a.json", "{\"a\": [1, 2"), Reason.DAMAGED);
		assertUnreadable(write("c.json", "{}"), Reason.EMPTY);
		assertThatThrownBy(() -> read(write("d.jsonl", "{\"a\": 1}\n{\"a\": 2}\n{\"a\" 3}\n")))
			.isInstanceOf(UnreadableDocumentException.class)
			.hasMessageEndingWith("In line 3 it is no JSON any more.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.json", "a.jsonl" })
	void namesTheLimitsOfJson(String name) {
		String limits = "The limits are 500 levels, 1000 characters of a number and 50000 of a name.";
		for (String json : List.of("[".repeat(501) + "1" + "]".repeat(501), "{\"a\": " + "9".repeat(5_000) + "}",
				"{\"" + "k".repeat(100_000) + "\": 1}")) {
			assertUnreadable(write(name, json), Reason.TOO_LARGE);
			assertThatThrownBy(() -> read(write(name, json))).isInstanceOf(UnreadableDocumentException.class)
				.hasMessageEndingWith(limits);
		}
		assertThat(read(write(name, "[".repeat(500) + "1" + "]".repeat(500))).text()).isEqualTo("1");
		assertThat(read(write(name, "{\"a\": " + "9".repeat(1_000) + "}")).text()).hasSize(1_003);
	}

	@Test
	void readsAMailWithItsPlainestTextAndNamesItsAttachments() {
		ParsedDocument document = read(write("a.eml", """
				From: =?utf-8?Q?J=C3=B6rg?= <joerg@example.org>
				To: a@example.org, Bo <b@example.org>
				Subject: =?utf-8?B?R3LDvMOfZQ==?=
				Date: Mon, 16 May 2016 09:30:32 +0100
				MIME-Version: 1.0
				Content-Type: multipart/mixed; boundary="outer"

				--outer
				Content-Type: multipart/alternative; boundary="inner"

				--inner
				Content-Type: text/plain; charset=utf-8

				The plain text.
				--inner
				Content-Type: text/html

				<p>The HTML text.</p>
				--inner--
				--outer
				Content-Type: application/x-sh; name="run.sh"
				Content-Disposition: attachment; filename="run.sh"

				touch /tmp/executed
				--outer--
				""".replace("\n", "\r\n")));
		assertThat(document.title()).isEqualTo("Gr\u00fc\u00dfe");
		assertThat(document.text()).isEqualTo("""
				Gr\u00fc\u00dfe

				From: J\u00f6rg <joerg@example.org>
				To: a@example.org, Bo <b@example.org>
				Date: 2016-05-16T08:30:32Z

				The plain text.

				Attachments: run.sh""");
		assertThat(document.sections()).extracting(Section::heading).containsExactly("Gr\u00fc\u00dfe");
	}

	@Test
	void readsAMailInHtml() {
		ParsedDocument document = read(write("a.eml", "Subject: Hi\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
				+ "<html><script>alert(1)</script><p>Dear <b>all</b>,</p><p>bye</p></html>"));
		assertThat(document.text()).isEqualTo("Hi\n\nDear all,\n\nbye");
	}

	@Test
	void readsTheHtmlOfAMailWhosePlainTextIsBlank() {
		assertThat(alternative("text/plain", " \u00a0\r\n--\r\n", "text/html", "<p>The HTML text.</p>"))
			.isEqualTo("Hi\n\nThe HTML text.");
	}

	@Test
	void readsTheHtmlOfAnInvitation() {
		assertThat(alternative("text/html", "<p>Do come.</p>", "text/calendar", "BEGIN:VCALENDAR"))
			.isEqualTo("Hi\n\nDo come.");
	}

	@Test
	void readsTheLastPartOfAMailOfOtherKinds() {
		assertThat(alternative("text/enriched", "<bold>first</bold>", "text/markdown", "*last*"))
			.isEqualTo("Hi\n\n*last*");
	}

	private String alternative(String firstType, String first, String secondType, String second) {
		return read(write("a.eml", String.format(Locale.ROOT, """
				Subject: Hi
				MIME-Version: 1.0
				Content-Type: multipart/alternative; boundary="b"

				--b
				Content-Type: %s; charset=utf-8

				%s
				--b
				Content-Type: %s; charset=utf-8

				%s
				--b--
				""", firstType, first, secondType, second).replaceAll("\\R", "\r\n"))).text();
	}

	@Test
	void boundsMailsNestedTooDeep() {
		StringBuilder mail = new StringBuilder("Subject: deep\r\n");
		for (int depth = 0; depth < 300; depth++) {
			mail.append("Content-Type: multipart/mixed; boundary=b" + depth + "\r\n\r\n--b" + depth + "\r\n");
		}
		assertUnreadable(write("a.eml", mail.toString()), Reason.DAMAGED);
	}

	@Test
	void refusesZipsThatUnpackBeyondMeasure() throws IOException {
		Path bomb = this.folder.resolve("bomb.odt");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
			entry(zip, "mimetype", ODT);
			zip.putNextEntry(new ZipEntry("content.xml"));
			byte[] zeros = new byte[1 << 20];
			for (int part = 0; part < 11; part++) {
				zip.write(zeros);
			}
		}
		assertThat(Files.size(bomb)).isLessThan(100_000);
		DocumentReader small = new DocumentReader(new ReadLimits(1_000_000, 1_000_000, Duration.ofSeconds(60)));
		assertThatThrownBy(() -> small.read("bomb.odt", bomb)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("It unpacks to more than 10000000 bytes, which is the limit.");
	}

	@Test
	void refusesZipsWithTooManyParts() throws IOException {
		Path bomb = this.folder.resolve("bomb.epub");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
			entry(zip, "mimetype", "application/epub+zip");
			for (int part = 0; part < 10_000; part++) {
				entry(zip, "p" + part, "x");
			}
		}
		assertThatThrownBy(() -> read(bomb)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("It has 10001 parts, and the limit is 10000.");
	}

	@Test
	void readsAnOpenDocumentWithHeadings() throws IOException {
		Path file = odt("a.odt", "", "<text:h text:outline-level=\"1\">Guide</text:h><text:p>Hello.</text:p>");
		ParsedDocument document = read(file);
		assertThat(document.text()).contains("Guide", "Hello.");
		assertThat(document.sections()).extracting(Section::heading).contains("Guide");
	}

	@Test
	void expandsNoEntities() throws IOException {
		Path secret = write("secret.txt", "TOPSECRET");
		Path xxe = odt("xxe.odt", "<!DOCTYPE d [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
				"<text:p>Before &x; after.</text:p>");
		assertThat(read(xxe).text()).contains("Before", "after.").doesNotContain("TOPSECRET");
		StringBuilder laughs = new StringBuilder("<!DOCTYPE d [<!ENTITY l0 \"haha\">");
		for (int level = 1; level < 30; level++) {
			laughs.append("<!ENTITY l" + level + " \"" + ("&l" + (level - 1) + ";").repeat(10) + "\">");
		}
		Path bomb = odt("laughs.odt", laughs + "]>", "<text:p>Ha &l29;</text:p>");
		assertUnreadable(bomb, Reason.DAMAGED);
	}

	@Test
	void boundsTheTagsOfHtml() {
		String html = "<p>x".repeat(3_000_001);
		assertThatThrownBy(() -> read(write("tags.html", html))).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageEndingWith("is too large. Split it into parts. It has 3000001 tags, and the limit is 3000000.");
		assertUnreadable(write("tags.eml", "Subject: Hi\r\nContent-Type: text/html\r\n\r\n" + html), Reason.TOO_LARGE);
	}

	@Test
	void readsHtmlNestedDeep() {
		String html = "<div>".repeat(400) + "deep" + "</div>".repeat(400);
		assertThat(read(write("deep.html", html)).text()).isEqualTo("deep");
		assertThat(read(write("deep.eml", "Subject: Hi\r\nContent-Type: text/html\r\n\r\n" + html)).text())
			.isEqualTo("Hi\n\ndeep");
		assertThat(read(write("lists.html", "<ul><li>a".repeat(60))).text()).startsWith("- a");
		assertThat(read(write("open.html", "<b>x".repeat(120))).text()).isEqualTo("x".repeat(120));
	}

	@Test
	void boundsHtmlNestedDeep() {
		Path file = write("deep.html", "<div>".repeat(20_000) + "deep" + "</div>".repeat(20_000));
		DocumentReader bounded = new DocumentReader(new ReadLimits(50_000_000, 1_000_000, Duration.ofSeconds(20)));
		assertThat(bounded.read("deep.html", file).text()).isEqualTo("deep");
	}

	@Test
	void boundsOpenDocumentsNestedDeep() throws IOException {
		String open = "<text:section>";
		String close = "</text:section>";
		assertThat(read(odt("a.odt", "", open.repeat(90) + "<text:p>deep</text:p>" + close.repeat(90))).text())
			.isEqualTo("deep");
		Path deep = odt("b.odt", "", open.repeat(300) + "<text:p>deep</text:p>" + close.repeat(300));
		assertThatThrownBy(() -> read(deep)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageEndingWith(
					"is too large. Split it into parts. " + "It nests 101 elements deep, and the limit is 100.");
	}

	@Test
	void namesTheLimitOfTextThatUnpacksBeyondMeasure() throws IOException {
		String xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\""
				+ "http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
				+ "<w:p><w:r><w:t>Pears are green.</w:t></w:r></w:p>".repeat(150_000) + "</w:body></w:document>";
		Path file = TestFiles.rawDocx(this.folder.resolve("a.docx"), xml.getBytes(StandardCharsets.UTF_8));
		assertThatThrownBy(() -> read(file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageEndingWith("is too large. Split it into parts. "
					+ "Its text is more than 100 times as large as the file, which is the limit.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-8", "windows-1252" })
	void findsTheCharacterSetOfAMailThatSaysNone(String charset) throws IOException {
		String head = "Subject: Gr\u00fc\u00dfe\r\nFrom: J\u00f6rg <j@example.org>\r\n";
		for (String type : List.of("", "Content-Type: text/plain\r\n", "Content-Type: text/html\r\n")) {
			byte[] mail = (head + type + "\r\nGr\u00fc\u00dfe aus K\u00f6ln").getBytes(Charset.forName(charset));
			ParsedDocument document = read(Files.write(this.folder.resolve("a.eml"), mail));
			assertThat(document.title()).isEqualTo("Gr\u00fc\u00dfe");
			assertThat(document.text())
				.isEqualTo("Gr\u00fc\u00dfe\n\nFrom: J\u00f6rg <j@example.org>\n\nGr\u00fc\u00dfe aus K\u00f6ln");
		}
	}

	@Test
	void refusesOpenDocumentsWithAPassword() throws IOException {
		Path file = this.folder.resolve("locked.odt");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			entry(zip, "mimetype", ODT);
			entry(zip, "META-INF/manifest.xml",
					"""
							<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">\
							<manifest:file-entry manifest:full-path="content.xml" manifest:size="9"><manifest:encryption-data/>\
							</manifest:file-entry></manifest:manifest>""");
			entry(zip, "content.xml", "\u0001\u0002gibberish");
		}
		assertUnreadable(file, Reason.ENCRYPTED);
	}

	private Path odt(String name, String doctype, String body) throws IOException {
		Path file = this.folder.resolve(name);
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			entry(zip, "mimetype", ODT);
			entry(zip, "content.xml", "<?xml version=\"1.0\"?>" + doctype
					+ "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
					+ "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:text>" + body
					+ "</office:text></office:body></office:document-content>");
		}
		return file;
	}

	private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
		zip.putNextEntry(new ZipEntry(name));
		((OutputStream) zip).write(content.getBytes(StandardCharsets.UTF_8));
	}

	private void assertUnreadable(Path file, Reason reason) {
		assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(UnreadableDocumentException.class,
				(ex) -> assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason));
	}

	private ParsedDocument read(Path file) {
		return this.reader.read(file.getFileName().toString(), file);
	}

	private Path write(String name, String text) {
		try {
			return Files.writeString(this.folder.resolve(name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
