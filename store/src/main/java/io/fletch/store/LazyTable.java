package io.fletch.store;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A table, or what is made of one, that is opened when it is first asked for, and anew
 * when it can no longer be used: after it was dropped, or after a commit whose outcome is
 * unknown. For those who live longer than a handle of a table does, and ask for it before
 * each use. A failure to open is not kept. Safe for use by several threads at once.
 *
 * @param <T> the table, or what is made of it
 */
public final class LazyTable<T> implements Supplier<T> {

	private final Supplier<? extends T> opening;

	private final Function<? super T, ? extends ReadableTable<?>> table;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable T opened;

	private LazyTable(Supplier<? extends T> opening, Function<? super T, ? extends ReadableTable<?>> table) {
		this.opening = Objects.requireNonNull(opening, "opening");
		this.table = Objects.requireNonNull(table, "table");
	}

	/**
	 * Opens a table when it is needed.
	 * @param opening opens the table, for example {@link Database#openTable(String)}
	 * @param <T> the kind of table
	 * @return the table to be
	 */
	public static <T extends ReadableTable<?>> LazyTable<T> of(Supplier<? extends T> opening) {
		return new LazyTable<>(opening, Function.identity());
	}

	/**
	 * Opens something that stands on a table when it is needed.
	 * @param opening opens it
	 * @param table gives the table that it stands on
	 * @param <T> what it is
	 * @return what it is to be
	 */
	public static <T> LazyTable<T> of(Supplier<? extends T> opening,
			Function<? super T, ? extends ReadableTable<?>> table) {
		return new LazyTable<>(opening, table);
	}

	/**
	 * Returns what is open, or opens it.
	 * @return the table, which can be used
	 * @throws RuntimeException whatever the opening throws
	 */
	@Override
	public T get() {
		T known = usable();
		if (known != null) {
			return known;
		}
		this.lock.lock();
		try {
			known = usable();
			if (known == null) {
				known = Objects.requireNonNull(this.opening.get(), "opening gave null");
				this.opened = known;
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns what is known without opening anything.
	 * @return the table; empty if it was not opened, or can no longer be used
	 */
	public Optional<T> ifOpen() {
		return Optional.ofNullable(usable());
	}

	private @Nullable T usable() {
		T known = this.opened;
		return (known != null && this.table.apply(known).isUsable()) ? known : null;
	}

}
