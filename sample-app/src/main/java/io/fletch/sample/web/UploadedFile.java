package io.fletch.sample.web;

import java.util.List;

import org.springframework.web.multipart.MultipartFile;

/**
 * What a request must say of the file that it carries.
 */
final class UploadedFile {

	/** The longest name, in characters. */
	static final int LONGEST_NAME = 200;

	private UploadedFile() {
	}

	/**
	 * Controllers take a list only to refuse several files.
	 */
	static MultipartFile only(List<MultipartFile> files) {
		if (files.size() != 1) {
			throw InvalidFieldException.badRequest("file", "The request has " + files.size()
					+ " parts named 'file', but must have one. Send one request a file.");
		}
		return files.getFirst();
	}

	/**
	 * The last step of whatever path a client sends: a name is not a place.
	 */
	static String name(MultipartFile file) {
		String sent = file.getOriginalFilename();
		String path = (sent != null) ? sent.replace('\\', '/') : "";
		String name = path.substring(path.lastIndexOf('/') + 1).strip();
		boolean isText = TextOnly.isText(name) && name.chars().noneMatch(Character::isISOControl);
		if (name.isEmpty() || !isText || name.length() > LONGEST_NAME) {
			throw InvalidFieldException.badRequest("file",
					"The file name " + InvalidFieldException.shown(name) + " is empty, longer than " + LONGEST_NAME
							+ " characters, or has control characters. Rename the file.");
		}
		return name;
	}

}
