package io.fletch.data.auditing;

import java.lang.annotation.Annotation;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.data.auditing.config.AuditingBeanDefinitionRegistrarSupport;
import org.springframework.data.auditing.config.AuditingConfiguration;
import org.springframework.data.config.ParsingUtils;

/**
 * Registers what {@link EnableFletchAuditing} asks for.
 */
class FletchAuditingRegistrar extends AuditingBeanDefinitionRegistrarSupport {

	private static final String ENTITIES = "fletchAuditedEntities";

	@Override
	protected Class<? extends Annotation> getAnnotation() {
		return EnableFletchAuditing.class;
	}

	@Override
	protected String getAuditingHandlerBeanName() {
		return "fletchAuditingHandler";
	}

	@Override
	protected BeanDefinitionBuilder getAuditHandlerBeanDefinitionBuilder(AuditingConfiguration configuration) {
		return configureDefaultAuditHandlerAttributes(configuration,
				BeanDefinitionBuilder.rootBeanDefinition(MicrosecondAuditing.class));
	}

	@Override
	protected void postProcess(BeanDefinitionBuilder builder, AuditingConfiguration configuration,
			BeanDefinitionRegistry registry) {
		if (!registry.containsBeanDefinition(ENTITIES)) {
			registerInfrastructureBeanWithId(
					BeanDefinitionBuilder.rootBeanDefinition(AuditedEntities.class).getBeanDefinition(), ENTITIES,
					registry);
		}
		builder.addConstructorArgReference(ENTITIES);
	}

	@Override
	protected void registerAuditListenerBeanDefinition(BeanDefinition handler, BeanDefinitionRegistry registry) {
		BeanDefinitionBuilder callback = BeanDefinitionBuilder.rootBeanDefinition(AuditingCallback.class);
		callback.addConstructorArgValue(
				ParsingUtils.getObjectFactoryBeanDefinition(getAuditingHandlerBeanName(), registry));
		registerInfrastructureBeanWithId(callback.getBeanDefinition(), "fletchAuditingCallback", registry);
	}

}
