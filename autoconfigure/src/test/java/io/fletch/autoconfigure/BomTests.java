package io.fletch.autoconfigure;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The artifact that others import for the versions of all of ours.
 */
class BomTests {

	/** Nobody depends on these. */
	private static final Set<String> NOT_PUBLISHED = Set.of("bom", "benchmarks", "sample-app");

	@Test
	void namesEveryModuleThatOthersDependOn() throws Exception {
		Document root = xml("pom.xml");
		Set<String> published = new TreeSet<>();
		for (String module : texts(root.getElementsByTagName("module"))) {
			if (!NOT_PUBLISHED.contains(module)) {
				published.add(child(xml(module + "/pom.xml").getDocumentElement(), "artifactId"));
			}
		}
		Document bom = xml("bom/pom.xml");
		Set<String> named = new TreeSet<>();
		NodeList dependencies = bom.getElementsByTagName("dependency");
		for (int i = 0; i < dependencies.getLength(); i++) {
			named.add(child((Element) dependencies.item(i), "artifactId"));
		}
		assertThat(named).isEqualTo(published);
		assertThat(child(bom.getDocumentElement(), "version")).isEqualTo(child(root.getDocumentElement(), "version"));
	}

	private static Document xml(String file) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new InputSource(new StringReader(text(file))));
	}

	private static String text(String file) throws IOException {
		return RepositoryFile.read(file);
	}

	private static List<String> texts(NodeList nodes) {
		return IntStream.range(0, nodes.getLength()).mapToObj((i) -> nodes.item(i).getTextContent().strip()).toList();
	}

	private static String child(Element parent, String name) {
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node.getNodeName().equals(name)) {
				return node.getTextContent().strip();
			}
		}
		throw new AssertionError("no " + name);
	}

}
