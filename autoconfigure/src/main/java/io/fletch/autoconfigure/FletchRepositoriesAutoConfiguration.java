package io.fletch.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Import;

import io.fletch.data.FletchTemplate;
import io.fletch.data.repository.FletchRepository;
import io.fletch.data.repository.config.FletchRepositoryConfigurationExtension;
import io.fletch.data.repository.support.FletchRepositoryFactoryBean;

/**
 * Auto-configuration of the repositories in the packages of the application, unless it
 * switches repositories on by itself.
 */
@AutoConfiguration(after = FletchDataAutoConfiguration.class)
@ConditionalOnClass({ FletchRepository.class, FletchTemplate.class })
@ConditionalOnSingleCandidate(FletchTemplate.class)
@ConditionalOnMissingBean({ FletchRepositoryFactoryBean.class, FletchRepositoryConfigurationExtension.class })
@Import(PackagedRepositories.class)
public final class FletchRepositoriesAutoConfiguration {

}
