package io.fletch.store;

import java.util.ArrayList;
import java.util.List;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.ImageSource;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;
import io.fletch.store.query.Filter;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * What a search asks for.
 *
 * @param question what is asked in words, or {@code null}
 * @param vector the vector to compare with, or {@code null} for the question's; without
 * question and vector the request is a scan
 * @param kind what a question is compared with
 * @param filter the condition, or {@code null}
 * @param page which rows of the result
 * @param reranker joins the sides of a hybrid search; {@code null} for reciprocal rank
 * fusion
 * @param projection what of the rows is read
 * @param options how the search goes about it
 */
record SearchRequest(@Nullable Question question, float @Nullable [] vector, QueryKind kind, @Nullable Filter filter,
		Page page, @Nullable Reranker reranker, Projection projection, SearchOptions options) {

	static SearchRequest scan() {
		return new SearchRequest(null, null, QueryKind.AUTO, null, Page.first(Integer.MAX_VALUE), null, Projection.ALL,
				SearchOptions.USUAL);
	}

	static SearchRequest byText(String text) {
		return by(Question.of(text), QueryKind.AUTO);
	}

	/**
	 * Asks the text columns only.
	 */
	static SearchRequest byWords(TextQuery query) {
		return by(Question.of(query), QueryKind.TEXT);
	}

	private static SearchRequest by(Question question, QueryKind kind) {
		return new SearchRequest(question, null, kind, null, Page.first(Search.DEFAULT_LIMIT), null, Projection.ALL,
				SearchOptions.USUAL);
	}

	/**
	 * Asks for what is near a vector.
	 * @throws InvalidInputException if an element is not finite
	 */
	static SearchRequest byVector(float[] vector) {
		return new SearchRequest(null, requireFinite(vector, "The vector"), QueryKind.VECTOR, null,
				Page.first(Search.DEFAULT_LIMIT), null, Projection.ALL, SearchOptions.USUAL);
	}

	/**
	 * Asks for what is near a picture, whose vector is made when the table is known.
	 */
	static SearchRequest byPicture(ImageSource image) {
		Picture picture = new Picture(image);
		SearchRequest request = new SearchRequest(null, picture.fingerprint(), QueryKind.VECTOR, null,
				Page.first(Search.DEFAULT_LIMIT), null, Projection.ALL, SearchOptions.USUAL);
		return request.with(request.options().with(VectorOptions.USUAL.withPicture(picture)));
	}

	/**
	 * Asks for what is near a vector of bytes.
	 */
	static SearchRequest byVector(byte[] vector) {
		float[] numbers = new float[vector.length];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = Byte.toUnsignedInt(vector[i]);
		}
		return byVector(numbers);
	}

	/**
	 * Asks for what is near each of some vectors.
	 * @throws InvalidInputException if there is none, or an element is not finite
	 */
	static SearchRequest byVectors(List<float @Nullable []> vectors) {
		if (vectors.isEmpty()) {
			throw new InvalidInputException("A search by vectors needs at least one, but the list is empty");
		}
		List<float[]> checked = new ArrayList<>(vectors.size());
		for (float @Nullable [] vector : vectors) {
			String which = "Vector " + checked.size();
			if (vector == null) {
				throw new InvalidInputException(which + " of the search is null; give one for each query");
			}
			checked.add(requireFinite(vector, which));
		}
		SearchRequest first = byVector(checked.getFirst());
		return first.with(first.options().withBatch(checked));
	}

	private static float[] requireFinite(float[] vector, String which) {
		for (int i = 0; i < vector.length; i++) {
			if (!Float.isFinite(vector[i])) {
				throw new InvalidInputException(which + " of the search has " + vector[i] + " at position " + i
						+ ", to which nothing has a distance; give finite numbers");
			}
		}
		return vector.clone();
	}

	/**
	 * Makes the vector of a picture, and takes several vectors as those of one query
	 * where rows have several each.
	 * @throws InvalidInputException if they cannot be compared with the table's, or a
	 * column has the name by which results tell queries apart
	 */
	SearchRequest settled(TableHandle.Snapshot snapshot) {
		VectorOptions given = this.options.vectors();
		Picture picture = given.picture();
		if (picture != null) {
			return new SearchRequest(this.question, picture.vector(snapshot, given.column()), this.kind, this.filter,
					this.page, this.reranker, this.projection, this.options.with(picture.settled(snapshot, given)));
		}
		List<float[]> vectors = this.options.batch();
		if (vectors.isEmpty() || this.kind == QueryKind.TEXT) {
			return this;
		}
		VectorColumns columns = new VectorColumns(snapshot.table().name(), snapshot.view().schema());
		VectorOptions compared = this.options.vectors();
		ColumnRoles.VectorColumn column = columns.comparable(compared.column(), vectors.getFirst());
		if (column.shape().isSeveral()) {
			return with(this.options.withBatch(List.of()).with(compared.withSeveral(vectors)));
		}
		Schema schema = snapshot.view().schema();
		for (int i = 1; i < vectors.size(); i++) {
			if (vectors.get(i).length != vectors.getFirst().length) {
				throw new InvalidInputException("Vector " + i + " of the search has " + vectors.get(i).length
						+ " dimensions, but the column '" + schema.getFields().get(column.position()).getName()
						+ "' has " + vectors.getFirst().length);
			}
		}
		for (Field field : this.projection.fields(schema, ResultColumns.of(schema, this))) {
			if (field.getName().equalsIgnoreCase(HitReader.QUERY_INDEX)) {
				throw new InvalidInputException("The column '" + field.getName() + "' has the name by which results of "
						+ "several queries tell them apart; select other columns, or ask for one vector at a time");
			}
		}
		return this;
	}

	/**
	 * Returns the vectors that were given.
	 */
	List<float[]> vectors() {
		List<float[]> several = this.options.vectors().several();
		if (!several.isEmpty() || !this.options.batch().isEmpty()) {
			return several.isEmpty() ? this.options.batch() : several;
		}
		return (this.vector != null) ? List.of(this.vector) : List.of();
	}

	/**
	 * Tells whether nothing is compared.
	 */
	boolean isScan() {
		return this.question == null && this.vector == null;
	}

	SearchRequest with(SearchOptions changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, this.page, this.reranker,
				this.projection, changed);
	}

	SearchRequest withQuestion(Question changed) {
		return new SearchRequest(changed, this.vector, this.kind, this.filter, this.page, this.reranker,
				this.projection, this.options);
	}

	/**
	 * Asks the text columns, too.
	 */
	SearchRequest withWords(TextQuery query) {
		Question asked = this.question;
		return (asked != null) ? withQuestion(asked.with(query))
				: withQuestion(Question.of(query)).withKind(QueryKind.HYBRID);
	}

	/**
	 * Compares with a vector, too.
	 */
	SearchRequest withVector(float[] given) {
		QueryKind both = (this.question != null) ? QueryKind.HYBRID : QueryKind.VECTOR;
		return new SearchRequest(this.question, requireFinite(given, "The vector"), both, this.filter, this.page,
				this.reranker, this.projection,
				this.options.withBatch(List.of()).with(this.options.vectors().withPicture(null)));
	}

	SearchRequest withKind(QueryKind changed) {
		return new SearchRequest(this.question, this.vector, changed, this.filter, this.page, this.reranker,
				this.projection, this.options);
	}

	SearchRequest withFilter(Filter changed) {
		return new SearchRequest(this.question, this.vector, this.kind, changed, this.page, this.reranker,
				this.projection, this.options);
	}

	SearchRequest withLimit(int limit) {
		return withPage(new Page(this.page.offset(), limit, this.page.isPart()));
	}

	SearchRequest withOffset(int offset) {
		return withPage(new Page(offset, this.page.limit(), true));
	}

	private SearchRequest withPage(Page changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, changed, this.reranker,
				this.projection, this.options);
	}

	SearchRequest withReranker(Reranker changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, this.page, changed,
				this.projection, this.options);
	}

	SearchRequest withProjection(Projection changed) {
		return new SearchRequest(this.question, this.vector, this.kind, this.filter, this.page, this.reranker, changed,
				this.options);
	}

	/**
	 * A part of a result.
	 *
	 * @param offset how many rows to pass over
	 * @param limit how many rows to return at most
	 * @param isPart whether other parts are asked for, too, that shall fit to it
	 */
	record Page(int offset, int limit, boolean isPart) {

		static Page first(int limit) {
			return new Page(0, limit, false);
		}

		/**
		 * Returns how many rows must be found for this part.
		 */
		int end() {
			return (int) Math.min(Integer.MAX_VALUE, (long) this.offset + this.limit);
		}

		<T> List<T> of(List<T> all) {
			return all.subList(Math.min(this.offset, all.size()), Math.min(end(), all.size()));
		}

	}

}
