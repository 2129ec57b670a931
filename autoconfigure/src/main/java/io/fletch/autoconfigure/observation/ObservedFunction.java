package io.fletch.autoconfigure.observation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.MultiVectorEmbeddingFunction;
import io.fletch.store.embedding.Tokenizer;

/**
 * An embedding function of whose every call an observation is made.
 */
class ObservedFunction implements EmbeddingFunction {

	private static final String TEXTS = "texts";

	private static final String QUESTION = "question";

	private static final String PICTURES = "pictures";

	/** Of what no query or write of a database asked for. */
	private static final String NO_DATABASE = "none";

	private final EmbeddingFunction function;

	private final ObservationRegistry registry;

	ObservedFunction(EmbeddingFunction function, ObservationRegistry registry) {
		this.function = function;
		this.registry = registry;
	}

	static EmbeddingFunction of(EmbeddingFunction function, ObservationRegistry registry) {
		return switch (function) {
			case ImageEmbeddingFunction pictures -> new OfPictures(pictures, registry);
			case MultiVectorEmbeddingFunction tokens -> new OfTokens(tokens, registry);
			default -> new ObservedFunction(function, registry);
		};
	}

	final <T> T observed(String input, Supplier<T> call) {
		return FletchObservation.EMBED.observation(this.registry)
			.contextualName(FletchObservation.EMBED.getName() + " " + input)
			.lowCardinalityKeyValue(FletchObservation.Tag.DATABASE.asString(), database(this.registry))
			.lowCardinalityKeyValue(FletchObservation.Tag.FUNCTION.asString(), this.function.name())
			.lowCardinalityKeyValue(FletchObservation.Tag.INPUT.asString(), input)
			.observe(call);
	}

	/**
	 * Returns the database of the query or write that this is done for: functions are
	 * shared.
	 */
	private static String database(ObservationRegistry registry) {
		ObservationView around = registry.getCurrentObservation();
		while (around != null) {
			Observation.ContextView context = around.getContextView();
			KeyValue database = context.getLowCardinalityKeyValue(FletchObservation.Tag.DATABASE.asString());
			if (database != null && FletchObservation.isOne(context.getName())) {
				return database.getValue();
			}
			around = context.getParentObservation();
		}
		return NO_DATABASE;
	}

	@Override
	public String name() {
		return this.function.name();
	}

	@Override
	public int dimensions() {
		return this.function.dimensions();
	}

	@Override
	public ModelDescription description() {
		return this.function.description();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return observed(TEXTS, () -> this.function.embedSources(sources));
	}

	@Override
	public float[] embedQuery(String query) {
		return observed(QUESTION, () -> this.function.embedQuery(query));
	}

	@Override
	public Optional<Tokenizer> tokenizer() {
		return this.function.tokenizer();
	}

	@Override
	public void close() {
		this.function.close();
	}

	private static final class OfPictures extends ObservedFunction implements ImageEmbeddingFunction {

		private final ImageEmbeddingFunction pictures;

		OfPictures(ImageEmbeddingFunction pictures, ObservationRegistry registry) {
			super(pictures, registry);
			this.pictures = pictures;
		}

		@Override
		public List<float[]> embedImages(List<ImageSource> images) {
			return observed(PICTURES, () -> this.pictures.embedImages(images));
		}

	}

	private static final class OfTokens extends ObservedFunction implements MultiVectorEmbeddingFunction {

		private final MultiVectorEmbeddingFunction tokens;

		OfTokens(MultiVectorEmbeddingFunction tokens, ObservationRegistry registry) {
			super(tokens, registry);
			this.tokens = tokens;
		}

		@Override
		public List<float[][]> embedSourceTokens(List<String> sources) {
			return observed(TEXTS, () -> this.tokens.embedSourceTokens(sources));
		}

		@Override
		public float[][] embedQueryTokens(String query) {
			return observed(QUESTION, () -> this.tokens.embedQueryTokens(query));
		}

	}

}
