package io.fletch.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

import io.fletch.benchmarks.measure.Result;

/**
 * Draws how the cost of a search grows.
 */
public final class GrowthPlot {

	private static final List<String> AXES = List.of("rows", "dimensions", "k");

	private static final List<String> SEARCHES = List.of("flat", "index");

	private final List<Result> results;

	/**
	 * Draws results.
	 * @param results what was measured, of any operations
	 */
	public GrowthPlot(List<Result> results) {
		this.results = results;
	}

	/**
	 * Writes a plot for each of rows, dimensions and neighbours that was measured.
	 * @param folder where to write the files
	 * @return the files, in the format SVG
	 * @throws IOException if a file cannot be written
	 */
	public List<Path> write(Path folder) throws IOException {
		List<Path> files = new ArrayList<>();
		for (String axis : AXES) {
			XYChart chart = chart(axis);
			if (!chart.getSeriesMap().isEmpty()) {
				Path file = folder.resolve("search-by-" + axis + ".svg");
				VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(),
						VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
				files.add(file);
			}
		}
		return files;
	}

	private XYChart chart(String axis) {
		XYChart chart = new XYChartBuilder().width(640)
			.height(400)
			.title("Search by vector: median time")
			.xAxisTitle(axis)
			.yAxisTitle("milliseconds")
			.build();
		chart.getStyler().setXAxisLogarithmic(true);
		chart.getStyler().setYAxisLogarithmic(true);
		chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNW);
		for (String search : SEARCHES) {
			Map<Double, Double> points = points(search + " " + axis + "=");
			if (!points.isEmpty()) {
				chart.addSeries(search.equals("flat") ? "exact" : search, new ArrayList<>(points.keySet()),
						new ArrayList<>(points.values()));
			}
		}
		return chart;
	}

	private Map<Double, Double> points(String prefix) {
		Map<Double, Double> points = new TreeMap<>();
		for (Result result : this.results) {
			if (result.op().equals("growth") && result.metric().equals("p50_ms")
					&& result.config().startsWith(prefix)) {
				points.put(Double.valueOf(result.config().substring(prefix.length())), result.value());
			}
		}
		return points;
	}

}
