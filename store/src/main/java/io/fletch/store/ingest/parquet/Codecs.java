package io.fletch.store.ingest.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

import io.fletch.store.error.InvalidInputException;

/**
 * The codecs of pages. That of GZIP is the JDK's, since the library takes Hadoop's.
 */
final class Codecs implements CompressionCodecFactory {

	private final CodecFactory library;

	Codecs(ParquetConfiguration configuration) {
		this.library = new CodecFactory(configuration, 0);
	}

	@Override
	public BytesInputCompressor getCompressor(CompressionCodecName codec) {
		return this.library.getCompressor(codec);
	}

	@Override
	public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
		if (codec == CompressionCodecName.GZIP) {
			return new Gzip();
		}
		try {
			return this.library.getDecompressor(codec);
		}
		catch (LinkageError ex) {
			throw new InvalidInputException("The Parquet file is compressed with " + codec
					+ ", which cannot be read; write it with zstd, snappy, gzip, lz4_raw or uncompressed", ex);
		}
	}

	@Override
	public void release() {
		this.library.release();
	}

	private static final class Gzip implements BytesInputDecompressor {

		@Override
		public BytesInput decompress(BytesInput bytes, int size) throws IOException {
			try (GZIPInputStream stream = new GZIPInputStream(bytes.toInputStream())) {
				return BytesInput.from(read(stream, size));
			}
		}

		@Override
		public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size) throws IOException {
			ByteBuffer bytes = input.slice(input.position(), compressed);
			try (GZIPInputStream stream = new GZIPInputStream(ByteBufferInputStream.wrap(bytes))) {
				output.put(read(stream, size));
			}
		}

		private static byte[] read(GZIPInputStream stream, int size) throws IOException {
			byte[] bytes = stream.readNBytes(size);
			if (bytes.length < size) {
				throw new EOFException("A page of " + size + " bytes ends after " + bytes.length);
			}
			return bytes;
		}

		@Override
		public void release() {
			// Nothing is held.
		}

	}

}
