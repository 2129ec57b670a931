package io.fletch.sample.picture;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import io.fletch.store.Database;
import io.fletch.store.LazyTable;
import io.fletch.store.Search;
import io.fletch.store.TypedTable;
import io.fletch.store.embedding.EmbeddingException;
import io.fletch.store.embedding.EmbeddingFunctionRegistry;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.VectorField;
import io.fletch.store.query.Hit;
import io.fletch.store.query.Order;

/**
 * The pictures in the table {@value #TABLE}. The embedding function named
 * {@value #FUNCTION} makes their vectors; where there is none, no table is made and
 * nothing loaded, and where there is one, not before pictures are asked for. What is
 * added is durable and can be found when a method returns. Safe for use by several
 * threads at once; one application to a database.
 */
@Component
public class Pictures implements AutoCloseable {

	/** The name of the table. */
	public static final String TABLE = "pictures";

	/** The name of the embedding function. */
	public static final String FUNCTION = "pictures";

	/** How many pictures are kept. */
	public static final int MOST = 10_000;

	/** How many files are in memory at once. */
	static final int FILES_AT_ONCE = 4;

	private final LazyTable<TypedTable<StoredPicture>> table;

	private final int most;

	private final Database database;

	private final EmbeddingFunctionRegistry functions;

	private final PictureReader reader = new PictureReader();

	private final Semaphore files = new Semaphore(FILES_AT_ONCE, true);

	private final Intake intake = new Intake(this::write);

	/**
	 * Opens nothing yet.
	 * @param database holds the table
	 * @param functions has the embedding function, or not
	 */
	@Autowired
	public Pictures(Database database, EmbeddingFunctionRegistry functions) {
		this(database, functions, MOST);
	}

	Pictures(Database database, EmbeddingFunctionRegistry functions, int most) {
		this.most = most;
		this.database = database;
		this.functions = functions;
		this.table = LazyTable.of(this::open);
	}

	/**
	 * Tells whether there is an embedding function for pictures, without loading it.
	 * @return whether pictures can be added and found
	 */
	public boolean areConfigured() {
		return this.functions.aliases().contains(FUNCTION);
	}

	private TypedTable<StoredPicture> open() {
		if (!areConfigured()) {
			throw new PicturesUnavailableException(
					"No embedding function is named '" + FUNCTION + "'. Set fletch.embedding.functions." + FUNCTION
							+ ".type to clip, and .options.model to a model.");
		}
		try {
			if (!(this.functions.get(FUNCTION) instanceof ImageEmbeddingFunction)) {
				throw new PicturesUnavailableException("The embedding function '" + FUNCTION
						+ "' embeds no pictures. Set fletch.embedding.functions." + FUNCTION + ".type to clip.");
			}
			return this.database.table(StoredPicture.class);
		}
		catch (EmbeddingException | InvalidInputException ex) {
			throw new PicturesUnavailableException("Pictures cannot be used now: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Returns a page of the pictures.
	 * @param part what their names contain, without regard to case; empty for all
	 * @param offset how many are left out
	 * @param limit how many at most, at least 1
	 * @return the pictures, newest first
	 */
	public List<PictureInfo> page(String part, int offset, int limit) {
		Search<StoredPicture> named = this.table.get().scan();
		if (!part.isEmpty()) {
			named = named.where(named(), named(part));
		}
		return named.orderBy(Order.descending("addedAt"), Order.ascending("id"))
			.offset(offset)
			.limit(limit)
			.as(PictureInfo.class)
			.rows();
	}

	/**
	 * Counts the pictures.
	 * @param part what their names contain, without regard to case; empty for all
	 * @return how many there are
	 */
	public long count(String part) {
		return part.isEmpty() ? this.table.get().countRows() : this.table.get().countRows(named(), named(part));
	}

	private static String named() {
		return "contains(lower(name), :part)";
	}

	private static Map<String, String> named(String part) {
		return Map.of("part", part.toLowerCase(Locale.ROOT));
	}

	/**
	 * Adds a picture, unless it is there.
	 * @param name the file's name
	 * @param file the file
	 * @return the picture, and whether it is new
	 * @throws IOException if the file cannot be read
	 * @throws UnusablePictureException if it is no picture, or one that is not taken
	 * @throws GalleryFullException if there are too many
	 * @throws PicturesUnavailableException if there is no model, or it fails
	 */
	public AddedPicture add(String name, PictureFile file) throws IOException {
		this.table.get();
		this.files.acquireUninterruptibly();
		try {
			byte[] bytes = file.read();
			String id = checksum(bytes);
			Optional<PictureInfo> known = find(id);
			if (known.isPresent()) {
				return new AddedPicture(known.get(), false);
			}
			StoredPicture picture = StoredPicture.of(id, name, Instant.now().truncatedTo(ChronoUnit.MICROS),
					this.reader.read(bytes));
			boolean isNew = this.intake.add(picture);
			return new AddedPicture(isNew ? picture.info() : find(id).orElse(picture.info()), isNew);
		}
		finally {
			this.files.release();
		}
	}

	private List<Boolean> write(List<StoredPicture> pictures) {
		Map<String, StoredPicture> added = new LinkedHashMap<>();
		pictures.forEach((picture) -> added.putIfAbsent(picture.id(), picture));
		added.keySet().removeAll(idsAmong(added.keySet()));
		if (!added.isEmpty()) {
			if (this.table.get().countRows() + added.size() > this.most) {
				throw new GalleryFullException(this.most);
			}
			insert(List.copyOf(added.values()));
		}
		List<Boolean> areNew = new ArrayList<>();
		pictures.forEach((picture) -> areNew.add(added.get(picture.id()) == picture));
		return areNew;
	}

	private void insert(List<StoredPicture> pictures) {
		try {
			this.table.get().mergeInsert("id").whenNotMatchedInsertAll().execute(pictures);
		}
		catch (EmbeddingException ex) {
			throw refused(ex);
		}
	}

	/**
	 * Tells a picture that the model does not take from a model that takes none: whoever
	 * sent the picture can do something about the former only.
	 */
	private RuntimeException refused(EmbeddingException ex) {
		try {
			if (this.functions.get(FUNCTION) instanceof ImageEmbeddingFunction model
					&& model.embedImages(List.of(new ImageSource.Content(this.reader.plainPicture()))).size() == 1) {
				return new UnusablePictureException("The model takes no such picture: " + ex.getMessage(), ex);
			}
		}
		catch (RuntimeException again) {
			ex.addSuppressed(again);
		}
		return new PicturesUnavailableException("The model fails: " + ex.getMessage(), ex);
	}

	private Set<String> idsAmong(Collection<String> ids) {
		return new HashSet<>(this.table.get()
			.scan()
			.where("id IN (:ids)", Map.of("ids", List.copyOf(ids)))
			.limit(ids.size())
			.as(PictureInfo.class)
			.rows()
			.stream()
			.map(PictureInfo::id)
			.toList());
	}

	/**
	 * Finds a picture.
	 * @param id its id
	 * @return the picture; empty if there is none
	 */
	public Optional<PictureInfo> find(String id) {
		return only(id, PictureInfo.class);
	}

	/**
	 * Reads a picture.
	 * @param id its id
	 * @return the picture as it is sent; empty if there is none
	 */
	public Optional<ServedPicture> content(String id) {
		return only(id, Content.class).map((row) -> new ServedPicture(row.type(), row.content()));
	}

	/**
	 * Reads the thumbnail of a picture.
	 * @param id its id
	 * @return the thumbnail as it is sent; empty if there is no such picture
	 */
	public Optional<ServedPicture> thumbnail(String id) {
		return only(id, Thumbnail.class).map((row) -> new ServedPicture(row.thumbnailType(), row.thumbnail()));
	}

	private <P extends Record> Optional<P> only(String id, Class<P> type) {
		return this.table.get()
			.scan()
			.where("id = :id", Map.of("id", id))
			.limit(1)
			.as(type)
			.rows()
			.stream()
			.findFirst();
	}

	/**
	 * Deletes pictures. Older versions of the table hold them until the store cleans them
	 * up.
	 * @param ids their ids
	 * @return how many there were
	 */
	public long delete(Collection<String> ids) {
		// A deletion of nothing would be a version of the table, too.
		Set<String> known = ids.isEmpty() ? Set.of() : idsAmong(Set.copyOf(ids));
		return known.isEmpty() ? 0
				: this.table.get().delete("id IN (:ids)", Map.of("ids", List.copyOf(known))).deleted();
	}

	/**
	 * Finds pictures by words.
	 * @param words what is to be seen on them
	 * @param limit how many at most, at least 1
	 * @return the pictures, the nearest first
	 * @throws PicturesUnavailableException if there is no model, or it fails
	 */
	public List<FoundPicture> byWords(String words, int limit) {
		try {
			return found(this.table.get().search(words), limit);
		}
		catch (EmbeddingException ex) {
			throw new PicturesUnavailableException("The model fails: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Finds pictures that are like one of them.
	 * @param id the picture's id
	 * @param limit how many at most, at least 1
	 * @return other pictures, the nearest first; empty if there is no such picture
	 */
	public Optional<List<FoundPicture>> like(String id, int limit) {
		return only(id, Vector.class)
			.map((row) -> found(this.table.get().search(row.vector()).where("id <> :id", Map.of("id", id)), limit));
	}

	/**
	 * Finds pictures that are like one that is not kept.
	 * @param file the picture
	 * @param limit how many at most, at least 1
	 * @return the pictures, the nearest first
	 * @throws IOException if the file cannot be read
	 * @throws UnusablePictureException if it is no picture, or one that is not taken
	 * @throws PicturesUnavailableException if there is no model, or it fails
	 */
	public List<FoundPicture> byPicture(PictureFile file, int limit) throws IOException {
		this.table.get();
		this.files.acquireUninterruptibly();
		try {
			byte[] content = this.reader.read(file.read()).content().bytes();
			return found(this.table.get().search(new ImageSource.Content(content)), limit);
		}
		catch (EmbeddingException ex) {
			throw refused(ex);
		}
		finally {
			this.files.release();
		}
	}

	private static List<FoundPicture> found(Search<StoredPicture> search, int limit) {
		List<FoundPicture> found = new ArrayList<>();
		for (Hit<PictureInfo> hit : search.limit(limit).as(PictureInfo.class).hits()) {
			found.add(new FoundPicture(hit.row(), hit.score()));
		}
		return found;
	}

	private static String checksum(byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java has SHA-256", ex);
		}
	}

	/**
	 * Ends after what was added is written.
	 */
	@Override
	public void close() {
		this.intake.close();
	}

	/**
	 * What is read to show a picture.
	 *
	 * @param type its media type
	 * @param content its file
	 */
	record Content(String type, byte[] content) {
	}

	/**
	 * What is read to show a thumbnail.
	 *
	 * @param thumbnailType its media type
	 * @param thumbnail its file
	 */
	record Thumbnail(String thumbnailType, byte[] thumbnail) {
	}

	/**
	 * What is read to find the like.
	 *
	 * @param vector the vector of the picture
	 */
	record Vector(@VectorField float[] vector) {
	}

}
