package io.fletch.sample.web;

import java.util.regex.Pattern;

/**
 * Where a file lay in the folder that it was uploaded with. It becomes a name and never a
 * place. What a document's name cannot have is refused and not mended, so that two files
 * cannot come to the same one; only the ways to write a character, such as é, are one.
 */
final class UploadPath {

	static final int LONGEST = 1000;

	private static final int LONGEST_STEP = 255;

	private static final int MOST_STEPS = 40;

	private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*");

	/** What is left out of the names of documents. */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	private UploadPath() {
	}

	/**
	 * Checks a path.
	 * @return the path as it came
	 */
	static String checked(String given) {
		String[] steps = given.split("/", -1);
		boolean tooLong = given.length() > LONGEST || steps.length > MOST_STEPS;
		if (tooLong || given.indexOf('\\') >= 0 || UNSEEN.matcher(given).find() || DRIVE.matcher(given).matches()) {
			throw refused(given);
		}
		for (String step : steps) {
			boolean isStripped = step.equals(step.strip());
			if (step.isEmpty() || !isStripped || step.equals(".") || step.equals("..")
					|| step.length() > LONGEST_STEP) {
				throw refused(given);
			}
		}
		return given;
	}

	private static InvalidFieldException refused(String given) {
		return InvalidFieldException.badRequest("path",
				"The path " + InvalidFieldException.shown(given)
						+ " cannot be used. Send a relative one such as reports/2026/may.pdf: at most " + LONGEST
						+ " characters and " + MOST_STEPS + " steps of 1 to " + LONGEST_STEP
						+ ", none of them . or .., without spaces around them, backslashes, drive letters, and "
						+ "characters that cannot be seen.");
	}

}
