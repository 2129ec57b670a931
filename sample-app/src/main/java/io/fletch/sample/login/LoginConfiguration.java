package io.fletch.sample.login;

import com.github.benmanes.caffeine.cache.Ticker;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets in only those whom {@code sample.users} names: people by a page and a session,
 * programs by HTTP Basic. Everybody may do everything. Strangers are given neither
 * sessions nor any other memory that grows.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(UsersNamedCondition.class)
@EnableConfigurationProperties(LoginProperties.class)
@EnableWebSecurity
class LoginConfiguration {

	static final String TOKEN_COOKIE = "fletch-csrf";

	static final String TOKEN_HEADER = "X-CSRF-TOKEN";

	/** What the login is made of, and what tells whether the application runs. */
	private static final String[] OPEN = { "/login", "/css/*", "/app/*", "/favicon.svg", "/actuator/health",
			"/actuator/health/*" };

	@Bean
	Passwords passwords(LoginProperties properties) {
		return new Passwords(properties.users());
	}

	@Bean
	SecurityFilterChain securityFilterChain(HttpSecurity http, Passwords passwords, JsonMapper json) {
		Refusals refusals = new Refusals(json);
		return http.authenticationManager(new ProviderManager(provider(passwords)))
			.authorizeHttpRequests((requests) -> requests
				// Of requests that were let in, and answers to those that were not.
				.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
				.permitAll()
				// Whatever it is sent to, its parts would be kept before they are
				// refused.
				.requestMatchers(FormTokens::hasParts)
				.authenticated()
				.requestMatchers(OPEN)
				.permitAll()
				.anyRequest()
				.authenticated())
			.formLogin((form) -> form.loginPage("/login").defaultSuccessUrl("/", true).failureHandler(refusals))
			.httpBasic((basic) -> basic.authenticationEntryPoint(refusals))
			.logout((logout) -> logout.deleteCookies(TOKEN_COOKIE)
				.logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
			.csrf(LoginConfiguration::tokens)
			.requestCache((cache) -> cache.requestCache(new NullRequestCache()))
			.headers(LoginConfiguration::headers)
			.build();
	}

	@Bean
	OpenApiCustomizer login() {
		return (api) -> {
			api.getComponents()
				.addSecuritySchemes("basic", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"));
			api.addSecurityItem(new SecurityRequirement().addList("basic"));
			api.getPaths()
				.values()
				.stream()
				.flatMap((path) -> path.readOperations().stream())
				.forEach((operation) -> operation.getResponses()
					.addApiResponse("401", new ApiResponse().description("Nobody is logged in")));
		};
	}

	private static LimitedProvider provider(Passwords passwords) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(
				new InMemoryUserDetailsManager(passwords.users()));
		provider.setPasswordEncoder(passwords.encoder());
		return new LimitedProvider(provider, new GuessingLimit(Ticker.systemTicker()));
	}

	/**
	 * A form of another site cannot repeat the cookie's value. A browser adds what a
	 * program says by HTTP Basic only where its user typed it in, and such requests of
	 * other sites have been turned away before they come here.
	 */
	private static void tokens(CsrfConfigurer<HttpSecurity> csrf) {
		CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
		tokens.setCookieName(TOKEN_COOKIE);
		tokens.setHeaderName(TOKEN_HEADER);
		tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Lax"));
		csrf.csrfTokenRepository(tokens)
			.csrfTokenRequestHandler(new FormTokens())
			.ignoringRequestMatchers((request) -> isBasic(request) && !FormTokens.isLogin(request));
	}

	/** Policies are set for all answers already; what the page is made of may be kept. */
	private static void headers(HeadersConfigurer<HttpSecurity> headers) {
		CacheControlHeadersWriter nothing = new CacheControlHeadersWriter();
		headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
			.contentTypeOptions(HeadersConfigurer.ContentTypeOptionsConfig::disable)
			.httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
			.addHeaderWriter((request, response) -> {
				if (!request.getServletPath().startsWith("/css/") && !request.getServletPath().startsWith("/app/")) {
					nothing.writeHeaders(request, response);
				}
			});
	}

	private static boolean isBasic(HttpServletRequest request) {
		String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
		return authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6);
	}

}
