package io.fletch.context.guard;

import java.util.ArrayList;
import java.util.List;

import io.fletch.context.splitting.Span;

/**
 * Finds characters that people do not see and models read. What writing needs, such as
 * joiners within emoji and Persian words, is not marked.
 */
final class InvisibleText {

	private static final int BLACK_FLAG = 0x1F3F4;

	private static final int FEWEST = 3;

	private InvisibleText() {
	}

	static boolean isInvisible(int codePoint) {
		return Character.getType(codePoint) == Character.FORMAT || isVariation(codePoint) || isTag(codePoint)
				|| codePoint == 0x034F || codePoint == 0x115F || codePoint == 0x1160 || codePoint == 0x3164;
	}

	static List<InjectionMark> find(String text) {
		List<InjectionMark> marks = new ArrayList<>();
		int before = 0;
		int index = 0;
		while (index < text.length()) {
			int codePoint = text.codePointAt(index);
			if (!isInvisible(codePoint)) {
				before = codePoint;
				index += Character.charCount(codePoint);
				continue;
			}
			int start = index;
			int count = 0;
			boolean isSure = false;
			while (index < text.length() && isInvisible(text.codePointAt(index))) {
				int hidden = text.codePointAt(index);
				isSure |= isOverride(hidden) || (isTag(hidden) && before != BLACK_FLAG);
				count++;
				index += Character.charCount(hidden);
			}
			boolean isFlag = before == BLACK_FLAG && count <= 8;
			if (isSure || (count >= FEWEST && !isFlag)) {
				marks.add(new InjectionMark(new Span(start, index), InjectionMark.Kind.INVISIBLE_TEXT,
						count + " invisible characters, first U+" + Integer.toHexString(text.codePointAt(start))));
			}
		}
		return marks;
	}

	private static boolean isOverride(int codePoint) {
		return codePoint == 0x202D || codePoint == 0x202E;
	}

	private static boolean isTag(int codePoint) {
		return codePoint >= 0xE0000 && codePoint <= 0xE007F;
	}

	private static boolean isVariation(int codePoint) {
		return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
	}

}
