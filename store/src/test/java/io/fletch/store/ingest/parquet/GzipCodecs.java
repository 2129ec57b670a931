package io.fletch.store.ingest.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * The library's codecs, and GZIP by the JDK.
 */
final class GzipCodecs implements CompressionCodecFactory {

	private final CodecFactory library = new CodecFactory(new PlainParquetConfiguration(), 1 << 16);

	@Override
	public BytesInputCompressor getCompressor(CompressionCodecName codec) {
		return (codec == CompressionCodecName.GZIP) ? new Gzip() : this.library.getCompressor(codec);
	}

	@Override
	public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
		return this.library.getDecompressor(codec);
	}

	@Override
	public void release() {
		this.library.release();
	}

	private static final class Gzip implements BytesInputCompressor {

		@Override
		public BytesInput compress(BytesInput bytes) throws IOException {
			ByteArrayOutputStream compressed = new ByteArrayOutputStream();
			try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
				bytes.writeAllTo(stream);
			}
			return BytesInput.from(compressed.toByteArray());
		}

		@Override
		public CompressionCodecName getCodecName() {
			return CompressionCodecName.GZIP;
		}

		@Override
		public void release() {
			// Nothing is held.
		}

	}

}
