package io.fletch.data.auditing;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.data.auditing.IsNewAwareAuditingHandler;
import org.springframework.data.mapping.context.PersistentEntities;

/**
 * Tells times to the microsecond, as tables keep them, so that a record that was saved
 * equals the one that is read. A provider of the application takes the place of the
 * clock.
 */
class MicrosecondAuditing extends IsNewAwareAuditingHandler {

	MicrosecondAuditing(PersistentEntities entities) {
		super(entities);
		setDateTimeProvider(
				() -> Optional.of(LocalDateTime.now(Clock.systemDefaultZone()).truncatedTo(ChronoUnit.MICROS)));
	}

}
