package io.fletch.embeddings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network of a few nodes with a tokenizer of a few words, whose vectors can be worked
 * out by hand: the word {@code a} has the vector (1, 0, 0), {@code b} (0, 2, 0),
 * {@code c} (0, 0, 4), {@code d} (3, 4, 0); padding has (100, 100, 100), and is seen by
 * nobody who pools rightly. Written as the ONNX format has it, message by message.
 */
public final class TinyModel {

	public static final int FLOAT = 1;

	public static final int INT32 = 6;

	public static final int INT64 = 7;

	public static final int FLOAT16 = 10;

	private static final int DIMENSIONS = 3;

	private static final float[] TABLE = { 100, 100, 100, -1, -1, -1, 1, 0, 0, 0, 2, 0, 0, 0, 4, 3, 4, 0, 7, 0, 0, 0, 7,
			0, 0, 0, 7 };

	private static final String TOKENIZER = """
			{"version":"1.0","truncation":null,"padding":null,
			"added_tokens":[{"id":0,"content":"[PAD]","single_word":false,"lstrip":false,"rstrip":false,
			"normalized":false,"special":true}],
			"normalizer":null,"pre_tokenizer":{"type":"WhitespaceSplit"},"post_processor":null,"decoder":null,
			"model":{"type":"WordLevel","vocab":{"[PAD]":0,"[UNK]":1,"a":2,"b":3,"c":4,"d":5,"[Q]":6,"[D]":7,"[MASK]":8},
			"unk_token":"[UNK]"}}
			""";

	private final Message graph = new Message();

	private TinyModel() {
		Message table = new Message().number(1, TABLE.length / DIMENSIONS)
			.number(1, DIMENSIONS)
			.number(2, FLOAT)
			.text(8, "table")
			.bytes(9, floats(TABLE));
		this.graph.text(2, "tiny").message(5, table);
	}

	public static TinyModel empty() {
		return new TinyModel();
	}

	/**
	 * Gives each token the vector of its word.
	 */
	public static TinyModel tokens(int inputType) {
		return new TinyModel().input("input_ids", inputType, -1, -1)
			.input("attention_mask", inputType, -1, -1)
			.node("Gather", "last_hidden_state", "table", "input_ids");
	}

	public TinyModel input(String name, int type, long... shape) {
		this.graph.message(11, value(name, type, shape));
		return this;
	}

	public TinyModel output(String name, int type, long... shape) {
		this.graph.message(12, value(name, type, shape));
		return this;
	}

	public TinyModel node(String operator, String output, String... inputs) {
		this.graph.message(1, operation(operator, output, inputs));
		return this;
	}

	public TinyModel mean(String output, String input, int... axes) {
		Message attribute = new Message().text(1, "axes").number(20, 7);
		for (int axis : axes) {
			attribute.number(8, axis);
		}
		this.graph.message(1, operation("ReduceMean", output, input).message(5, attribute)
			.message(5, new Message().text(1, "keepdims").number(3, 0).number(20, 2)));
		return this;
	}

	public TinyModel cast(String output, String input, int type) {
		this.graph.message(1,
				operation("Cast", output, input).message(5, new Message().text(1, "to").number(3, type).number(20, 2)));
		return this;
	}

	public TinyModel shape(String output, String input, long... shape) {
		Message dimensions = new Message().number(1, shape.length).number(2, INT64).text(8, output + "_shape");
		ByteBuffer bytes = ByteBuffer.allocate(shape.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asLongBuffer().put(shape);
		this.graph.message(5, dimensions.bytes(9, bytes.array()))
			.message(1, operation("Reshape", output, input, output + "_shape"));
		return this;
	}

	/**
	 * Writes the network and its tokenizer into a folder.
	 */
	public Path write(Path folder) throws IOException {
		return write(folder, "model.onnx");
	}

	public Path write(Path folder, String file) throws IOException {
		Files.write(folder.resolve(file), bytes());
		Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER);
		return folder;
	}

	public byte[] bytes() {
		Message operators = new Message().number(2, 13);
		return new Message().number(1, 8).message(7, this.graph).message(8, operators).bytes.toByteArray();
	}

	private static Message operation(String operator, String output, String... inputs) {
		Message node = new Message();
		for (String input : inputs) {
			node.text(1, input);
		}
		return node.text(2, output).text(3, output).text(4, operator);
	}

	private static Message value(String name, int type, long... shape) {
		Message sizes = new Message();
		for (int i = 0; i < shape.length; i++) {
			sizes.message(1, (shape[i] < 0) ? new Message().text(2, name + i) : new Message().number(1, shape[i]));
		}
		Message tensor = new Message().number(1, type).message(2, sizes);
		return new Message().text(1, name).message(2, new Message().message(1, tensor));
	}

	private static byte[] floats(float[] values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(values);
		return bytes.array();
	}

	/**
	 * A message of Protocol Buffers.
	 */
	private static final class Message {

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private Message number(int field, long value) {
			variable((long) field << 3);
			variable(value);
			return this;
		}

		private Message text(int field, String value) {
			return bytes(field, value.getBytes(StandardCharsets.UTF_8));
		}

		private Message message(int field, Message value) {
			return bytes(field, value.bytes.toByteArray());
		}

		private Message bytes(int field, byte[] value) {
			variable((long) field << 3 | 2);
			variable(value.length);
			this.bytes.writeBytes(value);
			return this;
		}

		private void variable(long value) {
			long rest = value;
			while ((rest & ~0x7fL) != 0) {
				this.bytes.write((int) (rest & 0x7f | 0x80));
				rest >>>= 7;
			}
			this.bytes.write((int) rest);
		}

	}

}
