package io.fletch.data.auditing;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.core.Ordered;
import org.springframework.data.auditing.IsNewAwareAuditingHandler;

import io.fletch.data.event.BeforeConvertCallback;

/**
 * Fills components before a record gets its id and its version.
 */
class AuditingCallback implements BeforeConvertCallback<Object>, Ordered {

	private static final int ORDER = 100;

	private final ObjectFactory<IsNewAwareAuditingHandler> auditing;

	AuditingCallback(ObjectFactory<IsNewAwareAuditingHandler> auditing) {
		this.auditing = auditing;
	}

	@Override
	public Object onBeforeConvert(Object entity, String table) {
		return this.auditing.getObject().markAudited(entity);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
