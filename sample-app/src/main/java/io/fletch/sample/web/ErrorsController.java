package io.fletch.sample.web;

import java.net.URI;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers with a problem where a request failed outside of the controllers. Who asks for
 * this place without a failure finds nothing.
 */
@Hidden
@RestController
class ErrorsController implements ErrorController {

	@RequestMapping("${spring.web.error.path:${error.path:/error}}")
	ResponseEntity<ProblemDetail> problem(HttpServletRequest request) {
		Object failure = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		HttpStatusCode status = (failure instanceof Integer code) ? HttpStatusCode.valueOf(code) : HttpStatus.NOT_FOUND;
		Object asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		String path = (asked != null) ? asked.toString() : request.getRequestURI();
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setInstance(URI.create(path));
		return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

}
