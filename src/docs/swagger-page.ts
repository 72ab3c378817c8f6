/** The frame of Swagger UI. Nothing inline, so that the policy below can forbid it. */
export function swaggerPage(version: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>WhatsApp operator API</title>
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png?v=${version}">
    <link rel="stylesheet" href="docs/swagger-ui.css?v=${version}">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js?v=${version}"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;
}

/** Scripts, styles and requests of our own origin alone; images also from `data:` (Swagger UI's icons) and `blob:` (files it shows). */
export const SWAGGER_PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const OPTIONS = {
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  filter: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // Swagger UI would show the document to a validator on the internet.
  validatorUrl: null,
};

/**
 * The script that starts Swagger UI. With a token it signs in each time the page is loaded, also over what the browser has kept:
 * that may be a token of a database that is gone.
 */
export function swaggerStart(scheme: string, token: string | undefined): string {
  const signIn =
    token === undefined || token === ''
      ? ''
      : `ui.preauthorizeApiKey(${JSON.stringify(scheme)}, ${JSON.stringify(token)});`;
  return `const ui = SwaggerUIBundle({
  ...${JSON.stringify(OPTIONS, null, 2)},
  onComplete: () => {
    ${signIn}
  },
});
`;
}
