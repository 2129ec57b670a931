package io.fletch.context.reading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.tika.exception.TikaException;
import org.jspecify.annotations.Nullable;

/**
 * Tells an assembler about a mail: its subject as heading, who wrote it to whom and when,
 * what it says, and the names of its attachments.
 */
final class MailText {

	private static final int DEEPEST_PART = 20;

	private static final int LONGEST_HEADER = 1 << 20;

	private final TextAssembler assembler;

	private final HtmlText html;

	private final List<String> attachments = new ArrayList<>();

	private MailText(TextAssembler assembler, HtmlText html) {
		this.assembler = assembler;
		this.html = html;
	}

	/**
	 * Reads a mail.
	 * @param html reads a part that is HTML
	 * @return the subject, if it has one
	 */
	static @Nullable String read(Path file, TextAssembler assembler, HtmlText html) throws IOException, TikaException {
		DefaultMessageBuilder builder = new DefaultMessageBuilder();
		builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
		try (InputStream content = withReadableHeader(Files.newInputStream(file))) {
			Message message = builder.parseMessage(content);
			try {
				new MailText(assembler, html).read(message);
				return message.getSubject();
			}
			finally {
				message.dispose();
			}
		}
	}

	/**
	 * Old programs write letters into a header as they are, in a character set that is
	 * not said: the parser takes it for UTF-8.
	 */
	private static InputStream withReadableHeader(InputStream mail) throws IOException, TikaException {
		byte[] start = mail.readNBytes(LONGEST_HEADER);
		int end = headerEnd(start);
		byte[] header = TextCharset.decode(Arrays.copyOf(start, end)).getBytes(StandardCharsets.UTF_8);
		InputStream rest = new ByteArrayInputStream(start, end, start.length - end);
		return new SequenceInputStream(new ByteArrayInputStream(header), new SequenceInputStream(rest, mail));
	}

	private static int headerEnd(byte[] bytes) {
		for (int index = 0; index + 1 < bytes.length; index++) {
			boolean isLineEnd = bytes[index] == '\n';
			if (isLineEnd && (bytes[index + 1] == '\n' || bytes[index + 1] == '\r')) {
				return index + 1;
			}
		}
		return 0;
	}

	private void read(Message message) throws IOException, TikaException {
		String subject = message.getSubject();
		if (subject != null && !subject.isBlank()) {
			this.assembler.append(subject);
			this.assembler.endHeading(1);
		}
		line("From", (message.getFrom() != null) ? people(message.getFrom()) : null);
		line("To", (message.getTo() != null) ? people(message.getTo().flatten()) : null);
		line("Cc", (message.getCc() != null) ? people(message.getCc().flatten()) : null);
		line("Date", date(message.getDate()));
		this.assembler.endBlock(2);
		part(message, 0);
		line("Attachments", this.attachments.isEmpty() ? null : String.join(", ", this.attachments));
	}

	private void line(String name, @Nullable String value) {
		if (value != null) {
			this.assembler.append(name + ": " + value);
			this.assembler.endBlock(1);
		}
	}

	private static String people(List<Mailbox> people) {
		return people.stream()
			.map((person) -> (person.getName() != null) ? person.getName() + " <" + person.getAddress() + ">"
					: person.getAddress())
			.collect(Collectors.joining(", "));
	}

	private static @Nullable String date(@Nullable Date date) {
		return (date != null) ? date.toInstant().atOffset(ZoneOffset.UTC).toString() : null;
	}

	private void part(Entity entity, int depth) throws IOException, TikaException {
		if (depth > DEEPEST_PART) {
			throw new IOException("The parts of a mail are nested more than " + DEEPEST_PART + " deep");
		}
		Body body = entity.getBody();
		if (body instanceof Multipart multipart) {
			parts(multipart, entity.getMimeType(), depth);
		}
		else if (body instanceof TextBody text && entity.getFilename() == null
				&& !"attachment".equalsIgnoreCase(entity.getDispositionType())) {
			text(text, entity.getMimeType());
		}
		else {
			this.attachments.add((entity.getFilename() != null) ? entity.getFilename() : entity.getMimeType());
		}
	}

	private void parts(Multipart multipart, String type, int depth) throws IOException, TikaException {
		List<Entity> parts = multipart.getBodyParts();
		if (!type.toLowerCase(Locale.ROOT).equals("multipart/alternative")) {
			for (Entity part : parts) {
				part(part, depth + 1);
			}
			return;
		}
		Entity plainest = plainest(parts);
		if (plainest != null) {
			part(plainest, depth + 1);
		}
	}

	/**
	 * All say the same, the plain one most plainly. HTML may stand among its pictures in
	 * a part that has parts itself.
	 */
	private static @Nullable Entity plainest(List<Entity> parts) throws IOException, TikaException {
		for (Entity part : parts) {
			if (isOf("text/plain", part) && part.getBody() instanceof TextBody text && hasWords(content(text))) {
				return part;
			}
		}
		return parts.stream()
			.filter((part) -> isOf("text/html", part) || part.getBody() instanceof Multipart)
			.findFirst()
			.orElse(parts.isEmpty() ? null : parts.getLast());
	}

	private static boolean isOf(String type, Entity part) {
		return type.equalsIgnoreCase(part.getMimeType());
	}

	private static boolean hasWords(String text) {
		return text.codePoints().anyMatch(Character::isLetterOrDigit);
	}

	private void text(TextBody body, String type) throws IOException, TikaException {
		String text = content(body);
		if (type.equalsIgnoreCase("text/html")) {
			this.html.read(text);
		}
		else {
			this.assembler.appendVerbatim(text);
		}
		this.assembler.endBlock(2);
	}

	/**
	 * ASCII is also what the parser takes a body for whose character set is not said.
	 */
	private static String content(TextBody body) throws IOException, TikaException {
		if (body.getMimeCharset() == null || body.getMimeCharset().equalsIgnoreCase("us-ascii")) {
			try (InputStream bytes = body.getInputStream()) {
				return TextCharset.decode(bytes.readAllBytes());
			}
		}
		StringWriter text = new StringWriter();
		try (Reader reader = body.getReader()) {
			reader.transferTo(text);
		}
		return text.toString();
	}

	/**
	 * Reads HTML.
	 */
	interface HtmlText {

		void read(String html) throws IOException;

	}

}
