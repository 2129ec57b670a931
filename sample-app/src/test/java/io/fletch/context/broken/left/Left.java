package io.fletch.context.broken.left;

import io.fletch.context.broken.right.Right;

public class Left {

	Right right;

}
