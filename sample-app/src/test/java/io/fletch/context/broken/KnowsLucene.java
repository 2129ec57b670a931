package io.fletch.context.broken;

import org.apache.lucene.document.Document;

class KnowsLucene {

	Document document;

}
