package io.fletch.store.index.vector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.fletch.store.distance.QueryVector;
import io.fletch.store.index.IndexFile;
import io.fletch.store.index.IndexFileWriter;
import io.fletch.store.io.FileCache;
import io.fletch.store.io.MemoryStorage;
import io.fletch.store.io.Storage;
import io.fletch.store.query.Distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Indexes that nobody tuned find nearly all neighbours among real vectors. Passed over
 * where the data sets are not there; {@code FLETCH_ASSETS} names their folder.
 */
class RecallTests {

	private static final int QUERIES = 200;

	private final Storage storage = new MemoryStorage(new FileCache(1 << 20));

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void findsNearlyAllNeighboursOfPassages(boolean isGraph) throws IOException {
		Path folder = assets("datasets/scifact/embeddings-all-minilm-l6-v2-q");
		assertThat(recall(folder.resolve("corpus.fvecs"), folder.resolve("queries.fvecs"), isGraph))
			.isGreaterThan(0.95);
	}

	@Test
	void findsNearlyAllNeighboursOfWords() throws IOException {
		Path folder = assets("datasets/glove-100-sample");
		assertThat(recall(folder.resolve("base.fvecs"), folder.resolve("query.fvecs"), false)).isGreaterThan(0.95);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void findsNearlyAllNeighboursOfDefinitions(boolean isGraph) throws IOException {
		Path folder = assets("datasets/gcide128");
		assertThat(recall(folder.resolve("gcide128.base.fvecs"), folder.resolve("gcide128.query.fvecs"), isGraph))
			.isGreaterThan(0.95);
	}

	private static Path assets(String folder) {
		String root = Objects.requireNonNullElse(System.getenv("FLETCH_ASSETS"), "../../shared/assets");
		Path path = Path.of(root).resolve(folder);
		assumeThat(path).as("the data set %s, in the folder that FLETCH_ASSETS names", folder).exists();
		return path;
	}

	private double recall(Path base, Path asked, boolean isGraph) throws IOException {
		float[][] vectors = read(base);
		SampleVectors rows = SampleVectors.of(vectors, vectors[0].length);
		List<QueryVector> queries = Arrays.stream(read(asked))
			.limit(QUERIES)
			.map((query) -> QueryVector.of(query, Distance.COSINE))
			.toList();
		VectorSpace space = new VectorSpace(Distance.COSINE, vectors[0].length);
		return rows.recall(isGraph ? graph(rows, space) : partitions(rows, space), queries, VectorSearch.of(10));
	}

	private VectorIndex graph(SampleVectors rows, VectorSpace space) throws IOException {
		HnswIndexBuilder.build(this.storage, "index", rows, HnswSpec.of(space), (done, total) -> {
		});
		return HnswIndex.open(IndexFile.open(this.storage, "index"));
	}

	private VectorIndex partitions(SampleVectors rows, VectorSpace space) throws IOException {
		try (IndexFileWriter writer = IndexFileWriter.create(this.storage, "index")) {
			IvfIndexBuilder.build(rows, IvfSpec.of(space), writer, (done, total) -> {
			});
			writer.finish();
		}
		return IvfIndex.open(IndexFile.open(this.storage, "index"));
	}

	private static float[][] read(Path fvecs) throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(fvecs)).order(ByteOrder.LITTLE_ENDIAN);
		List<float[]> vectors = new ArrayList<>();
		while (bytes.hasRemaining()) {
			float[] vector = new float[bytes.getInt()];
			bytes.asFloatBuffer().get(vector);
			bytes.position(bytes.position() + vector.length * Float.BYTES);
			vectors.add(vector);
		}
		return vectors.toArray(float[][]::new);
	}

}
