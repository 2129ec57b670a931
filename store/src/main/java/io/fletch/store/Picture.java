package io.fletch.store;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.embedding.EmbeddingFunction;
import io.fletch.store.embedding.ImageEmbeddingFunction;
import io.fletch.store.embedding.ImageSource;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.mapping.ColumnRoles;

/**
 * A picture that is searched by. Its vector is made once for a function.
 */
final class Picture {

	private final ImageSource image;

	private volatile @Nullable Embedded embedded;

	Picture(ImageSource image) {
		this.image = image;
	}

	/**
	 * Returns what stands for the vector until it is made: other pictures have others.
	 */
	float[] fingerprint() {
		int hash = switch (this.image) {
			case ImageSource.Content content -> Arrays.hashCode(content.bytes());
			case ImageSource.Location location -> location.uri().hashCode();
		};
		return new float[] { hash >>> Short.SIZE, hash & 0xFFFF };
	}

	/**
	 * Returns the vector that the function of a column makes.
	 * @param column the name of the column, or {@code null} for the usual one
	 * @throws InvalidInputException if there is no such column, or its function embeds no
	 * pictures
	 */
	float[] vector(TableHandle.Snapshot snapshot, @Nullable String column) {
		ColumnRoles.VectorColumn compared = column(snapshot, column);
		EmbeddingFunction function = (compared.function() != null)
				? new TableFunctions(snapshot.view().schema(), snapshot.table().functions()).of(compared) : null;
		if (!(function instanceof ImageEmbeddingFunction images)) {
			throw new InvalidInputException("The vector column '" + name(snapshot, compared) + "' of the table '"
					+ snapshot.table().name() + "' has "
					+ ((function != null) ? "the embedding function '" + function.name() + "', which embeds no pictures"
							: "no embedding function")
					+ "; choose another by column(name), or search by a vector");
		}
		Embedded known = this.embedded;
		if (known == null || known.by() != images) {
			known = new Embedded(images, images.embedImages(List.of(this.image)).getFirst());
			this.embedded = known;
		}
		return known.vector();
	}

	/**
	 * Returns options that name the column that the vector is compared with.
	 */
	VectorOptions settled(TableHandle.Snapshot snapshot, VectorOptions options) {
		return options.withColumn(name(snapshot, column(snapshot, options.column()))).withPicture(null);
	}

	private static ColumnRoles.VectorColumn column(TableHandle.Snapshot snapshot, @Nullable String name) {
		ColumnRoles.VectorColumn usual = snapshot.view().roles().asked();
		if (name == null && usual == null) {
			throw new InvalidInputException("The table '" + snapshot.table().name() + "' has no vector column");
		}
		return (name != null || usual == null)
				? new VectorColumns(snapshot.table().name(), snapshot.view().schema()).named(String.valueOf(name))
				: usual;
	}

	private static String name(TableHandle.Snapshot snapshot, ColumnRoles.VectorColumn column) {
		return snapshot.view().schema().getFields().get(column.position()).getName();
	}

	/**
	 * A vector, and what made it.
	 *
	 * @param by the function
	 * @param vector the vector
	 */
	private record Embedded(ImageEmbeddingFunction by, float[] vector) {
	}

}
