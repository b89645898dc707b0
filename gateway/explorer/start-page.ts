/** Where Apollo Sandbox's script and frame come from. */
const SANDBOX_SCRIPT = 'https://embeddable-sandbox.cdn.apollographql.com';
const SANDBOX_FRAME = 'https://sandbox.embed.apollographql.com';

/** The content security policy of {@link sandboxPage}. */
export function sandboxPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${SANDBOX_SCRIPT}`,
    `style-src 'nonce-${nonce}'`,
    `frame-src ${SANDBOX_FRAME}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Apollo Sandbox over this gateway. Where the internet cannot be reached, the page leads to the explorer. */
export function sandboxPage(nonce: string, hasExplorer: boolean): string {
  return page(
    nonce,
    `<div id="sandbox"></div>
<main>
<h1>Partner cloud catalogue</h1>
<p>Apollo Sandbox loads from the internet. If it does not appear: ${ways(hasExplorer)}.</p>
</main>
<script nonce="${nonce}" src="${SANDBOX_SCRIPT}/v2/embeddable-sandbox.umd.production.min.js"></script>
<script nonce="${nonce}">
if (window.EmbeddedSandbox) {
  document.body.classList.add('loaded');
  new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint: new URL('/graphql', window.location.href).href,
    initialState: { includeCookies: false },
    allowDynamicStyles: false,
    runTelemetry: false,
  });
}
</script>`,
    `#sandbox { display: none; } .loaded main { display: none; }
.loaded #sandbox { display: block; position: absolute; inset: 0; }
iframe { width: 100%; height: 100%; border: none; }`,
  );
}

/** The content security policy of {@link startPage}. */
export function startPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The page at `/` where Apollo Sandbox is off. */
export function startPage(nonce: string, hasExplorer: boolean): string {
  return page(nonce, `<main><h1>Partner cloud catalogue</h1><p>${ways(hasExplorer)}.</p></main>`, '');
}

function ways(hasExplorer: boolean): string {
  const endpoint = 'the GraphQL endpoint is <code>/graphql</code>';
  return hasExplorer ? `<a href="/explorer">the explorer</a> needs no internet, and ${endpoint}` : endpoint;
}

function page(nonce: string, body: string, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Partner cloud catalogue</title>
<style nonce="${nonce}">
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: #1b2430; background: #fff; }
main { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
${style}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}
