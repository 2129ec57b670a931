package io.fletch.context.splitting;

/**
 * Two declarations of each language.
 */
final class CodeSamples {

	private CodeSamples() {
	}

	static String[] of(CodeLanguage language) {
		return switch (language) {
			case JAVA -> two("class A {\n  int a;\n}", "record B(int a) {\n  // b\n}");
			case KOTLIN -> two("fun a(): Int {\n  return 1\n}", "data class B(\n  val b: Int)");
			case SCALA -> two("object A {\n  val a = 1\n}", "case class B(\n  b: Int)");
			case PYTHON -> two("def a():\n    return 1", "async def b():\n    return 2");
			case JAVASCRIPT -> two("function a() {\n  return 1;\n}", "export const b = () => {\n  return 2;\n};");
			case GO -> two("func a() int {\n\treturn 1\n}", "type B struct {\n\tb int\n}");
			case C -> two("static int a(void) {\n  return 1;\n}", "struct b {\n  int b;\n};");
			case CSHARP -> two("public class A {\n  int a;\n}", "internal record B {\n  int b;\n}");
			case RUST -> two("pub fn a() -> i32 {\n    1\n}", "impl B {\n    fn b() {}\n}");
			case RUBY -> two("def a\n  1\nend", "class B\n  attr :b\nend");
			case PHP -> two("function a() {\n  return 1;\n}", "final class B {\n  public $b;\n}");
			case SHELL -> two("a() {\n  echo 1\n}", "function b {\n  echo 2\n}");
			case SQL -> two("CREATE TABLE a (\n  a INT\n);", "select b\n  from b\n  where b = 1;");
		};
	}

	/**
	 * Two functions that stand below each other within something, without a modifier or a
	 * blank line. The second part is longer than the first and a line.
	 */
	static String[] functionsOf(CodeLanguage language) {
		return switch (language) {
			case JAVA -> two("class A {\n\tA(int a) {\n\t\tthis.a = a;\n\t}\n\tvoid run() {\n\t\tthis.a++;\n\t}",
					"\tMap<String, List<String>> second(int a) {\n\t\tif (a > 1) {\n\t\t\treturn Map.of();\n\t\t}\n\t\telse if (a > 0) {\n\t\t\treturn first(a, a);\n\t\t}\n\t}\n}");
			case KOTLIN -> two("class A {\n  fun a(): Int {\n    return 1\n  }",
					"  fun <T> b(b: T): T {\n    if (b == 1) {\n      return b\n    }\n    return b\n  }\n}");
			case SCALA -> two("class A {\n  def a = {\n    1\n  }",
					"  def b(b: Int): Int = {\n    if (b > 1) {\n      2\n    }\n  }\n}");
			case PYTHON -> two("class A:\n    def a(self):\n        return 1",
					"    def b(self, b):\n        if b:\n            return 1\n        return 2");
			case JAVASCRIPT -> two("class A {\n  constructor(a) {\n    this.a = a;\n  }\n  run() {\n    go();\n  }",
					"  *second(b = first(), { c }): Map<string, string> {\n    if (b) {\n      each(() => {\n        go();\n      });\n    }\n    return go(b);\n  }\n}");
			case GO -> two("func a() int {\n\treturn 1\n}",
					"func (b *B) b() int {\n\tif b {\n\t\treturn 1\n\t}\n\treturn 2\n}");
			case C -> two("class A {\n  int a(int a) {\n    return a;\n  }",
					"  std::map<int,int> b(int b) {\n    if (b) {\n      return {};\n    }\n    return c;\n  }\n};");
			case CSHARP -> two("class A\n{\n  int First(int a)\n  {\n    return a;\n  }",
					"  Task<List<int>> Second<T>(T b)\n  {\n    if (b)\n    {\n      return new Task(b);\n    }\n    return await First(b);\n  }\n}");
			case RUST -> two("impl A {\n    fn a() -> i32 {\n        model.run()\n    }",
					"    fn b() {\n        type_of(1);\n        model(1);\n        struct_of(2);\n        module::run();\n    }\n}");
			case RUBY ->
				two("class A\n  def a\n    1\n  end", "  def b(b)\n    if b\n      2\n    end\n    3\n  end\nend");
			case PHP -> two("class A {\n  function a() {\n    return 1;\n  }",
					"  function b($b) {\n    if ($b) {\n      return 1;\n    }\n    return 2;\n  }\n}");
			case SHELL -> two("a() {\n  echo 1\n}", "b() {\n  if true; then\n    echo 2\n  fi\n  echo 3\n}");
			case SQL ->
				two("insert into a\n  values (1);", "update b\n  set b = 1,\n    c = 2,\n    d = 3\n  where b = 2;");
		};
	}

	private static String[] two(String first, String second) {
		return new String[] { first, second };
	}

}
