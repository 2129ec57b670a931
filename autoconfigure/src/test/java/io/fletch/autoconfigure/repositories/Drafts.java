package io.fletch.autoconfigure.repositories;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.data.repository.FletchRepository;
import io.fletch.store.mapping.Id;
import io.fletch.store.mapping.Table;

/**
 * A repository in the packages of an application.
 */
public interface Drafts extends FletchRepository<Drafts.Draft, String> {

	List<Draft> findByText(String text);

	/**
	 * A record of an application.
	 */
	@Table("drafts")
	record Draft(@Id String id, String text, @Nullable String note) {
	}

}
