package io.fletch.store.index.text;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.apache.lucene.analysis.util.CharTokenizer;

/**
 * The steps from a text to its tokens.
 */
final class TokenPipeline extends Analyzer {

	/** Longer words are cut before they are measured. */
	private static final int LONGEST_WORD = 2 * TextAnalysis.GREATEST_TOKEN;

	private static final int MARKS = 1 << Character.NON_SPACING_MARK | 1 << Character.COMBINING_SPACING_MARK
			| 1 << Character.ENCLOSING_MARK;

	private final TextAnalysis analysis;

	TokenPipeline(TextAnalysis analysis) {
		this.analysis = analysis;
	}

	@Override
	protected TokenStreamComponents createComponents(String field) {
		Tokenizer source = source();
		TokenStream tokens = source;
		if (this.analysis.tokenizer() == BaseTokenizer.CJK) {
			tokens = new CJKWidthFilter(tokens);
		}
		tokens = lowerCased(new LengthFilter(tokens, 1, this.analysis.number("max_token_length") - 1));
		if (this.analysis.tokenizer() == BaseTokenizer.CJK) {
			tokens = new CJKBigramFilter(tokens);
		}
		if (this.analysis.tokenizer().givesWords() && this.analysis.is("remove_stop_words")) {
			tokens = new StopFilter(tokens, this.analysis.stopWords());
		}
		if (this.analysis.tokenizer().givesWords() && this.analysis.is("stem")) {
			tokens = new StemFilter(tokens, this.analysis.language().stemmer());
		}
		return new TokenStreamComponents(source, folded(tokens));
	}

	@Override
	protected TokenStream normalize(String field, TokenStream token) {
		return folded(lowerCased(token));
	}

	private TokenStream lowerCased(TokenStream tokens) {
		if (!this.analysis.is("lower_case")) {
			return tokens;
		}
		return (this.analysis.language() == Language.TURKISH) ? new TurkishLowerCaseFilter(tokens)
				: new LowerCaseFilter(tokens);
	}

	private TokenStream folded(TokenStream tokens) {
		return (this.analysis.is("ascii_folding")) ? new ASCIIFoldingFilter(tokens) : tokens;
	}

	private Tokenizer source() {
		return switch (this.analysis.tokenizer()) {
			case SIMPLE -> runs();
			case WHITESPACE -> new WhitespaceTokenizer(LONGEST_WORD);
			case RAW -> new KeywordTokenizer();
			case NGRAM -> pieces(this.analysis.number("ngram_min_length"), this.analysis.number("ngram_max_length"));
			case CJK -> words();
		};
	}

	private static Tokenizer runs() {
		return new CharTokenizer(TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, LONGEST_WORD) {

			@Override
			protected boolean isTokenChar(int character) {
				return isWordCharacter(character);
			}

		};
	}

	private Tokenizer pieces(int shortest, int longest) {
		if (this.analysis.is("prefix_only")) {
			return new EdgeNGramTokenizer(shortest, longest) {

				@Override
				protected boolean isTokenChar(int character) {
					return isWordCharacter(character);
				}

			};
		}
		return new NGramTokenizer(shortest, longest) {

			@Override
			protected boolean isTokenChar(int character) {
				return isWordCharacter(character);
			}

		};
	}

	private static Tokenizer words() {
		StandardTokenizer tokenizer = new StandardTokenizer();
		tokenizer.setMaxTokenLength(LONGEST_WORD);
		return tokenizer;
	}

	/**
	 * Marks belong to the letter before them: without them, words of Tamil fall apart.
	 */
	private static boolean isWordCharacter(int character) {
		return Character.isLetterOrDigit(character) || (MARKS >> Character.getType(character) & 1) != 0;
	}

}
