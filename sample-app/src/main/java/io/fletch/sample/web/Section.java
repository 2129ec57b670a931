package io.fletch.sample.web;

/**
 * Which part of a long list is read.
 *
 * @param offset how many are left out
 * @param limit how many are read at most
 */
record Section(int offset, int limit) {

	static Section of(int offset, int limit, int most) {
		if (offset < 0) {
			throw InvalidFieldException.badRequest("offset", "offset is " + offset + ", but must be 0 or more.");
		}
		if (limit < 1 || limit > most) {
			throw InvalidFieldException.badRequest("limit",
					"limit is " + limit + ", but must be from 1 to " + most + ".");
		}
		return new Section(offset, limit);
	}

}
