package io.fletch.embeddings.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passages, questions, and which passages people found relevant to which question, in the
 * layout of BEIR.
 *
 * @param passages title and text by id
 * @param questions the questions by id
 * @param judgements the grades of relevant passages by question
 */
record JudgedTexts(Map<String, String> passages, Map<String, String> questions,
		Map<String, Map<String, Integer>> judgements) {

	static final int DEPTH = 100;

	private static final int TOP = 10;

	static JudgedTexts read(Path folder) throws IOException {
		return new JudgedTexts(texts(folder.resolve("corpus.jsonl")), texts(folder.resolve("queries.jsonl")),
				judgements(folder.resolve("qrels").resolve("test.tsv")));
	}

	private static Map<String, String> texts(Path file) throws IOException {
		Map<String, String> texts = new LinkedHashMap<>();
		for (String line : Files.readAllLines(file)) {
			JsonNode node = JsonMapper.shared().readTree(line);
			String title = node.has("title") ? node.get("title").asString() + " " : "";
			texts.put(node.get("_id").asString(), title + node.get("text").asString());
		}
		return texts;
	}

	private static Map<String, Map<String, Integer>> judgements(Path file) throws IOException {
		Map<String, Map<String, Integer>> judgements = new TreeMap<>();
		List<String> lines = Files.readAllLines(file);
		for (String line : lines.subList(1, lines.size())) {
			String[] fields = line.split("\t");
			if (Integer.parseInt(fields[2]) > 0) {
				judgements.computeIfAbsent(fields[0], (question) -> new TreeMap<>())
					.put(fields[1], Integer.valueOf(fields[2]));
			}
		}
		return judgements;
	}

	RankingQuality evaluate(Function<String, List<String>> search) {
		double ndcg = 0;
		double recall = 0;
		double mrr = 0;
		for (Map.Entry<String, Map<String, Integer>> judged : this.judgements.entrySet()) {
			List<String> found = search.apply(this.questions.get(judged.getKey()));
			Map<String, Integer> relevant = judged.getValue();
			ndcg += ndcg(found, relevant);
			recall += (double) found.stream().filter(relevant::containsKey).count() / relevant.size();
			mrr += reciprocalRank(found, relevant);
		}
		int count = this.judgements.size();
		return new RankingQuality(ndcg / count, recall / count, mrr / count);
	}

	private static double ndcg(List<String> found, Map<String, Integer> relevant) {
		double gain = 0;
		for (int i = 0; i < Math.min(TOP, found.size()); i++) {
			gain += relevant.getOrDefault(found.get(i), 0) / log2(i + 2);
		}
		List<Integer> best = relevant.values().stream().sorted((a, b) -> b - a).limit(TOP).toList();
		double ideal = 0;
		for (int i = 0; i < best.size(); i++) {
			ideal += best.get(i) / log2(i + 2);
		}
		return gain / ideal;
	}

	private static double reciprocalRank(List<String> found, Map<String, Integer> relevant) {
		for (int i = 0; i < Math.min(TOP, found.size()); i++) {
			if (relevant.containsKey(found.get(i))) {
				return 1.0 / (i + 1);
			}
		}
		return 0;
	}

	private static double log2(int value) {
		return Math.log(value) / Math.log(2);
	}

}
