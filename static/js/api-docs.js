// Swagger UI on the API's own document. Try-outs go with the session cookie, so they carry its CSRF token.
const place = document.getElementById("swagger");
const token = document.querySelector('meta[name="csrf-token"]').content;

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  requestInterceptor(request) {
    if (new URL(request.url, location.href).origin === location.origin) {
      request.headers["X-CSRFToken"] = token;
    }
    return request;
  },
});
