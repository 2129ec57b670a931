package io.fletch.sample.chat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A program {@code docker} that answers as Docker does where Ollama, Prometheus and
 * Grafana of {@code docker-compose.yml} are started, with another server in the place of
 * Ollama. Keeps what it was told.
 */
final class FakeDocker {

	private static final String SCRIPT = """
			#!/bin/sh
			echo "$*" >> "@folder@/told"
			case "$*" in
			  version*) echo 29.0.0 ;;
			  "compose version"*) echo '{"version":"2.40.0"}' ;;
			  context*) echo '{"Name":"default","Current":true,"DockerEndpoint":"unix:///var/run/docker.sock"}' ;;
			  *" config "*) echo '{"name":"fletch","services":{"ollama":{"image":"@image@"}}}' ;;
			  *" up "*) touch "@folder@/up" ;;
			  *" stop"*) rm "@folder@/up" ;;
			  *" ps "*)
			    if [ -f "@folder@/up" ]; then
			      echo '{"ID":"1","Name":"ollama","Image":"@image@","State":"running"}'
			      echo '{"ID":"2","Name":"prometheus","Image":"prom/prometheus:v3.5.0","State":"running"}'
			    fi ;;
			  inspect*)
			    echo '{"Id":"1","Config":{"Image":"@image@","Labels":{},"ExposedPorts":{"11434/tcp":{}},"Env":[]},\
			"NetworkSettings":{"Ports":{"11434/tcp":[{"HostIp":"127.0.0.1","HostPort":"@port@"}]}},\
			"HostConfig":{"NetworkMode":"bridge"}}'
			    echo '{"Id":"2","Config":{"Image":"prom/prometheus:v3.5.0","Labels":{@labels@},\
			"ExposedPorts":{"1/tcp":{}},"Env":[]},"NetworkSettings":{"Ports":{"1/tcp":[{"HostIp":"127.0.0.1",\
			"HostPort":"1"}]}},"HostConfig":{"NetworkMode":"bridge"}}' ;;
			esac
			""";

	private final Path folder;

	FakeDocker(Path folder, String url, String image, String labels) throws IOException {
		this.folder = Files.createDirectories(folder);
		Path program = folder.resolve("docker");
		Files.writeString(program,
				SCRIPT.replace("@folder@", folder.toString())
					.replace("@image@", image)
					.replace("@labels@", labels)
					.replace("@port@", Integer.toString(URI.create(url).getPort())));
		Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
	}

	String pathBefore(String others) {
		return this.folder + System.getProperty("path.separator") + others;
	}

	List<String> told() throws IOException {
		return Files.readAllLines(this.folder.resolve("told"));
	}

}
