package io.fletch.context.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fletch.context.splitting.Span;

/**
 * Marks what looks like an attempt to give a model orders, in English, German, French,
 * Spanish, Italian, Portuguese, Dutch, Russian, Chinese and Japanese. It is a warning and
 * no protection: orders can be worded in ways that no pattern knows, and a text about
 * such attacks is marked as well. Nothing is changed or left out. Immutable.
 */
public final class InjectionDetector {

	/** More characters of a text are not looked at; a mark says so. */
	public static final int MOST_CHARACTERS = 100_000;

	private static final int MOST_MARKS = 100;

	private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

	/** Compared with the folded text; gaps are bounded, so that no text takes long. */
	private static final List<Pattern> INSTRUCTIONS = List.of(folded(
			"\\b(?:ignore|disregard|forget|override|bypass|skip)\\b[^.!?]{0,40}\\b(?:previous|prior|above|earlier|preceding|"
					+ "all|any|your|system|these|the)\\b[^.!?]{0,30}\\b(?:instructions?|prompts?|rules?|directions?|guidelines?|context|commands?)\\b"),
			folded("\\b(?:ignore|disregard|forget|override)\\s(?:everything|anything|all|what(?:ever)?|the)\\b[^.!?]{0,25}"
					+ "\\b(?:above|before|so far|preceding|(?:previously|earlier) (?:said|told|written))(?=\\s{0,2}(?:[.,;:!?\"')]|and\\b|$))"),
			folded("\\b(?:reveal|show|print|repeat|output|leak|tell me)\\b[^.!?]{0,30}\\b(?:system prompt|your instructions|"
					+ "your prompt|initial prompt|hidden prompt|api keys?|passwords?)\\b"),
			folded("\\b(?:you are now|from now on,? you|pretend (?:to be|that you)|act as (?:if|though|an?) |new instructions? ?:|"
					+ "do not (?:tell|inform|mention (?:this|it) to) the user|developer mode|jailbreak)"),
			folded("\\b(?:ignorier\\w*|missachte\\w*|vergiss|vergessen sie|uberschreib\\w*)\\b[^.!?]{0,60}\\b(?:anweisung\\w*|"
					+ "instruktion\\w*|vorgabe\\w*|regeln|befehl\\w*|prompts?)\\b"),
			folded("\\b(?:ignore[zr]?|oublie[zr]?|neglige[zr]?)\\b[^.!?]{0,60}\\b(?:instructions?|consignes?|regles?|directives?)\\b"),
			folded("\\b(?:ignor[ae]\\w*|olvid[ae]\\w*|descart[ae]\\w*)\\b[^.!?]{0,60}\\b(?:instrucci\\w+|reglas|indicaci\\w+|ordenes)\\b"),
			folded("\\b(?:ignor[ai]\\w*|dimentica\\w*|trascura\\w*)\\b[^.!?]{0,60}\\b(?:istruzion\\w+|regole|direttiv\\w+)\\b"),
			folded("\\b(?:ignor[ea]\\w*|esque[cç]a\\w*|desconsider[ea]\\w*)\\b[^.!?]{0,60}\\b(?:instru[cç]\\w+|regras|orienta\\w+)\\b"),
			folded("\\b(?:negeer|vergeet)\\b[^.!?]{0,60}\\b(?:instructies?|regels|opdrachten)\\b"),
			folded("(?:игнорируй\\w*|проигнорируй\\w*|забудь\\w*)[^.!?]{0,60}(?:инструкци|указани|правил|команд)"),
			folded("(?:忽略|无视|無視|忘记|忘記|不要理会)[^。!?]{0,20}(?:指令|指示|提示|规则|規則|说明)"),
			folded("(?:指示|命令|プロンプト|ルール|指令)[^。!?]{0,12}(?:無視|忘れ|従わない)"));

	private static final List<Pattern> ROLES = List.of(
			Pattern.compile("<\\|[a-z_]{2,30}\\|>|\\[/?INST\\]|<</?SYS>>|<(?:start|end)_of_turn>", FLAGS),
			Pattern.compile("^[ \\t>#*]{0,6}(?:system|assistant|developer|human)(?: prompt| message)?[ \\t*]{0,3}:",
					FLAGS | Pattern.MULTILINE),
			Pattern.compile(
					"</?(?:system|assistant|instructions?|user_query)(?:\\s[^<>]{0,80})?>|</(?:passages?|documents?|context|data)>",
					FLAGS));

	private static final List<Carrier> EXFILTRATION = List.of(
			new Carrier("!\\[[^\\]]{0,200}+\\]\\(\\s*+https?://([^)\\s]{1,1501}+)\\)", "[?={%$]"),
			new Carrier("\\[[^\\]]{0,200}+\\]\\(\\s*+https?://([^)\\s]{1,1501}+)\\)", "[{$]"),
			new Carrier("\\[[^\\]]{0,200}+\\]\\(\\s*+(javascript:|data:text/html)[^)]{0,500}+\\)", ":"), new Carrier(
					"<(?:img|iframe|script|object|embed)(\\s[^>]{0,1320}+)>", "src\\s{0,3}=\\s{0,3}[\"']?https?://"));

	/**
	 * Looks for attempts.
	 * @param text the text of a passage
	 * @return the marks in the order of the text, at most 100
	 */
	public List<InjectionMark> marks(String text) {
		Objects.requireNonNull(text, "text");
		String read = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
		List<InjectionMark> marks = new ArrayList<>();
		if (read.length() < text.length()) {
			marks.add(new InjectionMark(new Span(MOST_CHARACTERS, text.length()), InjectionMark.Kind.UNREAD,
					"not looked at: the text is longer than " + MOST_CHARACTERS + " characters"));
		}
		marks.addAll(InvisibleText.find(read));
		orders(read, marks);
		ROLES.forEach((pattern) -> add(pattern.matcher(read), InjectionMark.Kind.ROLE_MARKER, "role marker", marks));
		EXFILTRATION.forEach((carrier) -> carrier.find(read, marks));
		return marks.stream()
			.distinct()
			.sorted(Comparator.comparingInt((mark) -> mark.span().start()))
			.limit(MOST_MARKS)
			.toList();
	}

	private static void orders(String text, List<InjectionMark> marks) {
		FoldedText folded = FoldedText.ofDisguised(text);
		for (Pattern pattern : INSTRUCTIONS) {
			Matcher matcher = pattern.matcher(folded.characters());
			while (matcher.find()) {
				marks.add(new InjectionMark(folded.origin(matcher.start(), matcher.end()),
						InjectionMark.Kind.INSTRUCTION, "instruction: " + Fence.oneLine(matcher.group())));
			}
		}
	}

	private static void add(Matcher matcher, InjectionMark.Kind kind, String what, List<InjectionMark> marks) {
		while (matcher.find()) {
			marks.add(mark(matcher, kind, what));
		}
	}

	private static InjectionMark mark(Matcher matcher, InjectionMark.Kind kind, String what) {
		return new InjectionMark(new Span(matcher.start(), matcher.end()), kind,
				what + ": " + Fence.oneLine(matcher.group()));
	}

	private static Pattern folded(String pattern) {
		return Pattern.compile(FoldedText.fold(pattern));
	}

	/**
	 * Something with an address, and what in the address could carry text away. That is
	 * sought in what was found: in one pattern the gaps before and behind it would
	 * multiply.
	 *
	 * @param whole finds it, with the address as its first group
	 * @param telling what is sought in the address
	 */
	private record Carrier(Pattern whole, Pattern telling) {

		Carrier(String whole, String telling) {
			this(Pattern.compile(whole, FLAGS), Pattern.compile(telling, FLAGS));
		}

		void find(String text, List<InjectionMark> marks) {
			Matcher matcher = this.whole.matcher(text);
			while (matcher.find()) {
				if (this.telling.matcher(matcher.group(1)).find()) {
					marks.add(mark(matcher, InjectionMark.Kind.EXFILTRATION, "address that could carry text away"));
				}
			}
		}

	}

}
