package io.fletch.autoconfigure.process;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import io.fletch.context.ingestion.IngestionPipeline;
import io.fletch.data.FletchTemplate;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * An application that does what it reads, line by line, and answers each by a line.
 */
@SpringBootApplication
public class NotesApplication {

	/** Begins the lines that are no log. */
	static final String ANSWER = "> ";

	static final String READY = "ready";

	private final FletchTemplate notes;

	private final VectorStore documents;

	NotesApplication(FletchTemplate notes, VectorStore documents) {
		this.notes = notes;
		this.documents = documents;
	}

	public static void main(String[] arguments) {
		SpringApplication.run(NotesApplication.class, arguments);
	}

	@Bean
	static Counts counts() {
		return new Counts();
	}

	@Bean
	@ConditionalOnProperty("notes.ingest")
	static Object ingesting(IngestionPipeline pipeline) {
		return pipeline.jobs();
	}

	/**
	 * After a restart another thread reads, so each line is read when it is wanted.
	 */
	@EventListener(ApplicationReadyEvent.class)
	void begin() {
		Thread.ofPlatform().name("commands").start(this::run);
	}

	private void run() {
		answer(READY);
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1);
		try {
			String line = lines.readLine();
			while (line != null) {
				String[] words = line.split(" ");
				if (words[0].equals("restart")) {
					Restarter.getInstance().restart();
					return;
				}
				answer(act(words));
				line = lines.readLine();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String act(String[] words) {
		return switch (words[0]) {
			case "add" -> add(words[1]);
			case "many" -> many(words[1], Integer.parseInt(words[2]));
			case "list" ->
				this.notes.findAll(Note.class).stream().map(Note::id).sorted().collect(Collectors.joining(","));
			case "nearest" -> this.documents.similaritySearch(words[1]).getFirst().getId();
			case "loader" -> getClass().getClassLoader().getClass().getSimpleName() + " "
					+ System.identityHashCode(getClass().getClassLoader());
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private String add(String id) {
		this.notes.insert(new Note(id));
		this.documents.add(List.of(new Document(id, id, Map.of())));
		return "added " + id;
	}

	/**
	 * Tells of each note, too, so that one knows of those before a sudden end.
	 */
	private String many(String prefix, int count) {
		for (int i = 0; i < count; i++) {
			this.notes.insert(new Note(prefix + i));
			answer("wrote " + prefix + i);
		}
		return "wrote all";
	}

	private static void answer(String line) {
		try {
			new FileOutputStream(FileDescriptor.out).write((ANSWER + line + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Table("notes")
	record Note(@Id String id) {
	}

}
