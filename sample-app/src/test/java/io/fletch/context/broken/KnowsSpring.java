package io.fletch.context.broken;

import org.springframework.boot.SpringApplication;

class KnowsSpring {

	SpringApplication application;

}
