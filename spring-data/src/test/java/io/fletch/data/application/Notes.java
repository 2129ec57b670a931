package io.fletch.data.application;

import java.util.List;
import java.util.Optional;

import io.fletch.data.repository.FletchRepository;

/**
 * Found by its package.
 */
public interface Notes extends FletchRepository<Note, String>, NoteCount {

	List<Note> findByAuthor(String author);

	Optional<Note> findByText(String text);

}
