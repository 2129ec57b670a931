package io.fletch.context;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.fletch.context.language.LanguageModel;

/**
 * A chat model for tests that writes what it is told to, and keeps what it was asked.
 */
public final class ScriptedModel implements LanguageModel {

	private final UnaryOperator<String> script;

	private final List<String> prompts = new ArrayList<>();

	private ScriptedModel(UnaryOperator<String> script) {
		this.script = script;
	}

	public static ScriptedModel writing(String text) {
		return new ScriptedModel((prompt) -> text);
	}

	public static ScriptedModel by(UnaryOperator<String> script) {
		return new ScriptedModel(script);
	}

	public List<String> prompts() {
		return List.copyOf(this.prompts);
	}

	@Override
	public String name() {
		return "scripted";
	}

	@Override
	public String generate(String instructions, String prompt) {
		this.prompts.add(instructions + "\n" + prompt);
		return this.script.apply(prompt);
	}

}
