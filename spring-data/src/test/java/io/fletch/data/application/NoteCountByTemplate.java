package io.fletch.data.application;

import io.fletch.data.FletchTemplate;

class NoteCountByTemplate implements NoteCount {

	private final FletchTemplate template;

	NoteCountByTemplate(FletchTemplate template) {
		this.template = template;
	}

	@Override
	public String counted() {
		return this.template.count(Note.class) + " notes";
	}

}
