package io.fletch.context.retrieval;

import java.util.List;

/**
 * One retriever, asked one query.
 *
 * @param number the position of the retriever, from 0
 * @param retriever the retriever
 * @param query what it is asked
 */
record Asking(int number, Retriever retriever, RetrievalQuery query) {

	List<RetrievedPassage> answer() {
		return this.retriever.retrieve(this.query);
	}

	RetrieverFailure failure(RuntimeException cause) {
		return new RetrieverFailure(this.number, this.query.question(), cause);
	}

}
