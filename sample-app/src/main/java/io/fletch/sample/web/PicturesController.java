package io.fletch.sample.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.annotation.JsonDeserialize;

import io.fletch.sample.picture.AddedPicture;
import io.fletch.sample.picture.FoundPicture;
import io.fletch.sample.picture.PictureInfo;
import io.fletch.sample.picture.Pictures;
import io.fletch.sample.picture.ServedPicture;

/**
 * Pictures: add, list, show, search, delete.
 */
@RestController
@RequestMapping("/api/pictures")
@Tag(name = "Pictures", description = "A gallery that is searched by words and by pictures")
class PicturesController {

	/** The largest file, in bytes. */
	static final long LARGEST_FILE = 20_000_000;

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_QUERY = 1000;

	private static final int LARGEST_LIMIT = 100;

	private static final String DEFAULT_LIMIT = "40";

	private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

	private static final Duration KEPT_BY_BROWSERS = Duration.ofDays(1);

	private final Pictures pictures;

	PicturesController(Pictures pictures) {
		this.pictures = pictures;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the pictures",
			description = "Newest first; `configured` tells whether there is a model for them")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "offset or limit out of range, or name too long")
	@ApiResponse(responseCode = "409", description = "The model cannot be used")
	PictureList list(
			@Parameter(description = "Only pictures whose names contain this, without regard to case") @RequestParam(
					required = false) @Nullable String name,
			@Parameter(description = "How many are left out") @RequestParam(defaultValue = "0") int offset,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(offset, limit, LARGEST_LIMIT);
		String part = Objects.requireNonNullElse(name, "").strip();
		if (part.length() > LONGEST_NAME) {
			throw InvalidFieldException.badRequest("name", "name has " + part.length() + " characters, more than "
					+ LONGEST_NAME + ". Send a part of the name.");
		}
		if (!this.pictures.areConfigured()) {
			return new PictureList(false, List.of(), 0, LARGEST_FILE);
		}
		return new PictureList(true, this.pictures.page(part, section.offset(), section.limit()),
				this.pictures.count(part), LARGEST_FILE);
	}

	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(summary = "Add a picture", description = """
			PNG, JPEG, GIF, WebP or BMP, as its content says. What is kept is the picture, upright, with at most \
			1600 pixels on an edge and nothing beside its pixels. A file that is there already is not kept twice.""")
	@ApiResponse(responseCode = "201", description = "Kept, and can be found; `isNew` is false if it was there")
	@ApiResponse(responseCode = "400",
			description = "No part `file`, several of them, an empty file, or no usable name")
	@ApiResponse(responseCode = "409", description = "No model is configured, or there are too many pictures")
	@ApiResponse(responseCode = "413", description = "The file is too large")
	@ApiResponse(responseCode = "415", description = "Not multipart/form-data")
	@ApiResponse(responseCode = "422", description = "No picture in a known format, damaged, or of too many pixels")
	AddedPicture add(@Parameter(description = "The picture") @RequestPart("file") List<MultipartFile> file)
			throws IOException {
		MultipartFile picture = UploadedFile.only(file);
		String name = UploadedFile.name(picture);
		requireSize(picture, name);
		return this.pictures.add(name, picture::getBytes);
	}

	@GetMapping(path = "/search", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Find pictures by words", description = "The nearest first; every picture has a place")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "q missing, blank or too long, or limit out of range")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	FoundPictures search(@Parameter(description = "What is to be seen") @RequestParam String q,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		if (q.isBlank() || q.length() > LONGEST_QUERY) {
			throw InvalidFieldException.badRequest("q", "q has " + q.strip().length()
					+ " characters, but must have 1 to " + LONGEST_QUERY + ". Say in words what is to be seen.");
		}
		return new FoundPictures(this.pictures.byWords(q.strip(), section.limit()));
	}

	@PostMapping(path = "/search", consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Find pictures by a picture", description = "It is not kept")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "No part `file`, several of them, or limit out of range")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	@ApiResponse(responseCode = "413", description = "The file is too large")
	@ApiResponse(responseCode = "415", description = "Not multipart/form-data")
	@ApiResponse(responseCode = "422", description = "No picture in a known format, damaged, or of too many pixels")
	FoundPictures searchByPicture(@Parameter(description = "The picture") @RequestPart("file") List<MultipartFile> file,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit)
			throws IOException {
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		MultipartFile picture = UploadedFile.only(file);
		requireSize(picture, Objects.requireNonNullElse(picture.getOriginalFilename(), ""));
		return new FoundPictures(this.pictures.byPicture(picture::getBytes, section.limit()));
	}

	@GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Read what is known of a picture")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "404", description = "No picture of this id")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	PictureInfo one(@PathVariable String id) {
		return this.pictures.find(checked(id)).orElseThrow(() -> unknown(id));
	}

	@GetMapping(path = "/{id}/similar", produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Find pictures that are like one of them", description = "Without that picture")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "limit out of range")
	@ApiResponse(responseCode = "404", description = "No picture of this id")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	FoundPictures similar(@PathVariable String id,
			@Parameter(description = "At most so many, 1 to " + LARGEST_LIMIT) @RequestParam(
					defaultValue = DEFAULT_LIMIT) int limit) {
		Section section = Section.of(0, limit, LARGEST_LIMIT);
		return new FoundPictures(this.pictures.like(checked(id), section.limit()).orElseThrow(() -> unknown(id)));
	}

	@GetMapping("/{id}/content")
	@Operation(summary = "Show a picture")
	@ApiResponse(responseCode = "200",
			content = { @Content(mediaType = "image/png"), @Content(mediaType = "image/jpeg") })
	@ApiResponse(responseCode = "404", description = "No picture of this id")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	ResponseEntity<byte[]> content(@PathVariable String id, HttpServletResponse response) {
		PictureInfo known = one(id);
		return served(known, this.pictures.content(id).orElseThrow(() -> unknown(id)), response);
	}

	@GetMapping("/{id}/thumbnail")
	@Operation(summary = "Show a small picture", description = "At most 400 pixels on an edge")
	@ApiResponse(responseCode = "200",
			content = { @Content(mediaType = "image/png"), @Content(mediaType = "image/jpeg") })
	@ApiResponse(responseCode = "404", description = "No picture of this id")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	ResponseEntity<byte[]> thumbnail(@PathVariable String id, HttpServletResponse response) {
		PictureInfo known = one(id);
		return served(known, this.pictures.thumbnail(id).orElseThrow(() -> unknown(id)), response);
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a picture")
	@ApiResponse(responseCode = "204", description = "Deleted")
	@ApiResponse(responseCode = "404", description = "No picture of this id")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	void delete(@PathVariable String id) {
		if (this.pictures.delete(List.of(checked(id))) == 0) {
			throw unknown(id);
		}
	}

	@PostMapping(path = "/delete", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Delete several pictures", description = "Those that are there, in one step")
	@ApiResponse(responseCode = "200")
	@ApiResponse(responseCode = "400", description = "ids missing, too many or unusable, or no JSON")
	@ApiResponse(responseCode = "409", description = "No model is configured, or it cannot be used")
	@ApiResponse(responseCode = "415", description = "Not application/json")
	PicturesDeleted deleteSeveral(@RequestBody PicturesToDelete wanted) {
		List<@Nullable String> ids = wanted.ids();
		if (ids == null || ids.isEmpty() || ids.size() > LARGEST_LIMIT) {
			throw InvalidFieldException.badRequest("ids", "ids has " + ((ids != null) ? ids.size() : "no")
					+ " entries, but must have 1 to " + LARGEST_LIMIT + ". Send the ids of pictures.");
		}
		return new PicturesDeleted(this.pictures.delete(ids.stream().map(PicturesController::listed).toList()));
	}

	private static String listed(@Nullable String id) {
		if (id == null || !ID.matcher(id).matches()) {
			throw InvalidFieldException.badRequest("ids", "ids has " + InvalidFieldException.shown(id)
					+ ", which is no id of a picture. Send those that GET /api/pictures lists.");
		}
		return id;
	}

	private static String checked(String id) {
		if (!ID.matcher(id).matches()) {
			throw unknown(id);
		}
		return id;
	}

	private static void requireSize(MultipartFile picture, String name) {
		if (picture.isEmpty()) {
			throw InvalidFieldException.badRequest("file",
					"The file " + InvalidFieldException.shown(name) + " is empty. Send a picture.");
		}
		if (picture.getSize() > LARGEST_FILE) {
			throw new InvalidFieldException(HttpStatus.CONTENT_TOO_LARGE, "file",
					"The file " + InvalidFieldException.shown(name) + " has " + picture.getSize() + " bytes, more than "
							+ LARGEST_FILE + ". Make the picture smaller.");
		}
	}

	/**
	 * What an id stands for never changes, so browsers need not ask again for a while;
	 * nobody between may keep it.
	 */
	private static ResponseEntity<byte[]> served(PictureInfo known, ServedPicture picture,
			HttpServletResponse response) {
		// In the place of what holds for all other answers.
		response.setHeader(HttpHeaders.CACHE_CONTROL,
				CacheControl.maxAge(KEPT_BY_BROWSERS).cachePrivate().immutable().getHeaderValue());
		int dot = known.name().lastIndexOf('.');
		String stem = (dot > 0) ? known.name().substring(0, dot) : known.name();
		String extension = picture.type().equals(MediaType.IMAGE_PNG_VALUE) ? ".png" : ".jpg";
		return ResponseEntity.ok()
			.contentType(MediaType.parseMediaType(picture.type()))
			.eTag(known.id())
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.inline().filename(stem + extension, StandardCharsets.UTF_8).build().toString())
			.body(picture.bytes());
	}

	private static InvalidFieldException unknown(String id) {
		return InvalidFieldException.notFound("id", "No picture has the id " + InvalidFieldException.shown(id)
				+ ". GET /api/pictures lists those there are.");
	}

	/**
	 * A part of the gallery.
	 *
	 * @param configured whether there is a model for pictures
	 * @param pictures the pictures, newest first
	 * @param total how many there are in all
	 * @param maxFileBytes how large a file may be
	 */
	record PictureList(boolean configured, List<PictureInfo> pictures, long total, long maxFileBytes) {
	}

	/**
	 * What was found.
	 *
	 * @param pictures the pictures, the nearest first
	 */
	record FoundPictures(List<FoundPicture> pictures) {
	}

	/**
	 * What shall be deleted.
	 *
	 * @param ids the ids of the pictures
	 */
	record PicturesToDelete(@Schema(description = "The ids of the pictures, at most " + LARGEST_LIMIT,
			requiredMode = Schema.RequiredMode.REQUIRED) @JsonDeserialize(
					contentUsing = TextOnly.class) @Nullable List<@Nullable String> ids) {
	}

	/**
	 * What was deleted.
	 *
	 * @param deleted how many pictures there were
	 */
	record PicturesDeleted(long deleted) {
	}

}
