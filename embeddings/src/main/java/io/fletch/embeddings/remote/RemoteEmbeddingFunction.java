package io.fletch.embeddings.remote;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.fletch.embeddings.http.Batch;
import io.fletch.embeddings.http.RemoteSettings;
import io.fletch.embeddings.http.Timing;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ModelDescription;

/**
 * Embeds text by a model behind an HTTP API. The texts of a call are sent in batches,
 * several at once; a request that fails for a passing reason is repeated; every answer is
 * checked. Where a call fails half-way, what is embedded comes with the exception
 * ({@link io.fletch.store.embedding.PartialEmbeddingException}).
 * <p>
 * Safe for use by several threads at once; they share the limits. {@link #close()} ends
 * the calls under way.
 */
public final class RemoteEmbeddingFunction implements EmbeddingFunction {

	private final String name;

	private final EmbeddingApi api;

	private final ApiClient client;

	private final VectorCheck check;

	private final BatchRun.Permits permits;

	RemoteEmbeddingFunction(String name, EmbeddingApi api, RemoteSettings settings, Timing timing) {
		this.name = name;
		this.api = api;
		this.client = new ApiClient(api, settings, timing);
		this.check = new VectorCheck(api.model());
		this.permits = new BatchRun.Permits(settings.concurrency());
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Returns the length of every vector. For a model that is not known here, and has no
	 * option that says so, it is found by embedding a word.
	 * @return the number of dimensions
	 * @throws EmbeddingException if the provider cannot be asked
	 */
	@Override
	public int dimensions() {
		if (this.check.dimensions() == 0) {
			embed(List.of("dimensions"), Purpose.SOURCE);
		}
		return this.check.dimensions();
	}

	@Override
	public ModelDescription description() {
		return this.api.model().description();
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return embed(sources, Purpose.SOURCE);
	}

	@Override
	public float[] embedQuery(String query) {
		return embed(List.of(query), Purpose.QUERY).getFirst();
	}

	/**
	 * Returns where texts are sent.
	 * @return the address without user and query
	 */
	public String place() {
		return this.api.place();
	}

	/**
	 * Returns what was used since this function was made.
	 * @return the counts
	 */
	public RemoteUsage usage() {
		return this.client.usage();
	}

	private List<float[]> embed(List<String> texts, Purpose purpose) {
		for (int i = 0; i < texts.size(); i++) {
			if (texts.get(i).isBlank()) {
				throw new EmbeddingException("Embedding function '" + this.name + "' was given text " + i
						+ " without any letter: leave it out, as providers refuse it");
			}
		}
		List<Batch> batches = this.api.limit().split(texts.stream().map(RemoteEmbeddingFunction::wellFormed).toList());
		return new BatchRun(this.client, this.check, this.permits, purpose, texts.size()).run(this.name, batches);
	}

	/**
	 * Returns a text whose halves of surrogate pairs without the other are question
	 * marks: JSON has no way to send them.
	 */
	private static String wellFormed(String text) {
		return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.close();
	}

	/**
	 * Returns the name of this function and of its model; never the key.
	 */
	@Override
	public String toString() {
		return "RemoteEmbeddingFunction[name=" + this.name + ", provider=" + this.api.provider() + ", model="
				+ description().model() + "]";
	}

}
