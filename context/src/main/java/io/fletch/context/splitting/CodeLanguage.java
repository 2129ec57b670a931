package io.fletch.context.splitting;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the declarations of a programming language begin. What is found are lines, not
 * grammar: a text that does not compile is split as well.
 */
public enum CodeLanguage {

	/** Java. */
	JAVA("(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed|synchronized|native|default|strictfp)"
			+ "\\h+|(?:class|interface|enum|record|@interface)\\h+\\w|<\\w|" + CodeLanguage.TYPED_FUNCTION
			+ "|[A-Z]\\w*+\\h*+\\([^()\\n]*+\\)[\\w\\h,.]*+\\{)", "java"),

	/** Kotlin. */
	KOTLIN("(?:(?:public|protected|private|internal|open|abstract|sealed|data|override|suspend|inline)\\h+)*+"
			+ "(?:class|interface|object|fun|enum|typealias)\\b", "kt", "kts"),

	/** Scala. */
	SCALA("(?:(?:private|protected|final|sealed|abstract|implicit|override|case)\\h+)*+"
			+ "(?:class|object|trait|def|type)\\b", "scala"),

	/** Python. */
	PYTHON("(?:class|def|async\\h+def)\\h+\\w", "py", "pyi"),

	/** JavaScript and TypeScript. */
	JAVASCRIPT(
			"(?:export\\b|(?:async\\h+)?function\\b|(?:abstract\\h+)?class\\b|interface\\h+\\w|namespace\\h+\\w|enum\\h+\\w|"
					+ "type\\h+\\w+\\h*=|(?:const|let|var)\\h+\\w+\\h*=\\h*(?:async\\h*)?(?:\\(|function\\b|\\w+\\h*=>)|"
					+ "(?!(?:if|for|while|switch|catch|with|return)\\b)"
					+ "(?:(?:static|async|get|set|public|private|protected|override)\\h+)*+[*#]?+[\\w$]++(?:<[^()\\n]*>)?\\h*+"
					+ "\\([^()\\n]*+(?:\\([^()\\n]*+\\)[^()\\n]*+)*+\\)\\h*+(?::[^\\n;{]*+)?\\{)",
			"js", "mjs", "cjs", "jsx", "ts", "tsx"),

	/** Go. */
	GO("(?:func|type|var|const)\\b", "go"),

	/** C and C++. */
	C("(?:(?:class|struct|union|enum|namespace|template|typedef|extern)\\b|#(?:define|if|ifdef|ifndef)\\b|"
			+ "(?!(?:if|for|while|switch|return|else|do)\\b)[\\w:~*&<>,]++(?:\\h+[\\w:~*&<>,]++)*+\\h*\\([^\\n;]*+$)",
			"c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx"),

	/** C#. */
	CSHARP("(?:(?:public|protected|private|internal|static|sealed|abstract|partial|override|virtual|async)\\h+|"
			+ "(?:class|interface|struct|enum|record|namespace)\\h+\\w|" + CodeLanguage.TYPED_FUNCTION + ")", "cs"),

	/** Rust. */
	RUST("(?:pub(?:\\([^)\\n]*+\\))?\\h+)?(?:(?:async|unsafe|const|extern)\\h+)*+(?:(?:fn|struct|enum|trait|impl|mod|type)\\b|macro_rules!)",
			"rs"),

	/** Ruby. */
	RUBY("(?:class|module|def)\\b", "rb"),

	/** PHP. */
	PHP("(?:(?:abstract|final|public|protected|private|static)\\h+)*+(?:class|interface|trait|enum|function)\\b",
			"php"),

	/** Shell scripts. */
	SHELL("(?:function\\h+\\w|\\w[\\w-]*+\\h*\\(\\))", "sh", "bash"),

	/** SQL. */
	SQL("(?i:create|alter|drop|insert|update|delete|select|with|merge|grant|begin)\\b", "sql");

	/**
	 * Angle brackets within others, four deep. Nothing of it is given back, so that a
	 * line of many of them takes no longer than its characters.
	 */
	private static final String TYPE_ARGUMENTS = "(?:<[^<>\\n;=(]*+(?:<[^<>\\n;=(]*+(?:<[^<>\\n;=(]*+(?:<[^<>\\n;=(]*+>"
			+ "[^<>\\n;=(]*+)*+>[^<>\\n;=(]*+)*+>[^<>\\n;=(]*+)*+>)?+";

	/** A type, a name and an open parenthesis, as no call begins. */
	private static final String TYPED_FUNCTION = "(?!(?:return|new|throw|else|do|case|assert|yield|await|instanceof|in|is|as)\\b)"
			+ "[\\w.]++" + CodeLanguage.TYPE_ARGUMENTS + "(?:\\[\\]|\\?)*+\\h++\\w++" + CodeLanguage.TYPE_ARGUMENTS
			+ "\\h*+\\(";

	private static final Pattern BLANK_LINE = Pattern.compile("\\R\\h*+\\R\\s*+");

	private final Pattern outer;

	private final Pattern inner;

	private final List<String> extensions;

	CodeLanguage(String declaration, String... extensions) {
		this.outer = Pattern.compile("^" + declaration, Pattern.MULTILINE);
		this.inner = Pattern.compile("^\\h++" + declaration, Pattern.MULTILINE);
		this.extensions = List.of(extensions);
	}

	/**
	 * Finds the language of a file by its name.
	 * @param fileName the name, in any case
	 * @return the language; empty if the extension is not known
	 */
	public static Optional<CodeLanguage> ofName(String fileName) {
		String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		return Arrays.stream(values()).filter((language) -> language.extensions.contains(extension)).findAny();
	}

	List<Levels.Level> levels() {
		return List.of(level(this.outer), level(this.inner), behindBlankLines(), RecursiveSplitter.LINES);
	}

	private static Levels.Level level(Pattern declaration) {
		return (text, start, end) -> {
			LeadingLines leading = new LeadingLines(text, start);
			return Levels.Level.before(declaration)
				.boundaries(text, start, end)
				.map(leading::of)
				.filter((offset) -> offset > start)
				.distinct();
		};
	}

	private static Levels.Level behindBlankLines() {
		return (text, start, end) -> Levels.Level.behind(BLANK_LINE)
			.boundaries(text, start, end)
			.map((offset) -> LeadingLines.lineStart(text, start, offset))
			.filter((offset) -> offset > start);
	}

}
