package io.fletch.data.repository.support;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.core.EntityInformation;
import org.springframework.data.repository.core.RepositoryInformation;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.PersistentEntityInformation;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.ValueExpressionDelegate;

import io.fletch.data.FletchTemplate;
import io.fletch.data.repository.query.FletchQueryLookup;

/**
 * Makes repositories. The table of the records is checked, created or extended when its
 * repository is made.
 */
public class FletchRepositoryFactory extends RepositoryFactorySupport {

	private final FletchTemplate template;

	/**
	 * A factory.
	 * @param template what saves and finds records
	 */
	public FletchRepositoryFactory(FletchTemplate template) {
		this.template = template;
	}

	@Override
	@SuppressWarnings("unchecked")
	public EntityInformation<?, ?> getEntityInformation(RepositoryMetadata metadata) {
		return new PersistentEntityInformation<>(this.template.mappingContext().entity(metadata.getDomainType()));
	}

	@Override
	protected Object getTargetRepository(RepositoryInformation metadata) {
		this.template.prepare(type(metadata));
		this.template.mappingContext().entity(metadata.getDomainType()).idProperty();
		return getTargetRepositoryViaReflection(metadata, getEntityInformation(metadata), this.template);
	}

	@Override
	protected Class<?> getRepositoryBaseClass(RepositoryMetadata metadata) {
		return SimpleFletchRepository.class;
	}

	@Override
	protected Optional<QueryLookupStrategy> getQueryLookupStrategy(QueryLookupStrategy.@Nullable Key key,
			ValueExpressionDelegate valueExpressionDelegate) {
		return Optional.of(new FletchQueryLookup(this.template, valueExpressionDelegate));
	}

	private static Class<? extends Record> type(RepositoryMetadata metadata) {
		if (!metadata.getDomainType().isRecord()) {
			throw new IllegalArgumentException("The repository " + metadata.getRepositoryInterface().getName()
					+ " is of " + metadata.getDomainType().getName() + ", which is no record");
		}
		return metadata.getDomainType().asSubclass(Record.class);
	}

}
