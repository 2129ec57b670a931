package io.fletch.embeddings.clip;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import io.fletch.embeddings.onnx.Lifetime;
import io.fletch.embeddings.onnx.ModelFiles;
import io.fletch.embeddings.onnx.OnnxSettings;
import io.fletch.embeddings.onnx.TokenLayout;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingOptions;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.embedding.ModelDescription;
import io.fletch.store.embedding.PartialEmbeddingException;

/**
 * A model of pictures and text that runs in this process by ONNX Runtime. Vectors have
 * the length 1, and those of a picture and of words that describe it are near each other.
 * <p>
 * Safe for use by several threads at once; {@link #close()} waits for the calls under
 * way. A thread that is interrupted stops embedding at the next batch.
 */
public final class ClipFunction implements ImageEmbeddingFunction {

	/**
	 * More would need more memory for pictures of the greatest size than they save time.
	 */
	private static final int READERS = 4;

	private static final String PREPROCESSOR_REMEDY = "It says how pictures are prepared, and belongs to every "
			+ "export of CLIP: copy it from where the networks are from.";

	private final String name;

	private final ClipTowers towers;

	private final PicturePreparation preparation;

	private final PictureSource source;

	private final PictureDecoder decoder;

	private final int batchSize;

	private final Lifetime lifetime;

	private final int dimensions;

	private ClipFunction(String name, ClipTowers towers, PicturePreparation preparation, EmbeddingOptions options) {
		PictureLimits limits = PictureLimits.of(options);
		this.name = name;
		this.towers = towers;
		this.preparation = preparation;
		this.decoder = new PictureDecoder(limits.maxPixels());
		this.batchSize = OnnxSettings.of(options).batchSize();
		this.lifetime = new Lifetime(name);
		float[] ofText = embedQuery("a");
		float[] ofPicture = towers.images(List.of(preparation.prepare(blank()))).getFirst();
		towers.requireNumbers(ofText, ofPicture);
		this.dimensions = ofText.length;
		if (ofPicture.length != this.dimensions) {
			throw new EmbeddingException(
					"The model makes vectors of " + ofPicture.length + " dimensions of pictures, but of "
							+ this.dimensions + " of text: the files are not of one model");
		}
		this.source = new PictureSource(limits);
	}

	/**
	 * Loads a model from a folder that holds its ONNX files, {@code tokenizer.json} and
	 * {@code preprocessor_config.json}, as exports of CLIP do. Pictures are read only
	 * where their bytes are given.
	 * @param name the alias under which tables remember the function
	 * @param folder the folder
	 * @return the function; the caller closes it
	 * @throws EmbeddingException if a file is missing or damaged
	 */
	public static ClipFunction ofFolder(String name, Path folder) {
		return load(name, ModelFiles.ofFolder(folder, ClipTowers.USE), new EmbeddingOptions(name, Map.of()));
	}

	static ClipFunction load(String name, ModelFiles files, EmbeddingOptions options) {
		PicturePreparation preparation = PicturePreparation
			.of(files.requireJson("preprocessor_config.json", PREPROCESSOR_REMEDY));
		ClipTowers opened = ClipTowers.load(files, options, preparation.prepare(blank()));
		return opened.file()
			.with(opened, ClipTowers.USE, (towers) -> new ClipFunction(name, towers, preparation, options));
	}

	private static Picture blank() {
		return Picture.upright(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public int dimensions() {
		return this.dimensions;
	}

	@Override
	public ModelDescription description() {
		return new ModelDescription(this.towers.resolved(), Map.of("pictures", this.preparation.settings(),
				TokenLayout.MAX_TOKENS.name(), String.valueOf(this.towers.maxTokens())));
	}

	@Override
	public List<float[]> embedSources(List<String> sources) {
		return this.lifetime.use(() -> this.towers.texts(sources));
	}

	@Override
	public float[] embedQuery(String query) {
		return embedSources(Collections.singletonList(query)).getFirst();
	}

	@Override
	public List<float[]> embedImages(List<ImageSource> images) {
		return embed(images, (image) -> this.decoder.decode(this.source.read(image), this.preparation::prepare));
	}

	/**
	 * Embeds pictures that have been decoded.
	 * @param pictures the pictures
	 * @return one vector of {@link #dimensions()} floats for each, in their order
	 * @throws EmbeddingException if the model fails
	 */
	public List<float[]> embedPictures(List<BufferedImage> pictures) {
		return embed(pictures, (picture) -> this.preparation.prepare(Picture.upright(picture)));
	}

	private <T> List<float[]> embed(List<T> images, Reader<T> reader) {
		List<float[]> vectors = new ArrayList<>(images.size());
		try (ExecutorService readers = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
			for (int start = 0; start < images.size(); start += this.batchSize) {
				List<Callable<PicturePreparation.Prepared>> calls = new ArrayList<>();
				for (T image : images.subList(start, Math.min(start + this.batchSize, images.size()))) {
					calls.add(() -> reader.read(present(image)));
				}
				List<PicturePreparation.Prepared> batch = prepared(readers.invokeAll(calls), vectors, images.size());
				vectors.addAll(this.lifetime.use(() -> this.towers.images(batch)));
			}
			return vectors;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EmbeddingException("Interrupted while embedding " + images.size() + " pictures", ex);
		}
	}

	private static <T> T present(@Nullable T image) {
		if (image == null) {
			throw new EmbeddingException("it is null. Leave it out, or give a picture in its place.");
		}
		return image;
	}

	private static List<PicturePreparation.Prepared> prepared(List<Future<PicturePreparation.Prepared>> futures,
			List<float[]> done, int all) throws InterruptedException {
		List<PicturePreparation.Prepared> prepared = new ArrayList<>();
		for (Future<PicturePreparation.Prepared> future : futures) {
			try {
				prepared.add(future.get());
			}
			catch (ExecutionException ex) {
				Throwable cause = Objects.requireNonNullElse(ex.getCause(), ex);
				if (cause instanceof Error error) {
					throw error;
				}
				throw failure("Picture " + (done.size() + prepared.size() + 1) + " of " + all + " cannot be embedded: "
						+ cause.getMessage(), cause, done);
			}
		}
		return prepared;
	}

	private static EmbeddingException failure(String message, Throwable cause, List<float[]> done) {
		Map<Integer, float[]> embedded = new TreeMap<>();
		done.forEach((vector) -> embedded.put(embedded.size(), vector));
		return embedded.isEmpty() ? new EmbeddingException(message, cause)
				: new PartialEmbeddingException(message, cause, embedded);
	}

	/**
	 * Frees the model, after the calls under way have ended. A second call does nothing.
	 */
	@Override
	public void close() {
		this.lifetime.end(() -> {
			this.source.close();
			this.towers.close();
		});
	}

	/**
	 * Reads a picture and prepares it for the model.
	 *
	 * @param <T> what stands for it
	 */
	private interface Reader<T> {

		PicturePreparation.Prepared read(T image);

	}

}
