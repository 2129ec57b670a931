/**
 * What LangChain4j's starter brings, by its own name: ours must come before it.
 */
@org.jspecify.annotations.NullMarked
package dev.langchain4j.spring;
