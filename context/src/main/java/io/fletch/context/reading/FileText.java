package io.fletch.context.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.SecureContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads one file of a known format into a document.
 */
final class FileText {

	/** The bytes of XML from which on an Office file is streamed. */
	private static final long LARGEST_TREE = 10_000_000;

	private static final int MOST_TAGS = 3_000_000;

	/** What the parser of XML says, in whatever language, of elements nested too deep. */
	private static final Pattern TOO_DEEP = Pattern
		.compile("JAXP00010006:.*?\"(?<depth>\\d+)\".*?\"(?<limit>\\d+)\".*?\"jdk\\.xml\\.maxElementDepth\"");

	private final String fileName;

	private final Path file;

	private final Format format;

	private final TextAssembler assembler;

	FileText(String fileName, Path file, Format format, TextAssembler assembler) {
		this.fileName = fileName;
		this.file = file;
		this.format = format;
		this.assembler = assembler;
	}

	ParsedDocument read() throws IOException, TikaException, SAXException {
		return switch (this.format) {
			case TEXT -> plain();
			case MARKDOWN -> markdown();
			case HTML -> html();
			case PDF -> pdf();
			case RTF -> parsed(new RTFParser());
			case DOCX, PPTX, XLSX -> office();
			case EPUB -> parsed(new EpubParser());
			case ODT -> parsed(new OpenDocumentParser());
			case EML -> mail();
			case CSV -> csv();
			case JSON -> json();
		};
	}

	private ParsedDocument plain() throws IOException, TikaException {
		this.assembler.appendVerbatim(decode());
		return this.assembler.finish(stem(), this.format.mediaType());
	}

	private ParsedDocument markdown() throws IOException, TikaException {
		String declared = MarkdownBlocks.read(withoutMark(decode()), this.assembler);
		return this.assembler.finish(title(declared), this.format.mediaType());
	}

	private ParsedDocument csv() throws IOException, TikaException {
		CsvRows.read(withoutMark(decode()), this.assembler);
		return this.assembler.finish(stem(), this.format.mediaType());
	}

	private ParsedDocument json() throws IOException, TikaException {
		try {
			JsonLines.read(withoutMark(decode()), this.assembler);
		}
		catch (JacksonException ex) {
			TokenStreamLocation place = ex.getLocation();
			String where = (place != null) ? "In line " + place.getLineNr() + " it is no JSON any more."
					: "It is no JSON.";
			throw UnreadableDocumentException.damaged(this.fileName, where, ex);
		}
		return this.assembler.finish(stem(), this.format.mediaType());
	}

	private static String withoutMark(String text) {
		return text.startsWith("\ufeff") ? text.substring(1) : text;
	}

	private ParsedDocument mail() throws IOException, TikaException {
		String subject = MailText.read(this.file, this.assembler, this::html);
		return this.assembler.finish(title(subject), this.format.mediaType());
	}

	private ParsedDocument html() throws IOException, TikaException, SAXException {
		try (InputStream content = Files.newInputStream(this.file)) {
			requireFewTags(content);
		}
		return parsed(new JSoupParser());
	}

	/**
	 * Every tag becomes a node of a tree.
	 */
	private static void requireFewTags(InputStream html) throws IOException {
		byte[] buffer = new byte[1 << 16];
		int tags = 0;
		for (int read = html.read(buffer); read >= 0; read = html.read(buffer)) {
			for (int index = 0; index < read; index++) {
				tags += (buffer[index] == '<') ? 1 : 0;
			}
		}
		if (tags > MOST_TAGS) {
			throw new TooLargeException("It has " + tags + " tags, and the limit is " + MOST_TAGS + ".");
		}
	}

	private void html(String html) throws IOException {
		requireFewTags(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
		Metadata metadata = new Metadata();
		metadata.set(Metadata.CONTENT_TYPE, "text/html; charset=UTF-8");
		try (TikaInputStream content = TikaInputStream.get(html.getBytes(StandardCharsets.UTF_8))) {
			new JSoupParser().parse(content, handler(content), metadata, context());
		}
		catch (TikaException | SAXException ex) {
			throw new IOException(ex);
		}
	}

	private ParsedDocument pdf() throws IOException, TikaException, SAXException {
		if (PdfEnd.isCutOff(this.file)) {
			throw UnreadableDocumentException.damaged(this.fileName, "Its end is missing.", null);
		}
		return parsed(new PDFParser());
	}

	/**
	 * A tree of the XML takes twenty times its memory, but tells paragraphs best: a large
	 * file is streamed.
	 */
	private ParsedDocument office() throws IOException, TikaException, SAXException {
		boolean isStreamed;
		try (ZipFile zip = new ZipFile(this.file.toString())) {
			isStreamed = ZipContent.xmlBytes(zip) > LARGEST_TREE;
		}
		ParseContext context = context();
		OfficeParserConfig config = context.get(OfficeParserConfig.class);
		config.setUseSAXDocxExtractor(isStreamed);
		config.setUseSAXPptxExtractor(isStreamed);
		return parsed(new OOXMLParser(), context);
	}

	private ParsedDocument parsed(Parser parser) throws IOException, TikaException, SAXException {
		return parsed(parser, context());
	}

	private ParsedDocument parsed(Parser parser, ParseContext context) throws IOException, TikaException, SAXException {
		Metadata metadata = new Metadata();
		metadata.set(Metadata.CONTENT_TYPE, this.format.mediaType());
		try (TikaInputStream content = TikaInputStream.get(this.file)) {
			SecureContentHandler handler = handler(content);
			try {
				parser.parse(content, handler, metadata, context);
			}
			catch (SAXException | TikaException | IOException ex) {
				requireWithinLimits(handler, ex);
				throw ex;
			}
		}
		return this.assembler.finish(title(metadata.get(TikaCoreProperties.TITLE)), this.format.mediaType());
	}

	/**
	 * How deep elements are nested is bounded by the parsers: that of XML refuses, that
	 * of HTML takes what is too deep for beside one another.
	 */
	private SecureContentHandler handler(TikaInputStream content) {
		SecureContentHandler handler = new SecureContentHandler(new SectionHandler(this.assembler), content);
		handler.setMaximumDepth(Integer.MAX_VALUE);
		return handler;
	}

	private static void requireWithinLimits(SecureContentHandler handler, Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			Matcher tooDeep = TOO_DEEP.matcher(String.valueOf(cause.getMessage()));
			if (tooDeep.find()) {
				throw new TooLargeException("It nests " + tooDeep.group("depth") + " elements deep, and the limit is "
						+ tooDeep.group("limit") + ".");
			}
			if (cause instanceof SAXException thrown) {
				requireLittleUnpacked(handler, thrown);
			}
		}
	}

	private static void requireLittleUnpacked(SecureContentHandler handler, SAXException thrown) {
		try {
			handler.throwIfCauseOf(thrown);
		}
		catch (TikaException ex) {
			throw new TooLargeException("Its text is more than " + handler.getMaximumCompressionRatio()
					+ " times as large as the file, which is the limit.");
		}
	}

	private ParseContext context() {
		ParseContext context = new ParseContext();
		context.set(EmbeddedDocumentExtractor.class, new WithoutEmbedded());
		context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
		context.set(EncodingDetector.class, new TextCharset());
		PDFParserConfig pdf = new PDFParserConfig();
		pdf.setExtractBookmarksText(false);
		pdf.setExtractInlineImages(false);
		pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
		context.set(PDFParserConfig.class, pdf);
		OfficeParserConfig office = new OfficeParserConfig();
		office.setIncludeHeadersAndFooters(false);
		office.setIncludeDeletedContent(false);
		office.setIncludeSlideMasterContent(false);
		context.set(OfficeParserConfig.class, office);
		return context;
	}

	private String decode() throws IOException, TikaException {
		return TextCharset.decode(Files.readAllBytes(this.file));
	}

	private String title(@Nullable String declared) {
		String title = (declared != null) ? CleanText.of(declared).replaceAll("\\s+", " ").strip() : "";
		if (!title.isEmpty()) {
			return title;
		}
		String heading = this.assembler.firstHeading();
		return (heading != null) ? heading : stem();
	}

	private String stem() {
		int dot = this.fileName.lastIndexOf('.');
		return (dot > 0) ? this.fileName.substring(0, dot) : this.fileName;
	}

	/**
	 * Leaves attachments and pictures out: they are documents of their own.
	 */
	private static final class WithoutEmbedded implements EmbeddedDocumentExtractor {

		@Override
		public boolean shouldParseEmbedded(Metadata metadata) {
			return false;
		}

		@Override
		public void parseEmbedded(InputStream content, ContentHandler handler, Metadata metadata, boolean output) {
		}

	}

}
