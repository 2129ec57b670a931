package io.fletch.store.data.schema;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

import io.fletch.store.error.CorruptTableException;

/**
 * Schemas as Arrow's {@code Message} flatbuffer, without prefix.
 */
public final class SchemaBytes {

	private SchemaBytes() {
	}

	/**
	 * Encodes a schema.
	 * @param schema the schema
	 * @return the flatbuffer
	 */
	public static byte[] encode(Schema schema) {
		FlatBufferBuilder builder = new FlatBufferBuilder(1024);
		int header = schema.getSchema(builder);
		builder.finish(Message.createMessage(builder, MetadataVersion.V5, MessageHeader.Schema, header, 0, 0));
		return builder.sizedByteArray();
	}

	/**
	 * Decodes a schema.
	 * @param bytes the flatbuffer
	 * @return the schema
	 * @throws CorruptTableException if the bytes hold no schema
	 */
	public static Schema decode(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		try {
			Message message = Message.getRootAsMessage(buffer);
			if (message.headerType() == MessageHeader.Schema) {
				return decode((org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema()));
			}
			throw new CorruptTableException("A schema is damaged: a message of type " + message.headerType());
		}
		catch (IndexOutOfBoundsException ex) {
			throw new CorruptTableException("A schema is damaged", ex);
		}
	}

	public static Schema decode(org.apache.arrow.flatbuf.@Nullable Schema schema) {
		try {
			if (schema == null) {
				throw new CorruptTableException("A schema is damaged: it is missing");
			}
			SchemaGuard.check(schema);
			return Schema.convertSchema(schema);
		}
		catch (CorruptTableException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// A damaged flatbuffer makes its reader fail in every way there is.
			throw new CorruptTableException("A schema is damaged", ex);
		}
	}

}
