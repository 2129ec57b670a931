package io.fletch.store;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.data.BatchEncoder;
import io.fletch.store.data.RowBatch;
import io.fletch.store.data.blob.Blob;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.ingest.arrow.ArrowExport;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.scan.PlanTrace;

/**
 * The result of a search, for Arrow: the columns that were read, then how near or good
 * each row is.
 */
final class SearchExport {

	/** How many rows one record batch of a file has at most. */
	private static final int BATCH_ROWS = 4096;

	private final ArrowExport export;

	private final List<ArrowExport.Part> parts;

	/**
	 * Reads the rows in batches. Those of a scan are read when they are asked for.
	 */
	static ArrowReader reader(TableHandle handle, SearchRequest request, int batchRows, BufferAllocator allocator) {
		if (!request.isScan() || request.options().sorting().isNeeded()) {
			// The reader is made when no time can run out any more, which would lose it.
			SearchExport all = TimeLimit.run(request.options().timeout(), () -> of(handle, request, batchRows));
			return all.export.reader(all.parts.iterator(), allocator);
		}
		try (TableHandle pinned = HitStream.pin(handle)) {
			List<Field> fields = schema(pinned, request).getFields();
			Stream<Hit<Map<String, @Nullable Object>>> hits = HitStream.of(pinned, RowReader.MAPS, request);
			return new ArrowExport(new Schema(fields)).reader(parts(fields, hits.iterator(), batchRows), hits::close,
					allocator);
		}
	}

	private static Iterator<ArrowExport.Part> parts(List<Field> fields,
			Iterator<Hit<Map<String, @Nullable Object>>> hits, int batchRows) {
		return new Iterator<>() {

			@Override
			public boolean hasNext() {
				return hits.hasNext();
			}

			@Override
			public ArrowExport.Part next() {
				List<Hit<Map<String, @Nullable Object>>> rows = new ArrayList<>();
				do {
					rows.add(hits.next());
				}
				while (rows.size() < batchRows && hits.hasNext());
				return part(fields, rows);
			}

		};
	}

	private SearchExport(ArrowExport export, List<ArrowExport.Part> parts) {
		this.export = export;
		this.parts = parts;
	}

	static SearchExport of(TableHandle handle, SearchRequest request) {
		return of(handle, request, BATCH_ROWS);
	}

	private static SearchExport of(TableHandle handle, SearchRequest request, int batchRows) {
		return handle.scan((snapshot) -> {
			SearchRun run = new SearchRun(snapshot, request, new PlanTrace(false));
			HitReader<Map<String, @Nullable Object>> reader = new HitReader<>(snapshot, RowReader.MAPS, request);
			List<Hit<Map<String, @Nullable Object>>> hits = new ArrayList<>();
			int query = 0;
			for (List<Found> found : run.found()) {
				hits.addAll(reader.read(found, query++));
			}
			return export(fields(snapshot.view().schema(), request.settled(snapshot), run.compared()), hits, batchRows);
		});
	}

	/**
	 * Returns the columns of a search's result.
	 */
	static Schema schema(TableHandle handle, SearchRequest request) {
		return handle.scan((snapshot) -> new Schema(fields(snapshot.view().schema(), request.settled(snapshot),
				new SearchRun(snapshot, request, new PlanTrace(false)).compared())));
	}

	private static List<Field> fields(Schema schema, SearchRequest request, @Nullable QueryKind kind) {
		List<Field> fields = new ArrayList<>(request.projection().fields(schema, ResultColumns.of(schema, request)));
		if (!request.options().batch().isEmpty()) {
			fields.add(new Field(HitReader.QUERY_INDEX, FieldType.notNullable(new ArrowType.Int(Integer.SIZE, true)),
					null));
		}
		for (String name : scores(kind, request)) {
			if (fields.stream().noneMatch((field) -> field.getName().equals(name))) {
				fields.add(ResultColumns.score(name));
			}
		}
		return fields;
	}

	private static SearchExport export(List<Field> fields, List<Hit<Map<String, @Nullable Object>>> hits,
			int batchRows) {
		List<ArrowExport.Part> parts = new ArrayList<>();
		parts(fields, hits.iterator(), batchRows).forEachRemaining(parts::add);
		return new SearchExport(new ArrowExport(new Schema(fields)), parts);
	}

	private static ArrowExport.Part part(List<Field> fields, List<Hit<Map<String, @Nullable Object>>> hits) {
		Schema encoded = new Schema(fields.stream().map(SearchExport::inline).toList());
		List<@Nullable Object[]> rows = hits.stream().map((hit) -> values(hit, fields)).toList();
		try {
			byte[] batch = new BatchEncoder(encoded).encode(rows).toByteArray();
			return new ArrowExport.Part(RowBatch.decode(encoded, MemorySegment.ofArray(batch)), null);
		}
		catch (ArithmeticException ex) {
			throw new InvalidInputException("A value that an expression gave does not fit its type in Arrow, one of "
					+ fields + "; exclude such rows by a condition or by CASE, or take the rows as maps", ex);
		}
	}

	private static List<String> scores(@Nullable QueryKind kind, SearchRequest request) {
		List<String> asked = ResultColumns.asked(request);
		if (asked != null && kind != null) {
			return asked;
		}
		boolean isReranked = request.reranker() != null;
		return switch (kind) {
			case VECTOR ->
				isReranked ? List.of(ReservedNames.DISTANCE, ReservedNames.RELEVANCE) : List.of(ReservedNames.DISTANCE);
			case TEXT ->
				isReranked ? List.of(ReservedNames.SCORE, ReservedNames.RELEVANCE) : List.of(ReservedNames.SCORE);
			case HYBRID -> List.of(ReservedNames.DISTANCE, ReservedNames.SCORE, ReservedNames.RELEVANCE);
			case null, default -> List.of();
		};
	}

	/**
	 * Lets blobs lie in their rows, however long they are.
	 */
	private static Field inline(Field field) {
		return BlobColumns.isBlob(field)
				? new Field(field.getName(), new FieldType(field.isNullable(), field.getType(), null), null) : field;
	}

	private static @Nullable Object[] values(Hit<Map<String, @Nullable Object>> hit, List<Field> fields) {
		@Nullable Object[] values = new @Nullable Object[fields.size()];
		for (int i = 0; i < values.length; i++) {
			Object value = switch (fields.get(i).getName()) {
				case ReservedNames.DISTANCE -> hit.distance();
				case ReservedNames.SCORE -> hit.textScore();
				case ReservedNames.RELEVANCE -> hit.score();
				default -> hit.row().get(fields.get(i).getName());
			};
			values[i] = (value instanceof Blob blob) ? blob.bytes() : value;
		}
		return values;
	}

	VectorSchemaRoot vectors(BufferAllocator allocator) {
		return this.export.vectors(this.parts, allocator);
	}

	void writeFile(OutputStream stream) throws IOException {
		this.export.writeFile(this.parts.iterator(), stream);
	}

}
