package io.fletch.sample.chat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All who can answer, the default first.
 */
final class Answerers {

	private final Map<String, Answerer> byId = new LinkedHashMap<>();

	private final Answerer standard;

	/**
	 * Collects answerers.
	 * @param answerers those there are, the default first; their ids are different
	 */
	Answerers(List<Answerer> answerers) {
		this.standard = answerers.getFirst();
		answerers.forEach((answerer) -> this.byId.put(answerer.info().id(), answerer));
		if (this.byId.size() < answerers.size()) {
			throw new IllegalArgumentException(
					"The ids of answerers must be different, but are " + ids(answerers) + ". Rename a model.");
		}
	}

	private static List<String> ids(List<Answerer> answerers) {
		return answerers.stream().map((answerer) -> answerer.info().id()).toList();
	}

	List<AnswererInfo> infos() {
		return this.byId.values().stream().map(Answerer::info).toList();
	}

	/**
	 * Finds an answerer.
	 * @param id its id, or {@code null} for the default
	 * @throws UnknownModelException if there is none of this id
	 */
	Answerer named(@Nullable String id) {
		if (id == null) {
			return this.standard;
		}
		Answerer answerer = this.byId.get(id);
		if (answerer == null) {
			throw new UnknownModelException(id, List.copyOf(this.byId.keySet()));
		}
		return answerer;
	}

}
