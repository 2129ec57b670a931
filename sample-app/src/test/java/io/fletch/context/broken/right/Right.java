package io.fletch.context.broken.right;

import io.fletch.context.broken.left.Left;

public class Right {

	Left left;

}
