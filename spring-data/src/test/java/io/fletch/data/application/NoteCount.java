package io.fletch.data.application;

/**
 * A method that the application writes by itself.
 */
public interface NoteCount {

	String counted();

}
