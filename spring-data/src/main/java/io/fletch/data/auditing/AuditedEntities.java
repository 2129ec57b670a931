package io.fletch.data.auditing;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mapping.context.PersistentEntities;

import io.fletch.data.FletchTemplate;

/**
 * What Spring Data knows of the records of all templates.
 */
class AuditedEntities implements FactoryBean<PersistentEntities> {

	private final ObjectProvider<FletchTemplate> templates;

	AuditedEntities(ObjectProvider<FletchTemplate> templates) {
		this.templates = templates;
	}

	@Override
	public PersistentEntities getObject() {
		return new PersistentEntities(this.templates.stream().map(FletchTemplate::mappingContext).toList());
	}

	@Override
	public Class<?> getObjectType() {
		return PersistentEntities.class;
	}

}
