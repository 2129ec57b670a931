package io.fletch.context.reading;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.fletch.context.Assets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Reads files that other programs wrote.
 */
class SampleFilesTests {

	private final DocumentReader reader = new DocumentReader();

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					testPDF.pdf; Apache Tika - Apache Tika; 1; formally started when the Tika proposal was accepted by the Apache Incubator PMC.
					testPDFVarious.pdf; testPDFVarious; 2; This is a hyperlink
					testPDF_bookmarks.pdf; testPDF_bookmarks; 2; This is a page about Denmark
					testAnnotations.pdf; testAnnotations; 1; Here is a comment
					testPDF_protected.pdf; Rethinking the Financial Network, Speech by Andrew G Haldane, Executive Director, Financial Stability delivered at the Financial Student Association, Amsterdam on 28 April 2009; 41; the first official case of Severe Acute Respiratory Syndrome (SARS) was recorded in Guangdong Province
					testWORD.docx; Sample Word Document; 1; This document includes text that is BOLD and ITALIC.
					testWORD_various.docx; testWORD_various; 1; Row 2 Col 1 | Row 2 Col 2 | Row 2 Col 3
					testPPT.pptx; Attachment Test; 3; Different words to test against
					testEXCEL.xlsx; Simple Excel document; 2; 12 | 144
					testRTF.rtf; Test d\u2019indexation Word; 1; Test d\u2019indexation Word
					testHTML_utf8.html; Title : Tilte with UTF-8 chars \u00f6\u00e4\u00e5; 1; \u00e5\u00e4\u00f6
					testXHTML.html; XHTML test document; 1; extract content from an XHTML document.
					testMARKDOWN.md; Title; 1; Some bold and italic
					testTXTNonASCIIUTF8.txt; testTXTNonASCIIUTF8; 1; Der schnelle braune Fuchs springt \u00fcber den faulen Hund
					""")
	void reads(String name, String title, int sections, String text) {
		ParsedDocument document = this.reader.read(name, Assets.require("docs/tika-samples/" + name));
		assertThat(document.title()).isEqualTo(title);
		assertThat(document.sections()).hasSize(sections);
		assertThat(document.text()).contains(text);
		DocumentReaderTests.assertCovered(document);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			testEPUB.epub; a.epub; An ePub for Tika; 4; This is the text for chapter One
			testODFwithOOo3.odt; a.odt; Apache Tika; 2; Tika is part of the Lucene project.
			testOpenOffice2.odt; a.odt; a; 1; This is a sample Open Office document
			testRFC822-multipart; a.eml; Test Multi Part Message; 1; Attachments: logo.gif
			testRFC822_eml; a.eml; Testemail; 1; From: Philipp Steinkr\u00fcger <philipp.steinkrueger@uni-koeln.de>
			testCSV.csv; a.csv; a; 1; Number: 12 | Square: 144
			""")
	void readsUnderAnyName(String file, String name, String title, int sections, String text) {
		ParsedDocument document = this.reader.read(name, Assets.require("docs/tika-samples/" + file));
		assertThat(document.title()).isEqualTo(title);
		assertThat(document.sections()).hasSize(sections);
		assertThat(document.text()).contains(text);
		DocumentReaderTests.assertCovered(document);
	}

	@ParameterizedTest
	@CsvSource({ "testJPEG_EXIF.jpg", "testWORD.doc", "testKMZ.kmz", "testRFC822-multipart" })
	void refuses(String name) {
		Path file = Assets.require("docs/tika-samples/" + name);
		assertThatThrownBy(() -> this.reader.read(name, file)).isInstanceOf(UnreadableDocumentException.class)
			.hasMessageStartingWith("'" + name + "' is of a kind that cannot be read.");
	}

	@Test
	void saysThatAnOldFileIsOne() {
		Path file = Assets.require("docs/tika-samples/testWORD.doc");
		assertThatThrownBy(() -> this.reader.read("testWORD.docx", file))
			.isInstanceOf(UnreadableDocumentException.class)
			.hasMessage(
					"'testWORD.docx' is of a kind that cannot be read. Its bytes are those of an older Office format "
							+ "(doc, xls, ppt, msg), whatever its name says. Open it in its own program, save it as docx, xlsx, "
							+ "pptx or eml and add that.");
	}

}
