package io.fletch.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import io.fletch.autoconfigure.Databases;
import io.fletch.autoconfigure.TableNames;
import io.fletch.store.Database;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingFunctionInfo;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.error.StoreException;

/**
 * Shows the databases with their tables, indexes and jobs, and lets tables be kept up.
 * Can only be read unless {@code management.endpoint.fletch.access} says otherwise.
 */
@Endpoint(id = "fletch", defaultAccess = Access.READ_ONLY)
public final class FletchEndpoint {

	/** How many tables of a database are shown. */
	private static final int TABLES = 100;

	private final Databases databases;

	private final EmbeddingFunctionRegistry functions;

	private final RunningUpkeep upkeep;

	private final MaintenanceJobs jobs;

	FletchEndpoint(Databases databases, EmbeddingFunctionRegistry functions, RunningUpkeep upkeep,
			MaintenanceJobs jobs) {
		this.databases = databases;
		this.functions = functions;
		this.upkeep = upkeep;
		this.jobs = jobs;
	}

	/**
	 * Shows all databases.
	 * @return what is known of them
	 */
	@ReadOperation
	public Overview overview() {
		Map<String, DatabaseDescriptor> shown = new TreeMap<>();
		this.databases.all().forEach((name, database) -> shown.put(name, describe(database)));
		return new Overview(shown, this.functions.list().stream().map(FunctionDescriptor::of).toList(),
				this.upkeep.list(), this.jobs.list());
	}

	private static DatabaseDescriptor describe(Database database) {
		List<TableDescriptor> tables = new ArrayList<>();
		Map<String, String> problems = new TreeMap<>();
		for (String name : TableNames.of(database, TABLES)) {
			try {
				TableNames.open(database, name).map(TableDescriptor::brief).ifPresent(tables::add);
			}
			catch (StoreException ex) {
				problems.put(name, String.valueOf(ex.getMessage()));
			}
		}
		return new DatabaseDescriptor(database.uri(), tables, problems);
	}

	/**
	 * Shows one table.
	 * @param database the name of the database
	 * @param table the name of the table, with {@code $} between it and its namespaces
	 * @return the table with its last versions, or {@code null} if there is none
	 */
	@ReadOperation
	@Nullable public TableDescriptor table(@Selector String database, @Selector String table) {
		Database of = this.databases.all().get(database);
		return (of != null) ? TableNames.open(of, table).map(TableDescriptor::full).orElse(null) : null;
	}

	/**
	 * Begins to keep up a table, and does not wait for the end.
	 * @param database the name of the database
	 * @param table the name of the table, with {@code $} between it and its namespaces
	 * @param operation {@code optimize}, {@code reindex} or {@code cleanup}
	 * @return the job, whose end {@link #overview()} tells
	 */
	@WriteOperation
	public MaintenanceJob maintain(@Selector String database, @Selector String table, @Selector String operation) {
		MaintenanceOperation asked = MaintenanceOperation.of(operation)
			.orElseThrow(() -> invalid("There is no such operation; choose one of " + MaintenanceOperation.labels()));
		Database of = this.databases.all().get(database);
		if (of == null) {
			throw invalid("There is no such database; there are " + this.databases.all().keySet());
		}
		Table found = TableNames.open(of, table).orElseThrow(() -> invalid("There is no such table"));
		return this.jobs.begin(database, found, asked);
	}

	private static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

	/**
	 * All databases.
	 *
	 * @param databases the databases by name
	 * @param embeddingFunctions the embedding functions
	 * @param upkeep what runs in the background at the moment
	 * @param jobs what was asked for by this endpoint, newest first
	 */
	record Overview(Map<String, DatabaseDescriptor> databases, List<FunctionDescriptor> embeddingFunctions,
			List<RunningUpkeep.Upkeep> upkeep, List<MaintenanceJob> jobs) {
	}

	/**
	 * One database.
	 *
	 * @param uri where it is
	 * @param tables the first hundred of its tables
	 * @param problems why tables cannot be opened, by their names
	 */
	record DatabaseDescriptor(String uri, List<TableDescriptor> tables, Map<String, String> problems) {
	}

	/**
	 * One embedding function; neither its options nor its keys.
	 *
	 * @param name the name
	 * @param type the kind, or {@code null} for a bean
	 * @param loaded whether its model is in memory
	 */
	record FunctionDescriptor(String name, @Nullable String type, boolean loaded) {

		static FunctionDescriptor of(EmbeddingFunctionInfo function) {
			return new FunctionDescriptor(function.name(), function.type(), function.isLoaded());
		}

	}

}
