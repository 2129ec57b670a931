package io.fletch.context.broken;

import io.fletch.sample.SampleApplication;

class KnowsTheSample {

	SampleApplication application;

}
