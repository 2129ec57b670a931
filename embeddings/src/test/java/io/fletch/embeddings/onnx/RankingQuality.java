package io.fletch.embeddings.onnx;

/**
 * How good rankings are, the mean over all questions.
 *
 * @param ndcg10 the discounted gain of the first ten
 * @param recall100 the share of what is relevant among the first hundred
 * @param mrr10 one divided by the place of the first that is relevant, among the first
 * ten
 */
record RankingQuality(double ndcg10, double recall100, double mrr10) {

}
