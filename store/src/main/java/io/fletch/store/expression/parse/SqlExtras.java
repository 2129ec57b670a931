package io.fletch.store.expression.parse;

import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.JsonFunction;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.SupportsOldOracleJoinSyntax;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * What the parser takes beside the parts of an expression that we convert, in the
 * dialects of other databases. None of it may be passed over in silence.
 */
final class SqlExtras {

	private SqlExtras() {
	}

	/**
	 * Returns the first word of what cannot be converted.
	 * @return the word, or {@code null} if all of the expression can be
	 */
	static @Nullable String of(Expression parsed) {
		String own = switch (parsed) {
			case Function function -> ofFunction(function);
			case CastExpression cast -> ofCast(cast);
			case JsonFunction json -> ofJson(json);
			case LikeExpression like when like.isUseBinary() -> "BINARY";
			case InExpression in when in.isGlobal() -> "GLOBAL";
			case ArrayConstructor array when array.getDataType() != null -> "ARRAY";
			case JdbcNamedParameter parameter when !parameter.getParameterCharacter().equals(":") ->
				parameter.getParameterCharacter();
			case IntervalExpression interval when interval.getIntervalQualifier() != null
					&& interval.getIntervalQualifier().getLeadingFieldPrecision() != null ->
				interval.getIntervalQualifier().getLeadingField();
			case Column column when column.getOldOracleJoinSyntax() != 0 || column.getCommentText() != null
					|| column.getReturningReferenceType() != null || !".".equals(column.getTableDelimiter()) ->
				column.getColumnName();
			default -> null;
		};
		return (own == null && parsed instanceof SupportsOldOracleJoinSyntax join) ? ofJoin(join) : own;
	}

	private static @Nullable String ofJoin(SupportsOldOracleJoinSyntax join) {
		if (join.getOraclePriorPosition() != SupportsOldOracleJoinSyntax.NO_ORACLE_PRIOR) {
			return "PRIOR";
		}
		return (join.getOldOracleJoinSyntax() != SupportsOldOracleJoinSyntax.NO_ORACLE_JOIN) ? "+" : null;
	}

	private static @Nullable String ofFunction(Function function) {
		if (function.isDistinct() || function.isUnique() || function.isAllColumns()) {
			return function.isDistinct() ? "DISTINCT" : (function.isUnique() ? "UNIQUE" : "ALL");
		}
		if (function.getNullHandling() != null || function.isIgnoreNulls()) {
			return function.isIgnoreNulls() ? "IGNORE" : "RESPECT";
		}
		if (function.getOrderByElements() != null || function.getLimit() != null) {
			return (function.getLimit() != null) ? "LIMIT" : "ORDER";
		}
		if (function.getHavingClause() != null || function.getKeep() != null) {
			return (function.getKeep() != null) ? "KEEP" : "HAVING";
		}
		return ofCall(function);
	}

	private static @Nullable String ofCall(Function function) {
		if (function.getOnOverflowTruncate() != null) {
			return "OVERFLOW";
		}
		boolean isPlain = function.getMultipartName().size() == 1 && function.getChainedParameters() == null
				&& function.getExtraKeyword() == null
				&& (function.getKeywordArguments() == null || function.getKeywordArguments().isEmpty())
				&& (function.getAttribute() == null || function.getAttribute() instanceof Column);
		return isPlain ? null : function.getMultipartName().getLast();
	}

	private static @Nullable String ofCast(CastExpression cast) {
		if (cast.getFormat() != null) {
			return "FORMAT";
		}
		boolean isRow = cast.getColDataType() == null
				|| (cast.getColumnDefinitions() != null && !cast.getColumnDefinitions().isEmpty());
		return isRow ? "CAST" : null;
	}

	private static @Nullable String ofJson(JsonFunction json) {
		boolean isPlain = json.getOnErrorBehavior() == null && json.getOnEmptyBehavior() == null
				&& json.getPassingExpressions().isEmpty() && json.getAdditionalQueryPathArguments().isEmpty()
				&& json.getReturningType() == null && !json.isStrict();
		boolean isPlainInput = json.getInputExpression() == null
				|| (!json.getInputExpression().isUsingFormatJson() && json.getInputExpression().getEncoding() == null);
		return (isPlain && isPlainInput) ? null : "JSON_EXISTS";
	}

}
