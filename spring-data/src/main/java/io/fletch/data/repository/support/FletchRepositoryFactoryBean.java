package io.fletch.data.repository.support;

import org.jspecify.annotations.Nullable;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.support.RepositoryFactoryBeanSupport;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;

import io.fletch.data.FletchTemplate;

/**
 * Makes the bean of a repository.
 *
 * @param <T> the type of the repository
 * @param <S> the type of the records
 * @param <ID> the type of their ids
 */
public class FletchRepositoryFactoryBean<T extends Repository<S, ID>, S, ID>
		extends RepositoryFactoryBeanSupport<T, S, ID> {

	private @Nullable FletchTemplate template;

	/**
	 * A factory of one repository.
	 * @param repositoryInterface its interface
	 */
	public FletchRepositoryFactoryBean(Class<? extends T> repositoryInterface) {
		super(repositoryInterface);
	}

	/**
	 * Sets what saves and finds records.
	 * @param template the template
	 */
	public void setTemplate(FletchTemplate template) {
		this.template = template;
		setMappingContext(template.mappingContext());
	}

	@Override
	protected RepositoryFactorySupport createRepositoryFactory() {
		FletchTemplate used = this.template;
		if (used == null) {
			throw new IllegalStateException("A repository needs a FletchTemplate; define a bean of that type");
		}
		return new FletchRepositoryFactory(used);
	}

}
