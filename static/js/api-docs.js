// Swagger UI on the API's own document. Try-outs are sent with the session cookie, so writes carry its CSRF token.
const place = document.getElementById("swagger");
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  requestInterceptor(request) {
    if (new URL(request.url, location.href).origin === location.origin) {
      request.headers["X-CSRFToken"] = token();
    }
    return request;
  },
});
