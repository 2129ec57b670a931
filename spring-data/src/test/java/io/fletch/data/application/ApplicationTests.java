package io.fletch.data.application;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;

import io.fletch.data.FletchTemplate;
import io.fletch.data.Memory;
import io.fletch.data.auditing.EnableFletchAuditing;
import io.fletch.data.event.AfterConvertCallback;
import io.fletch.data.event.BeforeSaveCallback;
import io.fletch.data.repository.config.EnableFletchRepositories;
import io.fletch.store.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ApplicationTests {

	@Test
	void findsRepositoriesAndWhatTheApplicationAddsToThem() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Plain.class)) {
			Notes notes = context.getBean(Notes.class);
			notes.save(Note.of("rain"));
			assertThat(notes.counted()).isEqualTo("1 notes");
			assertThat(context.getBean(Database.class).tableNames()).containsExactly("notes");
		}
	}

	@Test
	void usesTheTemplateThatIsNamed() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Two.class)) {
			context.getBean(Notes.class).save(Note.of("rain"));
			assertThat(context.getBean("other", FletchTemplate.class).count(Note.class)).isEqualTo(1);
			assertThat(context.getBean("fletchTemplate", FletchTemplate.class).count(Note.class)).isZero();
		}
	}

	@Test
	void fillsInWhoAndWhen() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Audited.class)) {
			Audited audited = context.getBean(Audited.class);
			Notes notes = context.getBean(Notes.class);
			Note saved = notes.save(Note.of("rain"));
			assertThat(saved.id()).isNotNull();
			assertThat(saved.version()).isZero();
			assertThat(saved.created()).isEqualTo(audited.now);
			assertThat(saved.changed()).isEqualTo(audited.now);
			assertThat(saved.author()).isEqualTo("ada");
			Instant before = audited.now;
			audited.now = before.plusSeconds(60);
			audited.user = "bob";
			notes.save(saved.with("snow"));
			Note read = notes.findById(saved.id()).orElseThrow();
			assertThat(read).isEqualTo(new Note(saved.id(), "snow", 1L, before, audited.now, "ada", "bob"));
			assertThat(notes.findByAuthor("ada")).containsExactly(read);
			assertThatExceptionOfType(OptimisticLockingFailureException.class)
				.isThrownBy(() -> notes.save(saved.with("wind")))
				.withMessageContaining("no longer has the version 0");
		}
	}

	@Test
	void whatWasSavedByTheClockEqualsWhatIsRead() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Clocked.class)) {
			Notes notes = context.getBean(Notes.class);
			Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
			Note saved = notes.save(Note.of("rain"));
			assertThat(notes.findById(saved.id())).contains(saved);
			assertThat(saved.created()).isBetween(before, Instant.now());
			assertThat(saved.author()).isNull();
		}
	}

	@Test
	void callsTheBeansOfTheApplicationBack() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(CalledBack.class)) {
			Notes notes = context.getBean(Notes.class);
			notes.save(Note.of("rain"));
			assertThat(notes.findByText("RAIN")).map(Note::editor).contains("read");
			assertThat(context.getBean(CalledBack.class).tables).containsExactly("notes");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchRepositories(repositoryImplementationPostfix = "ByTemplate")
	static class Plain {

		@Bean
		Database database() {
			return Memory.open();
		}

		@Bean
		FletchTemplate fletchTemplate(Database database) {
			return new FletchTemplate(database);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchRepositories(basePackageClasses = Notes.class, fletchTemplateRef = "other",
			repositoryImplementationPostfix = "ByTemplate")
	static class Two {

		@Bean
		@Primary
		FletchTemplate fletchTemplate() {
			return new FletchTemplate(Memory.open());
		}

		@Bean
		FletchTemplate other() {
			return new FletchTemplate(Memory.open());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchAuditing(dateTimeProviderRef = "time")
	static class Audited extends Plain {

		private Instant now = Instant.parse("2026-01-31T12:00:00Z");

		private String user = "ada";

		@Bean
		DateTimeProvider time() {
			return () -> Optional.of(this.now);
		}

		@Bean
		AuditorAware<String> auditor() {
			return () -> Optional.of(this.user);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableFletchAuditing
	static class Clocked extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class CalledBack extends Plain {

		private final List<String> tables = new ArrayList<>();

		@Bean
		BeforeSaveCallback<Note> upperCase() {
			return new BeforeSaveCallback<>() {
				@Override
				public Note onBeforeSave(Note note, String table) {
					CalledBack.this.tables.add(table);
					return note.with(note.text().toUpperCase(Locale.ROOT));
				}
			};
		}

		@Bean
		AfterConvertCallback<Note> marksWhatWasRead() {
			return new AfterConvertCallback<>() {
				@Override
				public Note onAfterConvert(Note note, String table) {
					return new Note(note.id(), note.text(), note.version(), note.created(), note.changed(),
							note.author(), "read");
				}
			};
		}

	}

}
