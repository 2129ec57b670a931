package io.fletch.benchmarks;

import picocli.CommandLine;

/**
 * The runnable jar.
 */
@CommandLine.Command(name = "benchmarks", description = "Measures the store, and compares measurements.",
		mixinStandardHelpOptions = true, subcommands = { StoreCommand.class, SearchCommand.class, GrowthCommand.class,
				GenerateCommand.class, EmbedCommand.class, CompareCommand.class })
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs a command.
	 * @param arguments the command with its options
	 */
	public static void main(String[] arguments) {
		System.exit(new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
	}

}
