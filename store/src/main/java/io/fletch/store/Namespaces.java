package io.fletch.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.fletch.store.error.InvalidInputException;
import io.fletch.store.error.NamespaceExistsException;
import io.fletch.store.error.NamespaceNotEmptyException;
import io.fletch.store.error.NamespaceNotFoundException;
import io.fletch.store.io.Storage;

/**
 * The namespaces directly within a database or another namespace. Safe for use by several
 * threads at once.
 */
public final class Namespaces {

	private final Connection connection;

	private final Catalog parent;

	Namespaces(Connection connection, Catalog parent) {
		this.connection = connection;
		this.parent = parent;
	}

	/**
	 * Returns the names of all namespaces.
	 * @return the names in order
	 */
	public List<String> list() {
		return this.parent.namespaceNames();
	}

	/**
	 * Returns a page of the names of the namespaces.
	 * @param startAfter the last name of the page before; {@code null} for the first page
	 * @param limit how many names at most, at least 1
	 * @return the names in order; fewer than {@code limit} at the end
	 * @throws InvalidInputException if the limit is less than 1
	 */
	public List<String> list(@Nullable String startAfter, int limit) {
		return Page.of(list(), startAfter, limit);
	}

	/**
	 * Tells whether there is a namespace.
	 * @param name the name
	 * @return whether there is one of that name
	 */
	public boolean exists(String name) {
		Objects.requireNonNull(name, "name");
		return this.connection.read(() -> Names.isValid(name) && isThere(path(name)));
	}

	/**
	 * Creates a namespace.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @throws InvalidInputException if the name is not acceptable or lies too deep
	 * @throws NamespaceExistsException if there is a namespace of that name
	 */
	public void create(String name) {
		create(name, NamespaceMode.CREATE, Map.of());
	}

	/**
	 * Creates a namespace.
	 * @param name letters, digits, {@code _}, {@code -} and {@code .}, not beginning with
	 * {@code .}, at most 200
	 * @param mode what happens if there is a namespace of that name
	 * @param properties what to keep with it
	 * @throws InvalidInputException if the name or a property is not acceptable, or the
	 * namespace lies too deep
	 * @throws NamespaceExistsException if there is a namespace of that name, and the mode
	 * is {@link NamespaceMode#CREATE}
	 */
	public void create(String name, NamespaceMode mode, Map<String, String> properties) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(mode, "mode");
		Objects.requireNonNull(properties, "properties");
		List<String> path = Names.requirePath(path(name));
		NamespaceFile.requireAcceptable(properties);
		Storage storage = this.connection.storage();
		String temporary = Leftovers.CREATING + UUID.randomUUID();
		String dropped = Leftovers.DROPPED + UUID.randomUUID();
		this.connection.read(() -> {
			try {
				this.parent.requireNamespace();
				storage.createFolder(temporary);
				NamespaceFile.write(storage.folder(temporary), properties);
				return this.connection.change(() -> {
					this.parent.requireNamespace();
					if (isThere(path) && mode != NamespaceMode.OVERWRITE) {
						return refuseOrKeep(path, mode);
					}
					Names.requireDistinct("namespace", name, list());
					drop(path, dropped);
					storage.move(temporary, Catalog.folder(path));
					return name;
				});
			}
			finally {
				Leftovers.discard(storage, temporary);
				Leftovers.discard(storage, dropped);
			}
		});
	}

	private String refuseOrKeep(List<String> path, NamespaceMode mode) {
		if (mode == NamespaceMode.CREATE) {
			throw new NamespaceExistsException(
					"Namespace '" + Names.render(path) + "' already exists in " + this.connection.uri());
		}
		return path.getLast();
	}

	/**
	 * Drops a namespace.
	 * @param name the name
	 * @param mode what happens if there is no such namespace
	 * @param behavior what happens if it holds tables or other namespaces
	 * @return whether there was one
	 * @throws NamespaceNotFoundException if there is none, and the mode is
	 * {@link DropMode#FAIL}
	 * @throws NamespaceNotEmptyException if it is not empty, and the behavior is
	 * {@link DropBehavior#RESTRICT}; nothing was dropped
	 */
	public boolean drop(String name, DropMode mode, DropBehavior behavior) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(mode, "mode");
		Objects.requireNonNull(behavior, "behavior");
		List<String> path = Names.requirePath(path(name));
		String dropped = Leftovers.DROPPED + UUID.randomUUID();
		boolean existed = this.connection.change(() -> {
			this.parent.requireNamespace();
			if (!isThere(path)) {
				return skipOrFail(path, mode);
			}
			if (behavior == DropBehavior.RESTRICT) {
				requireEmpty(path);
			}
			drop(path, dropped);
			return true;
		});
		Leftovers.discard(this.connection.storage(), dropped);
		return existed;
	}

	private boolean skipOrFail(List<String> path, DropMode mode) {
		if (mode == DropMode.FAIL) {
			throw new NamespaceNotFoundException(
					"Namespace '" + Names.render(path) + "' was not found in " + this.connection.uri());
		}
		return false;
	}

	private void requireEmpty(List<String> path) {
		Catalog content = new Catalog(this.connection, path);
		int tables = content.tableNames().size();
		int namespaces = content.namespaceNames().size();
		if (tables + namespaces > 0) {
			throw new NamespaceNotEmptyException("Namespace '" + Names.render(path) + "' holds " + tables
					+ " tables and " + namespaces + " namespaces; drop them first, or drop it with CASCADE");
		}
	}

	private void drop(List<String> path, String dropped) throws IOException {
		Storage storage = this.connection.storage();
		String folder = Catalog.folder(path);
		if (storage.exists(folder)) {
			this.connection.forget((table) -> table.startsWith(folder + "/"), () -> new NamespaceNotFoundException(
					"The table is gone, as its namespace '" + Names.render(path) + "' was dropped"));
			storage.move(folder, dropped);
		}
	}

	/**
	 * Returns what is kept with a namespace.
	 * @param name the name
	 * @return the properties by their names
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public Map<String, String> describe(String name) {
		Objects.requireNonNull(name, "name");
		List<String> path = Names.requirePath(path(name));
		return this.connection.read(() -> {
			new Catalog(this.connection, path).requireNamespace();
			return NamespaceFile.read(this.connection.storage(), path);
		});
	}

	/**
	 * Puts other properties in the place of those that are kept with a namespace. Readers
	 * and, after a crash, whoever opens it see the ones or the others, whole. Durable
	 * when this returns.
	 * @param name the name
	 * @param properties all that is to be kept
	 * @throws InvalidInputException if a property is not acceptable; nothing was changed
	 * @throws NamespaceNotFoundException if there is no such namespace
	 */
	public void alter(String name, Map<String, String> properties) {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(properties, "properties");
		List<String> path = Names.requirePath(path(name));
		NamespaceFile.requireAcceptable(properties);
		Storage storage = this.connection.storage();
		this.connection.change(() -> {
			new Catalog(this.connection, path).requireNamespace();
			NamespaceFile.replace(storage.folder(Catalog.folder(path)), properties);
			return name;
		});
	}

	private boolean isThere(List<String> path) {
		return NamespaceFile.exists(this.connection.storage(), path);
	}

	private List<String> path(String name) {
		List<String> path = new ArrayList<>(this.parent.namespace());
		path.add(name);
		return path;
	}

}
