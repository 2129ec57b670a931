package io.fletch.benchmarks;

import picocli.CommandLine;

import io.fletch.benchmarks.files.UnusableFileException;

/**
 * The runnable jar.
 */
@CommandLine.Command(name = "benchmarks", description = "Measures the store, and compares measurements.",
		mixinStandardHelpOptions = true,
		subcommands = { StoreCommand.class, SearchCommand.class, GrowthCommand.class, GenerateCommand.class,
				EmbedCommand.class, EmbeddingStoreCommand.class, SpringAiCommand.class, MappingCommand.class,
				QualityCommand.class, StartupCommand.class, CompareCommand.class })
public final class Benchmarks {

	private Benchmarks() {
	}

	/**
	 * Runs a command.
	 * @param arguments the command with its options
	 */
	public static void main(String[] arguments) {
		System.exit(commandLine().execute(arguments));
	}

	static CommandLine commandLine() {
		return new CommandLine(new Benchmarks()).setCaseInsensitiveEnumValuesAllowed(true)
			.setExecutionExceptionHandler(Benchmarks::failed);
	}

	/**
	 * Whoever gave a wrong file is told which, without a trace of the stack.
	 */
	private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
		if (failure instanceof UnusableFileException) {
			command.getErr().println(command.getColorScheme().errorText(failure.getMessage()));
			return command.getCommandSpec().exitCodeOnExecutionException();
		}
		throw failure;
	}

}
