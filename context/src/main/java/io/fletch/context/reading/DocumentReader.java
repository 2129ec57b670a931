package io.fletch.context.reading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

import io.fletch.context.reading.UnreadableDocumentException.Reason;

/**
 * Reads text out of files: plain text, Markdown, HTML, PDF, RTF, Office Open XML (docx,
 * pptx, xlsx), OpenDocument text, EPUB, mails, CSV and JSON. The content decides what a
 * file is; its name only tells kinds of plain text apart, of which a mail is one.
 * Attachments, pictures, scripts, navigation, page headers and footers of Office files
 * are left out. Safe for use by several threads at once.
 */
public final class DocumentReader {

	/** Of all readers, as they share the processors. */
	private static final AbandonedThreads ABANDONED = new AbandonedThreads(4);

	private final ReadLimits limits;

	/**
	 * Creates a reader with {@link ReadLimits#DEFAULT}.
	 */
	public DocumentReader() {
		this(ReadLimits.DEFAULT);
	}

	/**
	 * Creates a reader.
	 * @param limits what reading one file may cost
	 */
	public DocumentReader(ReadLimits limits) {
		Objects.requireNonNull(limits, "limits");
		this.limits = limits;
	}

	/**
	 * Returns what reading one file may cost.
	 * @return the limits
	 */
	public ReadLimits limits() {
		return this.limits;
	}

	/**
	 * Returns the file name extensions that are accepted.
	 * @return the extensions in lower case, without dot
	 */
	public Set<String> extensions() {
		return Format.allExtensions();
	}

	/**
	 * Says whether files of a name are accepted, whatever they hold. Files of other names
	 * are read if their content is that of a PDF, an Office file or the like.
	 * @param fileName the name, in any case
	 * @return whether it ends with one of {@link #extensions()}
	 */
	public boolean accepts(String fileName) {
		Objects.requireNonNull(fileName, "fileName");
		return Format.ofName(fileName).isPresent();
	}

	/**
	 * Reads a file. Returns or throws within the time limit; interrupting the calling
	 * thread stops it earlier. While 4 files that took too long are still being given up,
	 * by whatever reader, no other is begun.
	 * @param fileName the name that its owner gave the file
	 * @param file where it lies
	 * @return its title, text and sections
	 * @throws UnreadableDocumentException if no text can be had from the file within the
	 * limits
	 * @throws UncheckedIOException if the file does not exist or cannot be opened
	 */
	public ParsedDocument read(String fileName, Path file) {
		Objects.requireNonNull(fileName, "fileName");
		Objects.requireNonNull(file, "file");
		if (Thread.currentThread().isInterrupted()) {
			throw new UnreadableDocumentException(fileName, Reason.INTERRUPTED, (Throwable) null);
		}
		checkSize(fileName, file);
		ABANDONED.requireFew(fileName);
		FutureTask<ParsedDocument> task = new FutureTask<>(() -> parse(fileName, file));
		Thread thread = Thread.ofPlatform().daemon().name("fletch-reading").start(task);
		try {
			return task.get(this.limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			abandon(task, thread);
			throw new UnreadableDocumentException(fileName, Reason.TOO_SLOW, "The limit is "
					+ BigDecimal.valueOf(this.limits.timeout().toMillis(), 3).stripTrailingZeros().toPlainString()
					+ " seconds.");
		}
		catch (InterruptedException ex) {
			abandon(task, thread);
			Thread.currentThread().interrupt();
			throw new UnreadableDocumentException(fileName, Reason.INTERRUPTED, ex);
		}
		catch (ExecutionException ex) {
			throw asUnchecked(fileName, ex.getCause());
		}
	}

	private static void abandon(FutureTask<?> task, Thread thread) {
		task.cancel(true);
		ABANDONED.add(thread);
	}

	private void checkSize(String fileName, Path file) {
		long size;
		try {
			size = Files.size(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (size == 0) {
			throw new UnreadableDocumentException(fileName, Reason.EMPTY, (Throwable) null);
		}
		if (size > this.limits.maxBytes()) {
			throw new UnreadableDocumentException(fileName, Reason.TOO_LARGE,
					"It has " + size + " bytes, and the limit is " + this.limits.maxBytes() + ".");
		}
	}

	/**
	 * A file that cannot be opened is no document yet; whatever else a container throws
	 * lies in its bytes.
	 */
	private Format format(String fileName, Path file) throws IOException {
		try {
			return Format.of(fileName, file, this.limits.maxBytes());
		}
		catch (FileSystemException | UnreadableDocumentException ex) {
			throw ex;
		}
		catch (IOException | RuntimeException ex) {
			throw new UnreadableDocumentException(fileName, Reason.DAMAGED, ex);
		}
	}

	private ParsedDocument parse(String fileName, Path file) throws IOException {
		Format format = format(fileName, file);
		TextAssembler assembler = new TextAssembler(this.limits.maxCharacters(), format == Format.PDF);
		try {
			ParsedDocument document = new FileText(fileName, file, format, assembler).read();
			if (document.text().isBlank()) {
				throw new UnreadableDocumentException(fileName, Reason.EMPTY, (Throwable) null);
			}
			return document;
		}
		catch (EncryptedDocumentException ex) {
			throw new UnreadableDocumentException(fileName, Reason.ENCRYPTED, ex);
		}
		catch (FileSystemException | UnreadableDocumentException ex) {
			throw ex;
		}
		catch (TooLargeException ex) {
			throw new UnreadableDocumentException(fileName, Reason.TOO_LARGE, ex.detail());
		}
		catch (TikaException | SAXException | IOException | RuntimeException ex) {
			if (assembler.overflowed()) {
				throw new UnreadableDocumentException(fileName, Reason.TOO_LARGE,
						"The limit is " + this.limits.maxCharacters() + " characters of text.");
			}
			throw new UnreadableDocumentException(fileName, Reason.DAMAGED, ex);
		}
	}

	private static RuntimeException asUnchecked(String fileName, @Nullable Throwable cause) {
		return switch (cause) {
			case UnreadableDocumentException ex -> ex;
			case IOException ex -> new UncheckedIOException(ex);
			// A document can nest so deep, or unpack so large, that its parser gives up.
			case StackOverflowError ex -> new UnreadableDocumentException(fileName, Reason.DAMAGED, ex);
			case OutOfMemoryError ex -> new UnreadableDocumentException(fileName, Reason.TOO_LARGE, ex);
			case RuntimeException ex -> ex;
			case Error ex -> throw ex;
			case null, default -> new IllegalStateException(cause);
		};
	}

}
