package io.fletch.context.retrieval;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.fletch.store.ReadableTable;
import io.fletch.store.Search;
import io.fletch.store.error.CancelledException;
import io.fletch.store.error.InvalidInputException;
import io.fletch.store.query.Candidate;
import io.fletch.store.query.Hit;
import io.fletch.store.query.QueryKind;
import io.fletch.store.query.RankedRows;
import io.fletch.store.query.Reranker;
import io.fletch.store.query.text.TextQuery;

/**
 * One query, asked of one table.
 *
 * @param query what is asked
 * @param reranker joins or orders what is found; {@code null} for the store's own
 * @param begin when the time of the query began, in nanoseconds
 */
record TableSearch(RetrievalQuery query, @Nullable Reranker reranker, long begin) {

	TableSearch(RetrievalQuery query, @Nullable Reranker reranker) {
		this(query, reranker, System.nanoTime());
	}

	<R> List<Hit<R>> hits(ReadableTable<R> table, int limit) {
		CancelledException.throwIfInterrupted();
		Search<R> search = asked(table).limit(limit);
		Condition condition = this.query.condition();
		if (condition != null) {
			search = search.where(condition.sql(), condition.parameters());
		}
		Duration timeout = this.query.timeout();
		if (timeout != null) {
			Duration left = timeout.minusNanos(System.nanoTime() - this.begin);
			search = search.timeout(left.isNegative() ? Duration.ZERO : left);
		}
		Reranker judge = this.reranker;
		return ((judge != null) ? search.rerank(new ByQuestion(judge, this.query.question())) : search).hits();
	}

	static boolean takes(ReadableTable<?> table, Condition condition) {
		try {
			table.scan().where(condition.sql(), condition.parameters());
			return true;
		}
		catch (InvalidInputException ex) {
			return false;
		}
	}

	private <R> Search<R> asked(ReadableTable<R> table) {
		String question = this.query.question();
		String meaning = this.query.meaning();
		TextQuery words = this.query.words();
		QueryKind kind = this.query.kind();
		if (kind == QueryKind.VECTOR) {
			return table.search((meaning != null) ? meaning : question).kind(kind);
		}
		if (kind == QueryKind.TEXT || meaning == null) {
			Search<R> search = table.search(question);
			return ((words != null) ? search.text(words) : search).kind(kind);
		}
		return table.search(meaning).text((words != null) ? words : TextQuery.match(question)).kind(kind);
	}

	/**
	 * Lets a reranker judge by the question where something else was embedded.
	 */
	private record ByQuestion(Reranker reranker, String question) implements Reranker {

		@Override
		public String name() {
			return this.reranker.name();
		}

		@Override
		public List<Candidate> rerank(RankedRows rows) {
			return this.reranker.rerank(new RankedRows(this.question, rows.rankings(), rows.values()));
		}

		@Override
		public int mostRows() {
			return this.reranker.mostRows();
		}

	}

}
