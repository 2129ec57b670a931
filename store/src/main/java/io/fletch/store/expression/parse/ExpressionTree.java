package io.fletch.store.expression.parse;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.fletch.store.query.Expression;

/**
 * Makes new trees out of expressions.
 */
final class ExpressionTree {

	private final UnaryOperator<Expression> leaf;

	private final Map<Expression, Integer> positions;

	private ExpressionTree(UnaryOperator<Expression> leaf, Map<Expression, Integer> positions) {
		this.leaf = leaf;
		this.positions = positions;
	}

	/**
	 * Replaces leaves: columns, literals and parameters.
	 * @param expression the tree
	 * @param leaf gives the leaf that takes the place of another
	 * @param positions where the parts of the tree stand in a text; the new parts are
	 * added
	 * @return the new tree
	 */
	static Expression replace(Expression expression, UnaryOperator<Expression> leaf,
			Map<Expression, Integer> positions) {
		return new ExpressionTree(leaf, positions).replaced(expression);
	}

	private Expression replaced(Expression expression) {
		Expression replaced = rebuilt(expression);
		Integer position = this.positions.get(expression);
		if (position != null) {
			this.positions.put(replaced, position);
		}
		return replaced;
	}

	private Expression rebuilt(Expression expression) {
		return switch (expression) {
			case Expression.Column column -> this.leaf.apply(column);
			case Expression.Literal literal -> this.leaf.apply(literal);
			case Expression.Parameter parameter -> this.leaf.apply(parameter);
			case Expression.Comparison comparison -> new Expression.Comparison(replaced(comparison.left()),
					comparison.operator(), replaced(comparison.right()));
			case Expression.IsDistinct distinct ->
				new Expression.IsDistinct(replaced(distinct.left()), replaced(distinct.right()));
			case Expression.In in -> new Expression.In(replaced(in.operand()), replaced(in.values()));
			case Expression.Like like -> new Expression.Like(replaced(like.operand()), replaced(like.pattern()),
					like.escape(), like.caseSensitive());
			case Expression.IsNull isNull -> new Expression.IsNull(replaced(isNull.operand()));
			case Expression.Is is -> new Expression.Is(replaced(is.operand()), is.value());
			case Expression.And and -> new Expression.And(replaced(and.left()), replaced(and.right()));
			case Expression.Or or -> new Expression.Or(replaced(or.left()), replaced(or.right()));
			case Expression.Not not -> new Expression.Not(replaced(not.operand()));
			case Expression.Arithmetic arithmetic -> new Expression.Arithmetic(replaced(arithmetic.left()),
					arithmetic.operation(), replaced(arithmetic.right()));
			case Expression.Case branches -> new Expression.Case(branches.branches()
				.stream()
				.map((branch) -> new Expression.Branch(replaced(branch.condition()), replaced(branch.result())))
				.toList(), replaced(branches.otherwise()));
			case Expression.Cast cast -> new Expression.Cast(replaced(cast.operand()), cast.type(), cast.orNull());
			case Expression.Call call -> new Expression.Call(call.function(), replaced(call.arguments()));
		};
	}

	private List<Expression> replaced(List<Expression> expressions) {
		return expressions.stream().map(this::replaced).toList();
	}

}
