package io.fletch.store.index.text;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.ArabicStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.GreekStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RomanianStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;
import org.tartarus.snowball.ext.TamilStemmer;
import org.tartarus.snowball.ext.TurkishStemmer;

import io.fletch.store.error.InvalidInputException;

/**
 * A language whose words can be stemmed, and whose stop words are known.
 */
enum Language {

	ARABIC("Arabic", ArabicStemmer::new, ArabicAnalyzer::getDefaultStopSet),

	DANISH("Danish", DanishStemmer::new, DanishAnalyzer::getDefaultStopSet),

	DUTCH("Dutch", DutchStemmer::new, DutchAnalyzer::getDefaultStopSet),

	ENGLISH("English", EnglishStemmer::new, EnglishAnalyzer::getDefaultStopSet),

	FINNISH("Finnish", FinnishStemmer::new, FinnishAnalyzer::getDefaultStopSet),

	FRENCH("French", FrenchStemmer::new, FrenchAnalyzer::getDefaultStopSet),

	GERMAN("German", GermanStemmer::new, GermanAnalyzer::getDefaultStopSet),

	GREEK("Greek", GreekStemmer::new, GreekAnalyzer::getDefaultStopSet),

	HUNGARIAN("Hungarian", HungarianStemmer::new, HungarianAnalyzer::getDefaultStopSet),

	ITALIAN("Italian", ItalianStemmer::new, ItalianAnalyzer::getDefaultStopSet),

	NORWEGIAN("Norwegian", NorwegianStemmer::new, NorwegianAnalyzer::getDefaultStopSet),

	PORTUGUESE("Portuguese", PortugueseStemmer::new, PortugueseAnalyzer::getDefaultStopSet),

	ROMANIAN("Romanian", RomanianStemmer::new, RomanianAnalyzer::getDefaultStopSet),

	RUSSIAN("Russian", RussianStemmer::new, RussianAnalyzer::getDefaultStopSet),

	SPANISH("Spanish", SpanishStemmer::new, SpanishAnalyzer::getDefaultStopSet),

	SWEDISH("Swedish", SwedishStemmer::new, SwedishAnalyzer::getDefaultStopSet),

	TAMIL("Tamil", TamilStemmer::new, TamilAnalyzer::getDefaultStopSet),

	TURKISH("Turkish", TurkishStemmer::new, TurkishAnalyzer::getDefaultStopSet);

	private final String title;

	private final Supplier<SnowballStemmer> stemmers;

	private final Supplier<CharArraySet> stopWords;

	Language(String title, Supplier<SnowballStemmer> stemmers, Supplier<CharArraySet> stopWords) {
		this.title = title;
		this.stemmers = stemmers;
		this.stopWords = stopWords;
	}

	static Language named(String name) {
		return Arrays.stream(values())
			.filter((language) -> language.title.equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new InvalidInputException("The language \"" + name + "\" is not known; take one of "
					+ Arrays.stream(values()).map((language) -> language.title).collect(Collectors.joining(", "))));
	}

	String title() {
		return this.title;
	}

	/**
	 * Returns a stemmer for one thread at a time.
	 */
	SnowballStemmer stemmer() {
		return this.stemmers.get();
	}

	CharArraySet stopWords() {
		return this.stopWords.get();
	}

}
