package io.fletch.evaluation;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The plots of a report, as SVG.
 */
final class Plots {

	private static final int WIDTH = 800;

	private static final int HEIGHT = 400;

	private static final int LABELS = 11;

	private final EvaluationReport report;

	Plots(EvaluationReport report) {
		this.report = report;
	}

	String metrics() {
		CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title("Metrics").build();
		style(chart);
		List<String> labels = this.report.metrics().stream().map(Metric::label).distinct().toList();
		for (EvaluationRun run : this.report.runs()) {
			List<Double> means = this.report.metrics().stream().distinct().map(run::mean).toList();
			chart.addSeries(run.name(), labels, means);
		}
		return svg(chart);
	}

	String recall() {
		XYChart chart = new XYChartBuilder().width(WIDTH)
			.height(HEIGHT)
			.title("Recall by the number of results")
			.xAxisTitle("results")
			.yAxisTitle("recall")
			.build();
		style(chart);
		for (EvaluationRun run : this.report.runs()) {
			double[] recalls = run.recalls();
			int[] cutoffs = cutoffs(run.depth());
			chart
				.addSeries(run.name(), Arrays.stream(cutoffs).asDoubleStream().toArray(),
						Arrays.stream(cutoffs).mapToDouble((cutoff) -> recalls[cutoff - 1]).toArray())
				.setMarker(SeriesMarkers.NONE);
		}
		return svg(chart);
	}

	/**
	 * Returns the numbers of results that are drawn, no more than there are dots across.
	 */
	static int[] cutoffs(int depth) {
		int points = Math.min(depth, WIDTH);
		return IntStream.rangeClosed(1, points).map((point) -> (int) ((long) depth * point / points)).toArray();
	}

	private static void style(Chart<? extends AxesChartStyler, ?> chart) {
		chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
		chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
		chart.getStyler().setChartBackgroundColor(Color.WHITE);
		chart.getStyler().setPlotBorderVisible(false);
		chart.getStyler().setXAxisMaxLabelCount(LABELS);
		chart.getStyler().setYAxisMin(0.0);
		chart.getStyler().setYAxisMax(1.0);
	}

	private static String svg(Chart<?, ?> chart) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
