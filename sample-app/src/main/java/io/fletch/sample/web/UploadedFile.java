package io.fletch.sample.web;

import java.util.List;

import org.springframework.web.multipart.MultipartFile;

/**
 * What a request must say of the file that it carries.
 */
final class UploadedFile {

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
	static String name(MultipartFile file, int longest) {
		String sent = file.getOriginalFilename();
		String path = (sent != null) ? sent.replace('\\', '/') : "";
		String name = path.substring(path.lastIndexOf('/') + 1).strip();
		boolean control = name.chars().anyMatch(Character::isISOControl);
		if (name.isEmpty() || control || name.length() > longest) {
			throw InvalidFieldException.badRequest("file", "The file name " + InvalidFieldException.shown(name)
					+ " is empty, longer than " + longest + " characters, or has control characters. Rename the file.");
		}
		return name;
	}

}
