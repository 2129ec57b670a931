package io.fletch.autoconfigure.observation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import io.fletch.store.activity.Activity;
import io.fletch.store.activity.ActivityObserver;

/**
 * Asks for the meters when the first write was heard of: they need the databases, which
 * are not there before they are opened.
 */
final class LateMeters implements ActivityObserver {

	private final Supplier<@Nullable ActivityObserver> observer;

	LateMeters(String database, ObjectProvider<TableMeters> meters) {
		this.observer = SingletonSupplier.of(() -> meters.getObject().observer(database));
	}

	@Override
	public Ending begun(Activity activity) {
		ActivityObserver found = this.observer.get();
		return (found != null) ? found.begun(activity) : NONE.begun(activity);
	}

}
