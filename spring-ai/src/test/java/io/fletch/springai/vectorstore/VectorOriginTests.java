package io.fletch.springai.vectorstore;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.vectorstore.SearchRequest;

import io.fletch.springai.FletchEmbeddingModel;
import io.fletch.springai.SpringAiEmbeddingFunction;
import io.fletch.store.Table;
import io.fletch.store.embedding.EmbeddingMismatchException;
import io.fletch.test.embedding.HashedWordsFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Vectors of different models must not meet, also if they are equally long.
 */
class VectorOriginTests extends OpenStore {

	private static final SearchRequest LIONS = SearchRequest.builder().query("lions sleep").build();

	private static final List<Document> DOCUMENTS = List.of(new Document("a", "lions sleep", Map.of()));

	private FletchVectorStore with(EmbeddingModel model) {
		return FletchVectorStore.builder(this.database, model).tableName("docs").build();
	}

	@Test
	void aTableKeepsTheNameOfTheModelThatMadeItsVectors() {
		with(new NamedModel("bge-small")).add(DOCUMENTS);
		reopen();
		FletchVectorStore other = with(new NamedModel("e5-small"));
		for (Runnable use : List.<Runnable>of(() -> other.add(DOCUMENTS), () -> other.similaritySearch(LIONS))) {
			assertThatExceptionOfType(EmbeddingMismatchException.class).isThrownBy(use::run)
				.withMessageContaining("table 'docs' were made by the model 'bge-small'")
				.withMessageContaining("model of this store is 'e5-small'")
				.withMessageContaining("or another table");
		}
		assertThat(other.count()).isEqualTo(1);
		assertThat(with(new NamedModel("bge-small")).similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void aModelThatIsCalledOtherwiseNowCanBeSaidToBeTheSame() {
		with(new NamedModel("old-name")).add(DOCUMENTS);
		FletchVectorStore store = with(new NamedModel("new-name"));
		Table table = store.<Table>getNativeClient().orElseThrow();
		table.columns().updateMetadata("embedding", Map.of(VectorOrigin.MODEL, "new-name"));
		assertThat(with(new NamedModel("new-name")).similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void aModelThatDoesNotTellItsNameIsTakenAtItsWord() {
		with(new NamedModel("")).add(DOCUMENTS);
		assertThat(with(new NamedModel("e5-small")).similaritySearch(LIONS)).hasSize(1);
		assertThat(with(new NamedModel("")).similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void aTableThatMakesItsVectorsTakesNoForeignModel() {
		FletchVectorStore.builder(this.database).tableName("docs").build().add(DOCUMENTS);
		for (EmbeddingModel model : List.of(new NamedModel("bge-small"),
				new FletchEmbeddingModel(new HashedWordsFunction("other", 8)))) {
			assertThatExceptionOfType(EmbeddingMismatchException.class)
				.isThrownBy(() -> with(model).similaritySearch(LIONS))
				.withMessageContaining("were made by the model 'hashed-words'")
				.withMessageContaining("or no EmbeddingModel, so that the table makes its vectors");
		}
		assertThatExceptionOfType(EmbeddingMismatchException.class)
			.isThrownBy(() -> with(new NamedModel("")).similaritySearch(LIONS))
			.withMessageContaining("is a NamedModel, which does not tell");
		assertThat(with(MODEL).similaritySearch(LIONS)).hasSize(1);
		assertThat(with(new NamedModel("hashed-words")).similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void theModelOfAFunctionIsThatFunctions() {
		EmbeddingModel model = new NamedModel("bge-small");
		this.database.functions().register(new SpringAiEmbeddingFunction("bge", model));
		this.database.functions().defaultAlias("bge");
		FletchVectorStore.builder(this.database).tableName("docs").build().add(DOCUMENTS);
		assertThat(with(model).similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void aModelThatDoesNotAnswerIsNoForeignModel() {
		FletchVectorStore.builder(this.database).tableName("docs").build().add(DOCUMENTS);
		FletchVectorStore same = with(new UnreliableModel("hashed-words", 2));
		for (Runnable use : List.<Runnable>of(() -> same.similaritySearch(LIONS), () -> same.add(DOCUMENTS))) {
			assertThatIllegalStateException().isThrownBy(use::run).withMessage(UnreliableModel.BUSY);
		}
		assertThat(same.similaritySearch(LIONS)).hasSize(1);
	}

	@Test
	void noTableIsMadeWithoutANameBecauseTheModelDidNotAnswer() {
		FletchVectorStore store = with(new UnreliableModel("bge-small", 1));
		assertThatIllegalStateException().isThrownBy(() -> store.add(DOCUMENTS)).withMessage(UnreliableModel.BUSY);
		assertThat(this.database.hasTable("docs")).isFalse();
		store.add(DOCUMENTS);
		assertThatExceptionOfType(EmbeddingMismatchException.class)
			.isThrownBy(() -> with(new NamedModel("e5-small")).similaritySearch(LIONS))
			.withMessageContaining("were made by the model 'bge-small'");
	}

	@Test
	void aModelThatDidNotAnswerIsCheckedAgain() {
		with(new NamedModel("bge-small")).add(DOCUMENTS);
		FletchVectorStore other = with(new UnreliableModel("e5-small", 1));
		assertThatIllegalStateException().isThrownBy(() -> other.add(DOCUMENTS)).withMessage(UnreliableModel.BUSY);
		for (Runnable use : List.<Runnable>of(() -> other.add(DOCUMENTS), () -> other.similaritySearch(LIONS))) {
			assertThatExceptionOfType(EmbeddingMismatchException.class).isThrownBy(use::run)
				.withMessageContaining("model of this store is 'e5-small'");
		}
	}

	@Test
	void aStoreAsksForTheNameOnce() {
		UnreliableModel model = new UnreliableModel("bge-small", 0);
		FletchVectorStore store = with(model);
		store.add(DOCUMENTS);
		store.similaritySearch(LIONS);
		this.database.dropTable("docs");
		store.add(DOCUMENTS);
		store.similaritySearch(LIONS);
		assertThat(model.named()).isEqualTo(1);
	}

	@Test
	void whereNothingIsEmbeddedTheNameIsAskedOfANewTableOnly() {
		UnreliableModel model = new UnreliableModel("bge-small", 0);
		float[] vector = MODEL.embed("lions");
		with(model).addEmbedded(Stream.of(new EmbeddedDocument(new Document("a", "lions", Map.of()), vector)));
		assertThat(model.named()).isEqualTo(1);
		with(model).addEmbedded(Stream.of(new EmbeddedDocument(new Document("b", "lions", Map.of()), vector)));
		assertThat(model.named()).isEqualTo(1);
	}

}
