package io.fletch.data.application;

import io.fletch.data.FletchTemplate;

class NoteCountImpl implements NoteCount {

	private final FletchTemplate template;

	NoteCountImpl(FletchTemplate template) {
		this.template = template;
	}

	@Override
	public String counted() {
		return this.template.count(Note.class) + " notes";
	}

}
