package io.fletch.context.reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.STStyleType;

/**
 * Writes small files of the formats that the reader takes.
 */
final class TestFiles {

	private TestFiles() {
	}

	static Path pdf(Path file, String password, String... pages) throws IOException {
		try (PDDocument document = new PDDocument()) {
			for (String text : pages) {
				addPage(document, text);
			}
			if (password != null) {
				document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
			}
			try (OutputStream out = Files.newOutputStream(file)) {
				document.save(out);
			}
		}
		return file;
	}

	private static void addPage(PDDocument document, String text) throws IOException {
		PDPage page = new PDPage();
		document.addPage(page);
		try (PDPageContentStream content = new PDPageContentStream(document, page)) {
			content.beginText();
			content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 11);
			content.setLeading(14);
			content.newLineAtOffset(60, 700);
			for (String line : text.split("\n")) {
				content.showText(line);
				content.newLine();
			}
			content.endText();
		}
	}

	/**
	 * Writes paragraphs; {@code "# "} starts a heading, {@code "## "} one below it, and
	 * {@code "a | b"} is a row of a table.
	 */
	static Path docx(Path file, String... paragraphs) throws IOException {
		try (XWPFDocument document = new XWPFDocument(); OutputStream out = Files.newOutputStream(file)) {
			addHeadingStyle(document, 1);
			addHeadingStyle(document, 2);
			for (String paragraph : paragraphs) {
				addParagraph(document, paragraph);
			}
			document.write(out);
		}
		return file;
	}

	private static void addParagraph(XWPFDocument document, String text) {
		if (text.contains(" | ")) {
			String[] cells = text.split(" \\| ");
			XWPFTable table = document.createTable(1, cells.length);
			for (int index = 0; index < cells.length; index++) {
				table.getRow(0).getCell(index).setText(cells[index]);
			}
			return;
		}
		XWPFParagraph paragraph = document.createParagraph();
		int level = text.startsWith("## ") ? 2 : (text.startsWith("# ") ? 1 : 0);
		if (level > 0) {
			paragraph.setStyle("Heading" + level);
		}
		paragraph.createRun().setText((level > 0) ? text.substring(level + 1) : text);
	}

	private static void addHeadingStyle(XWPFDocument document, int level) {
		CTStyle style = CTStyle.Factory.newInstance();
		style.setStyleId("Heading" + level);
		style.addNewName().setVal("heading " + level);
		style.setType(STStyleType.PARAGRAPH);
		document.createStyles().addStyle(new XWPFStyle(style));
	}

	static Path pptx(Path file, String... slides) throws IOException {
		try (XMLSlideShow show = new XMLSlideShow(); OutputStream out = Files.newOutputStream(file)) {
			for (String text : slides) {
				show.createSlide().createTextBox().setText(text);
			}
			show.write(out);
		}
		return file;
	}

	static Path xlsx(Path file, String sheet, String... rows) throws IOException {
		try (XSSFWorkbook book = new XSSFWorkbook(); OutputStream out = Files.newOutputStream(file)) {
			book.createSheet(sheet);
			for (int index = 0; index < rows.length; index++) {
				XSSFRow row = book.getSheet(sheet).createRow(index);
				for (String cell : rows[index].split(" \\| ")) {
					row.createCell(Math.max(0, row.getLastCellNum())).setCellValue(cell);
				}
			}
			book.write(out);
		}
		return file;
	}

	static Path encryptedOffice(Path file, Path plain) throws Exception {
		try (POIFSFileSystem container = new POIFSFileSystem(); OutputStream out = Files.newOutputStream(file)) {
			Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
			encryptor.confirmPassword("secret");
			try (OutputStream encrypted = encryptor.getDataStream(container)) {
				Files.copy(plain, encrypted);
			}
			container.writeFilesystem(out);
		}
		return file;
	}

	/**
	 * Makes the directory of a zip file say that its entries are shorter than they are.
	 */
	static byte[] withEntriesCutShort(byte[] zip) {
		byte[] cut = zip.clone();
		for (int index = 0; index + 24 < cut.length; index++) {
			if (cut[index] == 'P' && cut[index + 1] == 'K' && cut[index + 2] == 1 && cut[index + 3] == 2) {
				cut[index + 20] = 10;
				cut[index + 21] = 0;
			}
		}
		return cut;
	}

	/**
	 * Writes a docx whose main part is given as XML.
	 */
	static Path rawDocx(Path file, byte[] documentXml) throws IOException {
		Map<String, String> parts = Map.of("[Content_Types].xml", """
				<?xml version="1.0" encoding="UTF-8"?>
				<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
				<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
				<Override PartName="/word/document.xml" ContentType="\
				application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""",
				"_rels/.rels", """
						<?xml version="1.0" encoding="UTF-8"?>
						<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
						<Relationship Id="rId1" Target="word/document.xml" Type="\
						http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>\
						</Relationships>""");
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, String> part : parts.entrySet()) {
				zip.putNextEntry(new ZipEntry(part.getKey()));
				zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
			}
			zip.putNextEntry(new ZipEntry("word/document.xml"));
			zip.write(documentXml);
		}
		return Files.write(file, bytes.toByteArray());
	}

}
