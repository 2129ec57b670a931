package io.fletch.context.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DocumentReaderTests {

	@TempDir
	private Path folder;

	private final DocumentReader reader = new DocumentReader();

	@Test
	void acceptsNamesByExtension() {
		assertThat(this.reader.extensions()).containsExactlyInAnyOrder("txt", "md", "markdown", "html", "htm", "xhtml",
				"pdf", "rtf", "docx", "pptx", "xlsx", "epub", "odt", "eml", "csv", "tsv", "json", "jsonl", "ndjson");
		assertThat(this.reader.accepts("Report.PDF")).isTrue();
		assertThat(this.reader.accepts("report.exe")).isFalse();
		assertThat(this.reader.accepts("pdf")).isFalse();
	}

	@Test
	void makesEveryPageOfAPdfASection() throws IOException {
		ParsedDocument document = read(TestFiles.pdf(file("guide.pdf"), null, "The first page.", "The second page."));
		assertThat(document.text()).isEqualTo("The first page.\n\nThe second page.");
		assertThat(document.sections()).containsExactly(new Section(0, 17, null, 1), new Section(17, 33, null, 2));
		assertThat(document.title()).isEqualTo("guide");
		assertThat(document.mediaType()).isEqualTo("application/pdf");
	}

	@Test
	void joinsTheLinesOfAPdfParagraph() throws IOException {
		ParsedDocument document = read(TestFiles.pdf(file("lines.pdf"), null,
				"A paragraph whose first line is rather long goes on\nin a second line."));
		assertThat(document.text()).isEqualTo("A paragraph whose first line is rather long goes on in a second line.");
	}

	@Test
	void makesHeadingsOfADocxSections() throws IOException {
		ParsedDocument document = read(TestFiles.docx(file("guide.docx"), "Before.", "# Guide", "## Install",
				"Download the jar.", "## Use", "Call it.", "cell a | cell b"));
		assertThat(document.text())
			.isEqualTo("Before.\n\nGuide\n\nInstall\n\nDownload the jar.\n\nUse\n\nCall it.\n\ncell a | cell b");
		assertThat(document.sections()).extracting(Section::heading)
			.containsExactly(null, "Guide > Install", "Guide > Use");
		assertThat(document.title()).isEqualTo("Guide");
		assertCovered(document);
	}

	@Test
	void numbersTheSlidesOfAPptx() throws IOException {
		ParsedDocument document = read(TestFiles.pptx(file("talk.pptx"), "Hello slide.", "Second slide."));
		assertThat(document.sections()).extracting(Section::page).containsExactly(1, 2);
		assertThat(document.text()).isEqualTo("Hello slide.\n\nSecond slide.");
	}

	@Test
	void readsTheRowsOfAnXlsx() throws IOException {
		ParsedDocument document = read(TestFiles.xlsx(file("prices.xlsx"), "Prices", "fruit | price", "apple | cheap"));
		assertThat(document.text()).startsWith("Prices\n\nfruit | price\napple | cheap");
		assertThat(document.sections()).extracting(Section::heading).containsExactly("Prices");
	}

	@Test
	void readsMarkdownAsPlainText() {
		ParsedDocument document = read(write("guide.md", """
				---
				layout: page
				---
				# Guide

				Some *bold* text with `code` and a
				[link](https://example.org/secret-target).

				## Install

				1. Download it.
				2. Run it:

				```java
				int a = 1;
				  int b = 2;
				```

				| name | value |
				|------|-------|
				| one  | 1     |

				<!-- hidden --> <b>shown</b>
				"""));
		assertThat(document.text()).isEqualTo("""
				Guide

				Some bold text with code and a link.

				Install

				1. Download it.
				2. Run it:

				int a = 1;
				  int b = 2;

				name | value
				one | 1

				shown""");
		assertThat(document.sections()).containsExactly(new Section(0, 45, "Guide", null),
				new Section(45, document.text().length(), "Guide > Install", null));
		assertThat(document.title()).isEqualTo("Guide");
		assertThat(document.mediaType()).isEqualTo("text/markdown");
	}

	@Test
	void dropsDeeperHeadingsAtAHigherOne() {
		ParsedDocument document = read(write("deep.md", "# A\n\na.\n\n### C\n\nc.\n\n## B\n\nb.\n\n# D\n\nd.\n"));
		assertThat(document.sections()).extracting(Section::heading).containsExactly("A", "A > C", "A > B", "D");
		assertCovered(document);
	}

	@Test
	void leavesOutWhatHtmlHides() {
		assertThat(read(write("page.html",
				"""
						<!doctype html><p>Seen.</p><p hidden>Hidden <b>text</b></p><div style="color: red; DISPLAY:none">Not shown
						<p>either</p></div><span style="visibility : hidden">nor this</span><p style="display: block">Shown.</p>
						"""))
			.text()).isEqualTo("Seen.\n\nShown.");
	}

	@Test
	void readsHtmlWithoutScriptsAndNavigation() {
		ParsedDocument document = read(write("page.html", """
				<!doctype html><html><head><title>The  title</title><style>p { color: red }</style></head>
				<body><nav><a href="/">Home</a></nav><script>alert('x')</script>
				<h1>Guide</h1><p>First   <b>para</b>graph.<br>After a break.</p>
				<ul><li>one</li><li><p>two</p></li></ul>
				<h2>Table</h2><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>
				<pre>  code
				    more</pre></body></html>"""));
		assertThat(document.text()).isEqualTo("""
				Guide

				First paragraph.
				After a break.

				- one
				- two

				Table

				a | b
				1 | 2

				  code
				    more""");
		assertThat(document.title()).isEqualTo("The title");
		assertThat(document.sections()).extracting(Section::heading).containsExactly("Guide", "Guide > Table");
		assertCovered(document);
	}

	@Test
	void leavesPlainTextAsItIs() {
		ParsedDocument document = read(write("notes.txt", "\ufeffOne  line.\r\n\r\n  indented\u0007\r\n"));
		assertThat(document.text()).isEqualTo("One  line.\n\n  indented");
		assertThat(document.sections()).containsExactly(new Section(0, 22, null, null));
		assertThat(document.title()).isEqualTo("notes");
	}

	@Test
	void detectsTheCharacterSetOfPlainText() throws IOException {
		String german = "Über die Größe der Häuser läßt sich öfter streiten, als man für möglich hält. ".repeat(5);
		assertThat(read(Files.write(file("utf8.txt"), german.getBytes(StandardCharsets.UTF_8))).text())
			.isEqualTo(german.strip());
		assertThat(read(Files.write(file("latin.txt"), german.getBytes(Charset.forName("windows-1252")))).text())
			.isEqualTo(german.strip());
		byte[] utf16 = ("\ufeff" + german).getBytes(StandardCharsets.UTF_16LE);
		assertThat(read(Files.write(file("utf16.txt"), utf16)).text()).isEqualTo(german.strip());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					windows-1252|Stra\u00dfe
					windows-1252|Liebe Gr\u00fc\u00dfe, J\u00f6rg
					windows-1252|Viele Gr\u00fc\u00dfe, Ihr Team der M\u00fcller GmbH, Stra\u00dfe 5, K\u00f6ln
					windows-1252|Gr\u00fc\u00dfe aus K\u00f6ln, sch\u00f6ne Stra\u00dfe. Gr\u00fc\u00dfe aus K\u00f6ln, sch\u00f6ne Stra\u00dfe.
					windows-1252|Preis: 5 \u20ac f\u00fcr \u00c4pfel \u2013 \u201esch\u00f6n\u201c
					windows-1252|\u00e0
					windows-1252|Le gar\u00e7on a \u00e9t\u00e9 tr\u00e8s d\u00e9\u00e7u \u00e0 Paris, o\u00f9 il \u00e9tait n\u00e9.
					windows-1252|El ni\u00f1o comi\u00f3 en la ma\u00f1ana. \u00bfQu\u00e9?
					windows-1252|R\u00e4ksm\u00f6rg\u00e5s p\u00e5 \u00f6n
					windows-1251|\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430?
					windows-1251|\u042f \u0438 \u0442\u044b, \u0430 \u043e\u043d \u0443 \u043d\u0438\u0445
					KOI8-R|\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430?
					ISO-8859-7|\u039a\u03b1\u03bb\u03b7\u03bc\u03ad\u03c1\u03b1 \u03ba\u03cc\u03c3\u03bc\u03b5
					Shift_JIS|\u3053\u308c\u306f\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8\u3067\u3059
					EUC-KR|\uc548\ub155\ud558\uc138\uc694 \uc138\uacc4
					windows-1252|Gr\u00f6\u00dfe 10 \u00b5m
					windows-1252|5 \u00b5g Gr\u00f6\u00dfe
					windows-1252|Gr\u00f6\u00dfe \u00b1 5
					windows-1252|10 \u00b5m, 20 \u00b5m, 30 \u00b5m Gr\u00f6\u00dfe
					windows-1252|Preis in Ma\u00df und Gr\u00f6\u00dfe: \u00e4, \u00f6, \u00fc
					windows-1252|\u00b5-Controller f\u00fcr Gr\u00f6\u00dfe
					windows-1252|Ma\u00df und Gr\u00f6\u00dfe \u00b5m
					windows-1252|Fu\u00df
					windows-1252|\u00c4\u00d6\u00dc Gr\u00f6\u00dfe
					windows-1252|\u00c4\u00d6\u00dc\u00e4\u00f6\u00fc\u00df
					windows-1252|\u00c7\u00e0 et l\u00e0
					windows-1252|Gr\u00f6\u00dfe 3 \u00d7 4 \u00f7 2
					ISO-8859-15|Preis 5 \u20ac, sch\u00f6ne Gr\u00fc\u00dfe
					windows-1251|\u0434\u0430\u0436\u0435 \u0434\u0430, \u0437\u0430 5 \u00b1 3 \u00b5m
					windows-1251|\u0420\u0430\u0437\u043c\u0435\u0440 10 \u00b5m
					windows-1251|\u0417\u0430 \u0434\u0430 \u0436\u0435
					KOI8-R|\u0420\u0430\u0437\u043c\u0435\u0440 5, \u0434\u0430 \u0436\u0435
					UTF-8|Stra\u00dfe
					""")
	void detectsTheCharacterSetOfShortTexts(String charset, String text) throws IOException {
		byte[] bytes = text.getBytes(Charset.forName(charset));
		assertThat(read(Files.write(file("short.txt"), bytes)).text()).isEqualTo(text);
		assertThat(read(Files.write(file("short.md"), bytes)).text()).isEqualTo(text);
		Path html = Files.write(file("short.html"), ("<p>" + text + "</p>").getBytes(Charset.forName(charset)));
		assertThat(read(html).text()).isEqualTo(text);
	}

	@Test
	void heedsTheCharacterSetThatHtmlDeclares() throws IOException {
		String html = "<meta charset=\"windows-1251\"><p>Gr\u0447\u0459e</p>";
		Path file = Files.write(file("declared.html"), html.getBytes(Charset.forName("windows-1251")));
		assertThat(read(file).text()).isEqualTo("Gr\u0447\u0459e");
	}

	@Test
	void readsLatin1ThatHtmlDeclaresAsBrowsersDo() throws IOException {
		String html = "<meta charset=\"iso-8859-1\"><p>5 \u20ac f\u00fcr \u201eBirnen\u201c</p>";
		Path file = Files.write(file("declared.html"), html.getBytes(Charset.forName("windows-1252")));
		assertThat(read(file).text()).isEqualTo("5 \u20ac f\u00fcr \u201eBirnen\u201c");
	}

	@Test
	void goesByTheContentWhereTheNameIsWrong() throws IOException {
		Path pdf = TestFiles.pdf(file("a.pdf"), null, "Really a PDF.");
		assertThat(this.reader.read("notes.txt", pdf).text()).isEqualTo("Really a PDF.");
		Path docx = TestFiles.docx(file("a.docx"), "Really a docx.");
		assertThat(this.reader.read("paper.pdf", docx).mediaType()).contains("wordprocessingml");
		assertThat(this.reader.read("word.zip", docx).text()).isEqualTo("Really a docx.");
		assertThat(this.reader.read("paper", pdf).text()).isEqualTo("Really a PDF.");
		assertThatThrownBy(() -> this.reader.read("mail", write("mail", "Subject: Hi\n\nHello.")))
			.isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("is of a kind that cannot be read.");
	}

	@Test
	void readsRtf() {
		assertThat(read(write("old.rtf",
				"{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\pard\\f0 Hello from {\\b RTF}.\\par Second.\\par}"))
			.text()).isEqualTo("Hello from RTF.\n\nSecond.");
	}

	@Test
	void refusesEncryptedFiles() throws Exception {
		assertUnreadable(TestFiles.pdf(file("locked.pdf"), "secret", "Hidden."),
				"'locked.pdf' is protected by a password. Save a copy without protection and add that.");
		Path plain = TestFiles.docx(file("plain.docx"), "Hidden.");
		assertUnreadable(TestFiles.encryptedOffice(file("locked.docx"), plain),
				"'locked.docx' is protected by a password. Save a copy without protection and add that.");
	}

	@Test
	void refusesDamagedFiles() throws IOException {
		byte[] docx = Files.readAllBytes(TestFiles.docx(file("whole.docx"), "Some text that is long enough."));
		Path half = Files.write(file("half.docx"), Arrays.copyOf(docx, docx.length / 2));
		assertUnreadable(half, "'half.docx' is damaged or not what its name says.");
		assertUnreadable(write("broken.pdf", "%PDF-1.7\nnothing of a PDF follows"), "'broken.pdf' is damaged");
		assertUnreadable(write("fake.pdf", "Just some text."), "'fake.pdf' is damaged or not what its name says.");
	}

	@Test
	void refusesPdfsThatAreCutOff() throws IOException {
		byte[] pdf = Files.readAllBytes(TestFiles.pdf(file("whole.pdf"), null, "The first page.", "The second page."));
		assertUnreadable(Files.write(file("cut.pdf"), Arrays.copyOf(pdf, pdf.length * 2 / 3)),
				"'cut.pdf' is damaged or not what its name says. Open it in its own program, save it anew and add that. "
						+ "Its end is missing.");
		String longer = new String(pdf, StandardCharsets.ISO_8859_1).replaceFirst("\n",
				"\n% <</Linearized 1 /L " + (pdf.length + 1_000) + " /H [1 2]>>\n");
		assertUnreadable(Files.write(file("web.pdf"), longer.getBytes(StandardCharsets.ISO_8859_1)),
				"Its end is missing.");
		byte[] trailed = Arrays.copyOf(pdf, pdf.length + 30_000);
		assertThat(read(Files.write(file("trailed.pdf"), trailed)).text()).endsWith("The second page.");
	}

	@Test
	void refusesContainersThatAreCutShort() throws IOException {
		byte[] ole = { (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1 };
		for (int length : new int[] { 8, 100, 600, 5_000 }) {
			assertUnreadable(Files.write(file("ole.docx"), Arrays.copyOf(ole, length)), "'ole.docx' is damaged");
		}
		byte[] docx = Files.readAllBytes(TestFiles.docx(file("whole.docx"), "Some text that is long enough."));
		assertUnreadable(Files.write(file("entry.docx"), TestFiles.withEntriesCutShort(docx)),
				"'entry.docx' is damaged");
	}

	@Test
	void refusesFilesWithoutText() throws IOException {
		assertUnreadable(write("nothing.txt", ""), "'nothing.txt' holds no text.");
		assertUnreadable(write("blank.md", " \n\n \t\n"), "'blank.md' holds no text.");
		assertUnreadable(TestFiles.pdf(file("scan.pdf"), null, ""), "run text recognition (OCR) over it first.");
	}

	@Test
	void refusesWhatItDoesNotKnow() throws IOException {
		assertUnreadable(write("movie.avi", "RIFF"), "'movie.avi' is of a kind that cannot be read. Save it as one of");
		byte[] png = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
		assertUnreadable(Files.write(file("picture.txt"), png), "'picture.txt' is of a kind that cannot be read.");
	}

	@Test
	void keepsToItsLimits() throws IOException {
		DocumentReader small = new DocumentReader(new ReadLimits(100, 20, Duration.ofSeconds(60)));
		assertThatThrownBy(() -> small.read("big.txt", write("big.txt", "x".repeat(101))))
			.isInstanceOf(UnreadableDocumentException.class)
			.hasMessage("'big.txt' is too large. Split it into parts. It has 101 bytes, and the limit is 100.");
		assertThatThrownBy(() -> small.read("long.txt", write("long.txt", "word ".repeat(18))))
			.isInstanceOf(UnreadableDocumentException.class)
			.hasMessage("'long.txt' is too large. Split it into parts. The limit is 20 characters of text.");
	}

	@Test
	void givesUpAfterItsTimeout() throws IOException {
		Path file = TestFiles.docx(file("slow.docx"), "word ".repeat(1000).repeat(100));
		DocumentReader hasty = new DocumentReader(new ReadLimits(50_000_000, 10_000_000, Duration.ofMillis(1)));
		assertThatThrownBy(() -> hasty.read("slow.docx", file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageStartingWith("'slow.docx' took too long to read.");
	}

	@Test
	void stopsWhenInterrupted() {
		Path file = write("a.txt", "text");
		Thread.currentThread().interrupt();
		assertThatThrownBy(() -> this.reader.read("a.txt", file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("reading was stopped");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void resolvesNoExternalEntities() throws IOException {
		Path secret = write("secret.txt", "TOPSECRET");
		String xml = """
				<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "%s">]>
				<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
				<w:body><w:p><w:r><w:t>Before &x; after.</w:t></w:r></w:p></w:body></w:document>""".replace("%s",
				secret.toUri().toString());
		Path file = TestFiles.rawDocx(file("entity.docx"), xml.getBytes(StandardCharsets.UTF_8));
		assertUnreadable(file, "'entity.docx' is damaged");
	}

	@Test
	void refusesFilesThatUnpackBeyondMeasure() throws IOException {
		String head = "<?xml version=\"1.0\"?><w:document xmlns:w=\""
				+ "http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>";
		String xml = head + "a".repeat(30_000_000) + "</w:t></w:r></w:p></w:body></w:document>";
		Path file = TestFiles.rawDocx(file("bomb.docx"), xml.getBytes(StandardCharsets.UTF_8));
		assertThat(Files.size(file)).isLessThan(100_000);
		assertUnreadable(file, "'bomb.docx' is");
	}

	@Test
	void streamsOfficeFilesWithMuchXml() throws IOException {
		String xml = "<?xml version=\"1.0\"?><w:document xmlns:w=\""
				+ "http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
				+ "<w:p><w:r><w:t>Pears are green.</w:t></w:r></w:p>" + "<w:p w:rsidR=\"00a1b2c3\"/>".repeat(1_500_000)
				+ "<w:p><w:r><w:t>Apples are red.</w:t></w:r></w:p></w:body></w:document>";
		Path file = TestFiles.rawDocx(file("large.docx"), xml.getBytes(StandardCharsets.UTF_8));
		assertThat(read(file).text()).isEqualTo("Pears are green.\n\nApples are red.");
		DocumentReader small = new DocumentReader(new ReadLimits(10_000_000, 10_000_000, Duration.ofSeconds(60)));
		assertThatThrownBy(() -> small.read("large.docx", file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("It has more than 20000000 bytes of XML, which is the limit.");
	}

	@Test
	void boundsTheXmlThatIsReadAsATree() throws IOException {
		byte[] styles = new byte[20_000_001];
		Arrays.fill(styles, (byte) ' ');
		Path file = file("styles.docx");
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			zip.putNextEntry(new ZipEntry("word/styles.xml"));
			zip.write(styles);
		}
		assertUnreadable(file, "It has more than 20000000 bytes of XML beside its text, which is the limit.");
	}

	@ParameterizedTest
	@Timeout(20)
	@MethodSource
	void readsHostileMarkdownInTime(String hostile) {
		assertThat(read(write("hostile.md", hostile + "\n\nThe end.")).text()).endsWith("The end.");
	}

	static List<String> readsHostileMarkdownInTime() {
		return List.of("---\n" + "\r".repeat(60) + "x", "---\n" + "\r\n".repeat(60) + "x", "---\n" + "\n---".repeat(60),
				"<div>\n" + "<".repeat(500_000), "<div>\n" + "<!--".repeat(100_000), "<div>\n" + "<a ".repeat(100_000));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			<div>a<br>b</div>|a b
			<div>a<!-- x > y -->b</div>|a b
			<div>a<!-->b</div>|a b
			<div>a <b c</div>|a
			<div>1 < 2 and 3|1 < 2 and 3
			<div><!-- <b>a|a
			""")
	void leavesTagsOfMarkdownOut(String markdown, String text) {
		assertThat(read(write("tags.md", markdown + "\n\nEnd.")).text()).isEqualTo(text + "\n\nEnd.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r\n", "\r" })
	void leavesFrontMatterOut(String end) {
		String markdown = String.join(end, "---", "title: a", "", " --- b", "...", "# Pears", "", "Green.");
		assertThat(read(write("front.md", markdown)).text()).isEqualTo("Pears\n\nGreen.");
		String open = String.join(end, "---", "title: a", "", "Green.");
		assertThat(read(write("open.md", open)).text()).contains("title: a");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			title: Green pears|Green pears
			title:  "Green: pears"  |Green: pears
			title: 'Pears'|Pears
			subtitle: Pears|Head
			""")
	void takesTheTitleOfMarkdownFromItsFrontMatter(String line, String title) {
		ParsedDocument document = read(write("front.md", "---\nlayout: page\n" + line + "\n---\n# Head\n\nGreen."));
		assertThat(document.title()).isEqualTo(title);
		assertThat(document.text()).isEqualTo("Head\n\nGreen.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					---~~# Heading~~Long.~~---~~more|Heading~~Long.~~more
					---~~Note: do not smoke~~---~~more|Note: do not smoke~~more
					---~Important note to all: do not smoke~Second line of text.~---~~more|Important note to all: do not smoke Second line of text.~~more
					---~# Heading~---~~more|Heading~~more
					---~- milk~- eggs~---~~more|- milk~- eggs~~more
					---~See https://example.org~---~~more|See https://example.org~~more
					""")
	void readsWhatStandsBetweenTwoRulesOfMarkdown(String markdown, String text) {
		assertThat(read(write("rules.md", markdown.replace('~', '\n'))).text()).isEqualTo(text.replace('~', '\n'));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			# made by hand~title: Pears~tags:~- green~- May~
			title:~  Pears~description: >~  Green~~  in May.~date created: 2024-05-01~
			"title": Pears~tags: [green,~  May~]~og:title: Pears~
			title: Pears~authors:~  - name: Bo~    mail: b@example.org~# a comment~draft: false~
			``
			""")
	void leavesFrontMatterOutWhateverItsValues(String yaml) {
		assertThat(read(write("front.md", ("---~" + yaml + "---~~Green.").replace('~', '\n'))).text())
			.isEqualTo("Green.");
	}

	@Test
	void takesTheMarksFromTextThatIsStruck() {
		assertThat(read(write("struck.md", "Pears ~~are blue~~ cost ~5 to ~6, ~~or more.")).text())
			.isEqualTo("Pears are blue cost ~5 to ~6, ~~or more.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "UTF-16BE" })
	void readsWideTextWithoutItsMark(String charset) throws IOException {
		String text = "Gr\u00fc\u00dfe aus K\u00f6ln, 5 \u20ac";
		Path file = Files.write(file("wide.txt"), text.getBytes(Charset.forName(charset)));
		assertThat(read(file).text()).isEqualTo(text);
	}

	@Test
	void cutsPathsOfHeadingsBetweenCharacters() {
		String heading = "\ud83c\udf50".repeat(99);
		String markdown = "# " + heading + "\n\n## " + heading + "\n\n### " + heading + "ab\n\nPears.";
		String path = read(write("pears.md", markdown)).sections().getLast().heading();
		assertThat(path).hasSize(399).endsWith(heading + "ab");
		assertThat(path.codePoints()).noneMatch((each) -> Character.getType(each) == Character.SURROGATE);
	}

	@Test
	void refusesMarkdownNestedTooDeep() {
		String message = "'deep.md' is too large. Split it into parts. It nests more than 100 deep, which is the limit.";
		assertUnreadable(write("deep.md", "> ".repeat(20_000) + "deep"), message);
		assertUnreadable(write("deep.md", "- ".repeat(1_000_000) + "deep"), message);
		assertUnreadable(write("deep.md", "[".repeat(500_000) + "deep" + "]".repeat(500_000)), message);
		assertThat(read(write("deep.md", "> ".repeat(90) + "deep")).text()).isEqualTo("deep");
	}

	@Test
	void boundsTheTablesAndMarksOfMarkdown() {
		String table = "|a".repeat(5_000) + "\n" + "|-".repeat(5_000) + "\n" + "|x\n".repeat(5_000);
		assertUnreadable(write("table.md", table), "Its tables have 25005000 cells, and the limit is 1000000.");
		assertUnreadable(write("quoted.md", "> " + table.replace("\n", "\n> ")), "cells, and the limit is 1000000.");
		assertUnreadable(write("lines.md", "\n\na".repeat(1_000_001)),
				"It has 2000002 lines and marks, and the limit is 2000000.");
		assertUnreadable(write("lists.md", ("- ".repeat(50) + "a\n").repeat(50_000)),
				"It has more than 2000000 blocks, which is the limit.");
		assertUnreadable(write("stars.md", "*".repeat(900_000) + "a" + "*".repeat(900_000)),
				"It has 1000 marks of emphasis in a row, which is the limit.");
		String real = "|a|b\n|-|-\n" + "|x|y\n".repeat(100_000);
		assertThat(read(write("real.md", real)).text()).endsWith("x | y\nx | y");
	}

	@ParameterizedTest
	@Timeout(60)
	@ValueSource(strings = { "a <?", "a <![CDATA[", "a <!A ", "a <http:", "<a ", "![a](<b", "\n[a]: <" })
	void endsTheThreadThatReadsMarkdownTooSlowly(String hostile) throws Exception {
		Path file = write("slow.md", hostile.repeat(1_900_000 / hostile.length()));
		DocumentReader hasty = new DocumentReader(new ReadLimits(50_000_000, 10_000_000, Duration.ofMillis(200)));
		assertThatThrownBy(() -> hasty.read("slow.md", file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining("took too long to read")
			.hasMessageEndingWith("The limit is 0.2 seconds.");
		for (Thread thread : Thread.getAllStackTraces().keySet()) {
			if (thread.getName().equals("fletch-reading")) {
				assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
			}
		}
	}

	@Test
	void saysThatAFileIsNotThere() {
		assertThatThrownBy(() -> this.reader.read("a.txt", file("absent.txt"))).isInstanceOf(UncheckedIOException.class)
			.hasMessageContaining("absent.txt");
	}

	private void assertUnreadable(Path file, String message) {
		assertThatThrownBy(() -> read(file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageContaining(message);
	}

	static void assertCovered(ParsedDocument document) {
		int from = 0;
		for (Section section : document.sections()) {
			assertThat(section.start()).isEqualTo(from);
			from = section.end();
		}
		assertThat(from).isEqualTo(document.text().length());
	}

	private ParsedDocument read(Path file) {
		return this.reader.read(file.getFileName().toString(), file);
	}

	private Path write(String name, String text) {
		try {
			return Files.writeString(file(name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path file(String name) {
		return this.folder.resolve(name);
	}

}
